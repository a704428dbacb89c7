//! Checks whether the machine caused a failure: a full disk, no loopback interface, or another process
//! on the port. This happens after a case has failed, before the program is blamed.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use socket2::{Domain, SockAddr, Socket, Type};
use stage::fault::Fault;

use crate::events::Isolation;

/// The most bytes that any lesson's program writes to the case's folder.
const WRITTEN: usize = 4 << 20;

/// Finds a fault of the machine, in the disk that holds this folder, if it is the machine's, or in the network
/// of this address. The case's own programs have ended by now.
pub fn trouble(folder: Option<&Path>, isolation: Isolation, address: SocketAddr) -> Option<Fault> {
    let fault = |why: String| Some(Fault::new("running the case", why));
    if let Some(folder) = folder
        && let Err(error) = check_space(folder)
    {
        let folder = folder.display();
        return fault(format!("the disk that holds {folder} is full ({error})"));
    }
    if isolation == Isolation::Cell {
        // A cell has its own network.
        return None;
    }
    if let Err(error) = check_loopback() {
        return fault(format!("the loopback interface does not work: {error}"));
    }
    is_taken(address).then(|| {
        Fault::new("running the case", format!("another process took the port of {address}"))
    })
}

/// Tries whether a program could write its files there.
fn check_space(folder: &Path) -> io::Result<()> {
    let path = folder.join(".socketlings-space");
    let written = File::create_new(&path).and_then(|mut file| file.write_all(&vec![0; WRITTEN]));
    let _ = fs::remove_file(&path);
    match written {
        Err(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// Whether this process can connect to itself.
fn check_loopback() -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    TcpStream::connect_timeout(&listener.local_addr()?, Duration::from_secs(5)).map(drop)
}

/// Whether another process has this port, for connections or for datagrams.
fn is_taken(address: SocketAddr) -> bool {
    let binds = |kind| {
        let socket = Socket::new(Domain::for_address(address), kind, None)?;
        // A connection of the case itself in TIME_WAIT is not another process.
        if kind == Type::STREAM {
            socket.set_reuse_address(true)?;
        }
        socket.bind(&SockAddr::from(address))
    };
    [Type::STREAM, Type::DGRAM]
        .into_iter()
        .any(|kind| binds(kind).is_err_and(|error: io::Error| error.kind() == ErrorKind::AddrInUse))
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;

    use super::*;

    #[test]
    fn a_port_of_another_process_is_noticed_for_tcp_and_udp() {
        let (tcp, udp) =
            (TcpListener::bind("127.0.0.1:0").unwrap(), UdpSocket::bind("127.0.0.1:0").unwrap());
        for address in [tcp.local_addr().unwrap(), udp.local_addr().unwrap()] {
            assert!(is_taken(address), "{address}");
        }
    }

    #[test]
    fn a_connection_in_time_wait_is_not_another_process() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let client = TcpStream::connect(address).unwrap();
        // The server closes first, so that TIME_WAIT is on its port.
        drop(listener.accept().unwrap());
        drop((client, listener));
        assert!(!is_taken(address));
    }

    #[test]
    fn a_machine_in_order_has_space_and_a_loopback_interface() {
        let folder = tempfile::tempdir().unwrap();
        check_space(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        check_loopback().unwrap();
    }
}
