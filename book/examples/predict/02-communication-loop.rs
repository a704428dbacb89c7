//! Experiments with the outcomes of a read, and with text that arrives in pieces.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("sending-nothing", sending_nothing::main),
    Experiment::same("after-the-end", after_the_end::main),
    Experiment::same("half-a-character", || {
        half_a_character::main();
        Ok(())
    }),
];

mod calls {
    use std::io::{self, BufRead, BufWriter, Read, Write};
    use std::net::{Shutdown, TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let stream = TcpStream::connect(listener.local_addr()?)?;
        let (mut conn, _) = listener.accept()?;
        let mut stdin = &b" one line \n"[..];
        // ANCHOR: calls
        let mut line = Vec::new();
        let n = stdin.read_until(b'\n', &mut line)?; // one line with its newline; 0 at the end
        let message = line.strip_suffix(b"\n").unwrap_or(&line); // removes that one byte
        let without_spaces = line.trim_ascii(); // removes all white space at both ends

        let mut writer = BufWriter::new(&stream); // collects what you write …
        writer.write_all(message)?;
        writer.flush()?; // … and sends it here
        stream.shutdown(Shutdown::Write)?; // half-close: no more to send, still receiving

        let mut first = [0; 4];
        conn.read_exact(&mut first)?; // exactly four bytes, in as many reads as it takes
        let mut rest = Vec::new();
        conn.read_to_end(&mut rest)?; // everything until the client closes or half-closes
        // ANCHOR_END: calls
        assert_eq!((n, without_spaces), (11, &b"one line"[..]));
        assert_eq!((&first, &rest[..]), (b" one", &b" line "[..]));
        Ok(())
    }
}

mod sending_nothing {
    // ANCHOR: sending-nothing
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        conn.set_read_timeout(Some(Duration::from_secs(1)))?;
        println!("{}", client.write(b"")?);
        println!("{}", conn.read(&mut [0; 1024])?);
        Ok(())
    }
    // ANCHOR_END: sending-nothing
}

mod after_the_end {
    // ANCHOR: after-the-end
    use std::io::{self, Read};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        drop(client);
        for _ in 0..3 {
            println!("{}", conn.read(&mut [0; 1024])?);
        }
        Ok(())
    }
    // ANCHOR_END: after-the-end
}

mod half_a_character {
    // ANCHOR: half-a-character
    pub fn main() {
        let data = "你好".as_bytes();
        let pieces = [&data[..4], &data[4..]];
        let text = pieces.map(String::from_utf8_lossy).concat();
        println!("{text} {} {}", data.len(), text.len());
    }
    // ANCHOR_END: half-a-character
}
