//! Experiments with lines: a reader that keeps the next one, an ending in two pieces, and no end at all.

// ANCHOR: begin
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(server.local_addr()?)?;
    let (conn, _) = server.accept()?;
    conn.set_read_timeout(Some(Duration::from_secs(1)))?;
    Ok((client, conn))
}
// ANCHOR_END: begin

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("where-is-the-second-line", where_is_the_second_line::main),
    Experiment::same("a-line-ending-in-two-pieces", || {
        a_line_ending_in_two_pieces::main();
        Ok(())
    }),
    Experiment::same("a-line-that-does-not-end", a_line_that_does_not_end::main),
];

mod calls {
    use super::*;

    pub fn main() -> io::Result<()> {
        const LIMIT: u64 = 1024;
        let (mut client, conn) = pair()?;
        client.write_all(b"one\ntwo \nthree\nfour\nfi")?;
        drop(client);
        // ANCHOR: calls
        let mut reader = BufReader::new(&conn); // keeps what it has not handed out: make only one
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?; // with its newline; without one only at the end
        let text = line.strip_suffix(b"\n").unwrap_or(&line); // removes that one byte
        (&conn).write_all(text)?; // `&TcpStream` can be read and written

        let mut line = Vec::new();
        reader.by_ref().take(LIMIT).read_until(b'\n', &mut line)?; // at most LIMIT bytes of a line
        let word = line.trim_ascii(); // removes all white space at both ends

        let mut others = Vec::new();
        for line in reader.split(b'\n') {
            others.push(line?); // without its newline; `lines` would require UTF-8
        }
        // ANCHOR_END: calls
        assert_eq!((text, word), (&b"one"[..], &b"two"[..]));
        assert_eq!(others, [&b"three"[..], b"four", b"fi"]);
        Ok(())
    }
}

mod where_is_the_second_line {
    use super::*;

    // ANCHOR: where-is-the-second-line
    pub fn main() -> io::Result<()> {
        let (mut client, mut conn) = pair()?;
        client.write_all(b"one\ntwo\n")?;
        let mut line = String::new();
        BufReader::new(&conn).read_line(&mut line)?;
        println!("{line:?}");
        let n = conn.read(&mut [0; 1024])?;
        println!("{n} bytes");
        Ok(())
    }
    // ANCHOR_END: where-is-the-second-line
}

mod a_line_ending_in_two_pieces {
    // ANCHOR: a-line-ending-in-two-pieces
    pub fn main() {
        let pieces = ["abc\r", "\ndef\r\n"];
        println!("{:?}", pieces.map(|piece| piece.replace("\r\n", "\n")).concat());
        println!("{:?}", pieces.concat().replace("\r\n", "\n"));
    }
    // ANCHOR_END: a-line-ending-in-two-pieces
}

mod a_line_that_does_not_end {
    use super::*;

    // ANCHOR: a-line-that-does-not-end
    pub fn main() -> io::Result<()> {
        let (mut client, conn) = pair()?;
        client.write_all(&[b'x'; 10])?;
        let mut reader = BufReader::new(conn);
        let mut line = String::new();
        reader.by_ref().take(6).read_line(&mut line)?;
        println!("{line:?}");
        reader.read_line(&mut line)?;
        println!("{line:?}");
        Ok(())
    }
    // ANCHOR_END: a-line-that-does-not-end
}
