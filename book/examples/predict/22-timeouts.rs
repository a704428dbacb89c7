//! Experiments with time limits, and with the end of one direction.

// ANCHOR: begin
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(server.local_addr()?)?;
    let (conn, _) = server.accept()?;
    Ok((client, conn))
}
// ANCHOR_END: begin

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("whose-answer", whose_answer::main),
    Experiment::varies(
        "how-long-does-this-take",
        how_long_does_this_take::main,
        "Two seconds. No receive waited much longer than 0.1 seconds, so none timed out.",
        two_seconds_or_more,
    ),
    Experiment::same("after-the-last-word", after_the_last_word::main),
];

fn two_seconds_or_more(said: &str) -> bool {
    let seconds = said.trim_end().parse();
    // On a very busy machine, a pause may become longer than the limit.
    seconds.map_or(said.contains("kind: WouldBlock"), |seconds: f64| seconds >= 2.0)
}

mod calls {
    use super::*;

    use std::net::Shutdown;
    use std::time::{Duration, Instant};

    use socket2::SockRef;

    pub fn main() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let limit = Duration::from_secs(10);
        // ANCHOR: calls
        let deadline = Instant::now() + limit; // fixed once, by a clock that is never set back
        let stream = TcpStream::connect_timeout(&listener.local_addr()?, limit)?; // one address
        let (mut conn, _) = listener.accept()?;

        let left = deadline.saturating_duration_since(Instant::now()); // 0 when it is over
        stream.set_write_timeout(Some(left))?; // for each later write; 0 is an error
        stream.set_read_timeout(Some(left))?; // for each later read
        let no_time = stream.set_read_timeout(Some(Duration::ZERO));
        stream.set_read_timeout(None)?; // no limit
        SockRef::from(&stream).set_keepalive(true)?; // detects a dead peer, not a silent one

        stream.shutdown(Shutdown::Write)?; // the end of what you send; you may go on reading
        let n = conn.read(&mut [0; 1024])?;
        // ANCHOR_END: calls
        assert_eq!(no_time.map_err(|error| error.kind()), Err(io::ErrorKind::InvalidInput));
        assert_eq!(n, 0);
        Ok(())
    }
}

mod whose_answer {
    use super::*;

    // ANCHOR: whose-answer
    use std::time::Duration;

    pub fn main() -> io::Result<()> {
        let (mut client, mut conn) = pair()?;
        let mut buffer = [0; 4];
        client.set_read_timeout(Some(Duration::from_millis(100)))?;
        client.write_all(b"one\n")?;
        if client.read(&mut buffer).is_err() {
            println!("no answer in time");
        }
        conn.write_all(b"ONE\n")?;
        client.write_all(b"two\n")?;
        conn.write_all(b"TWO\n")?;
        let n = client.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: whose-answer
}

mod how_long_does_this_take {
    use super::*;

    // ANCHOR: how-long-does-this-take
    use std::thread;
    use std::time::{Duration, Instant};

    fn drip(mut client: TcpStream) -> io::Result<()> {
        for _ in 0..20 {
            client.write_all(b"x")?;
            thread::sleep(Duration::from_millis(100));
        }
        client.write_all(b"\n")
    }

    pub fn main() -> io::Result<()> {
        let (client, mut conn) = pair()?;
        conn.set_read_timeout(Some(Duration::from_secs(1)))?;
        let (begun, mut line) = (Instant::now(), Vec::new());
        thread::spawn(|| drip(client));
        let mut buffer = [0; 100];
        while !line.ends_with(b"\n") {
            let n = conn.read(&mut buffer)?;
            line.extend(&buffer[..n]);
        }
        println!("{}", begun.elapsed().as_secs_f64());
        Ok(())
    }
    // ANCHOR_END: how-long-does-this-take
}

mod after_the_last_word {
    use super::*;

    // ANCHOR: after-the-last-word
    use std::net::Shutdown;

    pub fn main() -> io::Result<()> {
        let (mut client, mut conn) = pair()?;
        client.write_all(b"bye")?;
        client.shutdown(Shutdown::Write)?;
        let mut buffer = [0; 100];
        for _ in 0..2 {
            let n = conn.read(&mut buffer)?;
            println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        }
        conn.write_all(b"see you")?;
        let n = client.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: after-the-last-word
}
