// Believed: `bind` knows what [::] means.

use std::env;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr, TcpListener};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(&address)?;
    loop {
        let Ok((mut stream, client)) = listener.accept() else { continue };
        let Ok(me) = stream.local_addr() else { continue };
        let line = format!("you are {}, I am {}\n", plain(client), plain(me));
        let _ = stream.write_all(line.as_bytes());
    }
}

fn plain(address: SocketAddr) -> SocketAddr {
    match address.ip().to_canonical() {
        IpAddr::V4(ip) => SocketAddr::from((ip, address.port())),
        IpAddr::V6(_) => address,
    }
}
