//! Experiments with addresses: which texts are addresses, and which address a socket has.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("where-is-the-port", where_is_the_port::main),
    Experiment::same("three-names-for-one-place", three_names_for_one_place::main),
    Experiment::same("parse", || {
        parse::main();
        Ok(())
    }),
];

mod calls {
    use std::io;
    use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};

    use socket2::{Domain, Socket, Type};

    pub fn main() -> io::Result<()> {
        // ANCHOR: calls
        for address in "localhost:0".to_socket_addrs()? {
            let family = Domain::for_address(address); // of each address that the name has
            Socket::new(family, Type::STREAM, None)?;
        }
        let host: IpAddr = "::1".parse().map_err(io::Error::other)?; // never looks anything up
        let address = SocketAddr::from((host, 8888)); // prints as [::1]:8888

        let socket = Socket::new(Domain::IPV6, Type::STREAM, None)?;
        socket.set_only_v6(false)?; // both families; before `bind`
        let any: SocketAddr = "[::]:0".parse().map_err(io::Error::other)?;
        socket.bind(&any.into())?;
        socket.listen(128)?;
        let listener = TcpListener::from(socket);

        let client = TcpStream::connect(("127.0.0.1", listener.local_addr()?.port()))?;
        let (conn, peer) = listener.accept()?; // its address, even if it has gone since
        let own = conn.local_addr()?; // this end of this connection
        let other = conn.peer_addr()?; // the other end, while there is a connection
        let canonical = peer.ip().to_canonical(); // ::ffff:127.0.0.1 becomes 127.0.0.1
        // ANCHOR_END: calls
        assert_eq!((address.to_string(), other), ("[::1]:8888".to_owned(), peer));
        assert_eq!(
            (canonical, own.port()),
            (client.local_addr()?.ip(), client.peer_addr()?.port())
        );
        Ok(())
    }
}

mod where_is_the_port {
    // ANCHOR: where-is-the-port
    use std::io;
    use std::net::{IpAddr, TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("[::1]:0")?;
        let client = TcpStream::connect(server.local_addr()?)?;
        let host = client.peer_addr()?.ip();
        println!("{host}");
        let address: IpAddr = format!("{host}:8888").parse().map_err(io::Error::other)?;
        println!("{address}");
        Ok(())
    }
    // ANCHOR_END: where-is-the-port
}

mod three_names_for_one_place {
    // ANCHOR: three-names-for-one-place
    use std::io;
    use std::net::{Ipv6Addr, SocketAddr, TcpListener, TcpStream};

    use socket2::{Domain, Socket, Type};

    pub fn main() -> io::Result<()> {
        let socket = Socket::new(Domain::IPV6, Type::STREAM, None)?;
        socket.set_only_v6(false)?;
        socket.bind(&SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)).into())?;
        socket.listen(128)?;
        let server = TcpListener::from(socket);
        let address = server.local_addr()?;
        let _client = TcpStream::connect(("127.0.0.1", address.port()))?;
        let (conn, peer) = server.accept()?;
        println!("{} {} {}", address.ip(), conn.local_addr()?.ip(), peer.ip());
        Ok(())
    }
    // ANCHOR_END: three-names-for-one-place
}

mod parse {
    // ANCHOR: parse
    use std::net::{IpAddr, SocketAddr, SocketAddrV4};

    pub fn main() {
        println!("{}", "127.0.0.1:8888".parse::<SocketAddr>().is_ok());
        println!("{}", "[::1]:8888".parse::<SocketAddr>().is_ok());
        println!("{}", "[::1]:8888".parse::<SocketAddrV4>().is_ok());
        println!("{}", "localhost:8888".parse::<SocketAddr>().is_ok());
        println!("{}", "::1:8888".parse::<IpAddr>().is_ok());
    }
    // ANCHOR_END: parse
}
