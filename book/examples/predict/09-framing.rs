//! Experiments with frames: the order of a header, an end inside a frame, and two readers.

// ANCHOR: begin
use std::io::{self, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(server.local_addr()?)?;
    let (conn, _) = server.accept()?;
    conn.set_read_timeout(Some(Duration::from_secs(1)))?;
    Ok((client, conn))
}

fn frame(payload: &[u8]) -> Vec<u8> {
    [&(payload.len() as u32).to_be_bytes(), payload].concat()
}
// ANCHOR_END: begin

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("five-the-wrong-way-round", || {
        five_the_wrong_way_round::main();
        Ok(())
    }),
    Experiment::same("the-end-of-the-stream", the_end_of_the_stream::main),
    Experiment::same("two-readers", two_readers::main),
];

mod calls {
    use super::*;

    pub fn main() -> io::Result<()> {
        let (mut client, conn) = pair()?;
        client.write_all(&[frame(b"hello"), frame(b"hi")].concat())?;
        drop(client);
        // ANCHOR: calls
        /// The payload of one frame. `source` can be a socket, a file or a byte slice.
        fn payload(source: &mut impl Read) -> io::Result<Vec<u8>> {
            let mut header = [0; 4];
            source.read_exact(&mut header)?; // all four bytes, or an error
            let length = u32::from_be_bytes(header); // most significant byte first
            let mut payload = Vec::new();
            source.take(length.into()).read_to_end(&mut payload)?; // fewer if the stream ends
            Ok(payload)
        }
        let mut reader = BufReader::new(conn); // reads ahead, and returns what you ask for
        let mut first = payload(&mut reader)?;
        let second = payload(&mut reader)?; // from the same reader
        first.make_ascii_uppercase(); // ASCII letters only
        // ANCHOR_END: calls
        assert_eq!((&first[..], &second[..]), (&b"HELLO"[..], &b"hi"[..]));
        Ok(())
    }
}

mod five_the_wrong_way_round {
    // ANCHOR: five-the-wrong-way-round
    pub fn main() {
        println!("{}", u32::from_le_bytes(5_u32.to_be_bytes()));
    }
    // ANCHOR_END: five-the-wrong-way-round
}

mod the_end_of_the_stream {
    use super::*;

    // ANCHOR: the-end-of-the-stream
    pub fn main() -> io::Result<()> {
        let (mut client, conn) = pair()?;
        client.write_all(&frame(b"hello")[..6])?;
        drop(client);
        for size in [4, 5, 5] {
            let mut data = Vec::new();
            (&conn).take(size).read_to_end(&mut data)?;
            println!("\"{}\"", data.escape_ascii());
        }
        Ok(())
    }
    // ANCHOR_END: the-end-of-the-stream
}

mod two_readers {
    use super::*;

    // ANCHOR: two-readers
    pub fn main() -> io::Result<()> {
        let (mut client, conn) = pair()?;
        client.write_all(&[frame(b"hello"), frame(b"hi")].concat())?;
        for size in [9, 6] {
            let mut data = vec![0; size];
            BufReader::new(&conn).read_exact(&mut data)?;
            println!("\"{}\"", data.escape_ascii());
        }
        Ok(())
    }
    // ANCHOR_END: two-readers
}
