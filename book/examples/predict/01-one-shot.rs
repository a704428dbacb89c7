//! Experiments with a connection: what waits, how it ends, and how it is refused.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("before-accept", before_accept::main),
    Experiment::same("a-hasty-close", a_hasty_close::main),
    Experiment::same("no-listener", no_listener::main),
];

mod calls {
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        // ANCHOR: calls
        let listener = TcpListener::bind("127.0.0.1:0")?; // a socket, its address, and listen
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        let (mut conn, _address) = listener.accept()?; // the second socket, and the client's address

        client.write_all(b"hello")?;
        let mut buffer = [0; 1024];
        let n = conn.read(&mut buffer)?; // some bytes; 0 at the end
        let received = &buffer[..n]; // only these bytes are the client's
        conn.write_all(&received.to_ascii_uppercase())?;
        drop(conn); // close it now, not at the end of the block
        // ANCHOR_END: calls
        Ok(())
    }
}

mod before_accept {
    // ANCHOR: before-accept
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?; // port 0: any free one
        let mut client = TcpStream::connect(server.local_addr()?)?;
        client.write_all(b"hello, ")?;
        client.write_all(b"world")?;
        let (mut conn, _) = server.accept()?;
        let mut buffer = [0; 1024];
        let n = conn.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: before-accept
}

mod a_hasty_close {
    // ANCHOR: a-hasty-close
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        let mut buffer = [0; 1024];
        client.write_all(b"hello, world")?;
        let n = conn.read(&mut buffer[..5])?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        conn.write_all(b"HELLO")?;
        drop(conn);
        for _ in 0..2 {
            let n = client.read(&mut buffer)?;
            println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        }
        Ok(())
    }
    // ANCHOR_END: a-hasty-close
}

mod no_listener {
    // ANCHOR: no-listener
    use std::io;
    use std::net::TcpStream;

    pub fn main() -> io::Result<()> {
        TcpStream::connect("127.0.0.1:1")?;
        Ok(())
    }
    // ANCHOR_END: no-listener
}
