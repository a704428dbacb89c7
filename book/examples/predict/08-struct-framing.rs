//! Experiments with a header of four bytes: its order, its pieces, and its claim.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("four-bytes-three-numbers", || {
        four_bytes_three_numbers::main();
        Ok(())
    }),
    Experiment::same("a-header-in-pieces", a_header_in_pieces::main),
    Experiment::not_played("an-empty-promise", an_empty_promise::main),
];

mod calls {
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut stream = TcpStream::connect(listener.local_addr()?)?;
        let (mut conn, _) = listener.accept()?;
        // ANCHOR: calls
        let body = "你好".as_bytes();
        let length = i32::try_from(body.len()).map_err(io::Error::other)?; // `as` would not fail
        let frame = [&length.to_le_bytes(), body].concat(); // lowest byte first
        conn.write_all(&frame)?; // header and body in one call

        let mut header = [0; 4];
        stream.read_exact(&mut header)?; // all four bytes, or an error
        let claimed = i32::from_le_bytes(header);
        let length = u64::try_from(claimed).map_err(io::Error::other)?; // refuses a negative length
        let mut received = Vec::new();
        stream.take(length).read_to_end(&mut received)?; // no more; fewer if the stream ends
        // ANCHOR_END: calls
        assert_eq!(received, body);
        Ok(())
    }
}

mod four_bytes_three_numbers {
    // ANCHOR: four-bytes-three-numbers
    pub fn main() {
        let data = (-2_i32).to_le_bytes();
        let (other_order, no_sign) = (i32::from_be_bytes(data), u32::from_le_bytes(data));
        println!("{} {other_order} {no_sign}", data.escape_ascii());
    }
    // ANCHOR_END: four-bytes-three-numbers
}

mod a_header_in_pieces {
    // ANCHOR: a-header-in-pieces
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        let frame = [&6_i32.to_le_bytes(), "你好".as_bytes()].concat();
        conn.write_all(&frame[..1])?;
        let mut header = [0; 4];
        let n = client.read(&mut header)?;
        conn.write_all(&frame[1..])?;
        println!("{n} of 4 bytes, length {}", i32::from_le_bytes(header));
        Ok(())
    }
    // ANCHOR_END: a-header-in-pieces
}

mod an_empty_promise {
    // ANCHOR: an-empty-promise
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        conn.write_all(&i32::MAX.to_le_bytes())?;
        let mut header = [0; 4];
        client.read_exact(&mut header)?;
        let length = i32::from_le_bytes(header) as usize;
        let buffer = vec![0_u8; length];
        println!("{}", buffer.len());
        Ok(())
    }
    // ANCHOR_END: an-empty-promise
}
