//! Free ports, for cases without a cell. A port is held by a lock on a file while a case uses it,
//! so that two checkers on one machine do not take the same; it lies below the ports that the
//! kernel gives out by itself; and nothing of an earlier connection may linger on it.

use std::fs::{self, File};
use std::net::SocketAddr;

use socket2::{Domain, SockAddr, Socket, Type};

const FIRST: u16 = 20_000;
const COUNT: u16 = 10_000;

/// A port that is ours until this is dropped.
#[derive(Debug)]
pub struct Lease {
    port: u16,
    _lock: File,
}

impl Lease {
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Takes a free port. An error says why there is none.
pub fn lease() -> Result<Lease, String> {
    // The user's own folder: another user's locks could not be opened.
    let user = std::env::var("USER").unwrap_or_default();
    let user: String = user.chars().filter(char::is_ascii_alphanumeric).collect();
    let folder = std::env::temp_dir().join(format!("socketlings-ports-{user}"));
    let failed = |error: std::io::Error| format!("taking a port in {}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    let start = fastrand::u16(..COUNT);
    for step in 0..COUNT {
        let port = FIRST + (start + step) % COUNT;
        let lock = File::create(folder.join(port.to_string())).map_err(failed)?;
        if lock.try_lock().is_ok() && is_free(port) {
            return Ok(Lease { port, _lock: lock });
        }
    }
    Err(format!("all ports from {FIRST} to {} are taken", FIRST + COUNT - 1))
}

/// Whether a program that does not ask for reuse could have it.
fn is_free(port: u16) -> bool {
    let address = SockAddr::from(SocketAddr::from(([127, 0, 0, 1], port)));
    let is_free = |kind| {
        Socket::new(Domain::IPV4, kind, None).and_then(|socket| socket.bind(&address)).is_ok()
    };
    is_free(Type::STREAM) && is_free(Type::DGRAM)
}
