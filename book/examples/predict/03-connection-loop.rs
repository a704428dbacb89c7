//! Experiments with the accept queue, and with an address that was used a moment ago.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("six-into-five", six_into_five::main),
    Experiment::same("a-hundred-and-six", a_hundred_and_six::main),
    Experiment::same("back-at-once", back_at_once::main),
];

mod calls {
    use std::io;
    use std::net::{TcpListener, TcpStream, ToSocketAddrs};

    use socket2::{Domain, Socket, Type};

    pub fn main() -> io::Result<()> {
        // ANCHOR: calls
        let mut addresses = "localhost:0".to_socket_addrs()?; // text to addresses
        let address = addresses.next().ok_or(io::ErrorKind::NotFound)?;
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
        socket.set_reuse_address(true)?; // before bind
        socket.bind(&address.into())?;
        socket.listen(5)?; // lets connections come, and limits the queue

        let listener = TcpListener::from(socket); // the same descriptor as std's type
        let address = listener.local_addr()?; // with the port that it got
        // ANCHOR_END: calls
        drop(TcpStream::connect(address)?);
        Ok(())
    }
}

mod six_into_five {
    // ANCHOR: six-into-five
    use std::io;
    use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
    use std::time::Duration;

    use socket2::{Domain, Socket, Type};

    pub fn main() -> io::Result<()> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
        socket.listen(5)?;
        let server = TcpListener::from(socket);
        let address = server.local_addr()?;
        let mut clients = Vec::new();
        for number in 1..10 {
            clients.push(TcpStream::connect_timeout(&address, Duration::from_secs(1))?);
            println!("{number} is connected");
        }
        Ok(())
    }
    // ANCHOR_END: six-into-five
}

mod a_hundred_and_six {
    // ANCHOR: a-hundred-and-six
    use std::io;
    use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
    use std::time::Duration;

    use socket2::{Domain, Socket, Type};

    pub fn main() -> io::Result<()> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
        socket.listen(5)?;
        let server = TcpListener::from(socket);
        let address = server.local_addr()?;
        let (mut clients, mut served, mut waiting) = (Vec::new(), Vec::new(), 0);
        for _ in 0..100 {
            clients.push(TcpStream::connect(address)?);
            served.push(server.accept()?);
        }
        println!("{} are connected and accepted", served.len());
        while let Ok(client) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) {
            clients.push(client);
            waiting += 1;
        }
        println!("{waiting} more are connected and wait");
        Ok(())
    }
    // ANCHOR_END: a-hundred-and-six
}

mod back_at_once {
    // ANCHOR: back-at-once
    use std::io;
    use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};

    use socket2::{Domain, Socket, Type};

    /// Returns the port, which may be 0 for any free one.
    fn serve_once(port: u16, reuse: bool) -> io::Result<u16> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_reuse_address(reuse)?;
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into())?;
        socket.listen(128)?;
        let server = TcpListener::from(socket);
        let client = TcpStream::connect(server.local_addr()?)?;
        let (conn, _) = server.accept()?;
        drop(conn); // the server closes first
        drop(client);
        Ok(server.local_addr()?.port())
    }

    pub fn main() -> io::Result<()> {
        let port = serve_once(0, false)?;
        serve_once(port, false)?;
        Ok(())
    }
    // ANCHOR_END: back-at-once
}
