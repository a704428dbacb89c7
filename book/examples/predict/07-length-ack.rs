//! Experiments with a length in digits: where it ends, what it counts, and what a receive counts.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("two-sends", two_sends::main),
    Experiment::varies(
        "how-much-is-a-receive",
        how_much_is_a_receive::main,
        "It is never more, and on a busy machine it can be less.",
        at_most_all,
    ),
    Experiment::same("how-long-is-it", || {
        how_long_is_it::main();
        Ok(())
    }),
];

fn at_most_all(said: &str) -> bool {
    said.trim_end().parse().is_ok_and(|number: u32| (1..=100_000).contains(&number))
}

mod calls {
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut stream = TcpStream::connect(listener.local_addr()?)?;
        let (mut conn, _) = listener.accept()?;
        conn.write_all(b"OKthe answer")?;
        // ANCHOR: calls
        let data = "你好".as_bytes();
        stream.write_all(data.len().to_string().as_bytes())?; // `6`: bytes, not characters

        let mut word = [0; 2];
        stream.read_exact(&mut word)?; // `OK`, in however many pieces

        let mut left: u64 = "10".parse().map_err(io::Error::other)?; // digits, or an error
        let mut buffer = [0; 4096];
        while left > 0 {
            let most = buffer.len().min(left as usize); // what follows is the next answer's
            match stream.read(&mut buffer[..most])? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()), // the server has gone
                n => left -= n as u64,
            }
        }
        // ANCHOR_END: calls
        assert_eq!((&word, &buffer[..10]), (b"OK", &b"the answer"[..]));
        Ok(())
    }
}

mod two_sends {
    // ANCHOR: two-sends
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        let answer = "3 files left";
        conn.write_all(answer.len().to_string().as_bytes())?;
        conn.write_all(answer.as_bytes())?;
        let mut buffer = [0; 1024];
        let n = client.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: two-sends
}

mod how_much_is_a_receive {
    // ANCHOR: how-much-is-a-receive
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        conn.write_all(&[b'x'; 100_000])?;
        let (mut received, mut pieces) = (0, 0);
        while received < 100_000 {
            pieces += client.read(&mut [0; 30_000])?;
            received += 30_000; // sic
        }
        println!("{pieces}");
        Ok(())
    }
    // ANCHOR_END: how-much-is-a-receive
}

mod how_long_is_it {
    // ANCHOR: how-long-is-it
    pub fn main() {
        let text = "你好";
        let in_utf_16 = 2 * text.encode_utf16().count();
        println!("{} {} {in_utf_16}", text.chars().count(), text.len());
    }
    // ANCHOR_END: how-long-is-it
}
