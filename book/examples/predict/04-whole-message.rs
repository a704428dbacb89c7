//! Experiments with a client that does not read: how many bytes does one write pass to the kernel?

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::varies(
        "as-much-as-fits",
        as_much_as_fits::main,
        "A second, smaller number may follow.",
        smaller_numbers_and_an_error,
    ),
    Experiment::varies(
        "the-same-with-a-socket-that-blocks",
        the_same_with_a_socket_that_blocks::main,
        "Then it prints `ring`, and about as many bytes as experiment 1 could send in all.",
        a_ring_and_a_part,
    ),
    Experiment::not_played("by-hand", by_hand::main),
];

fn smaller_numbers_and_an_error(said: &str) -> bool {
    let Some((numbers, error)) = said.split_once("Error: ") else { return false };
    let numbers: Vec<usize> = numbers.lines().filter_map(|line| line.parse().ok()).collect();
    let is_part = (1..8_000_000).contains(&numbers.iter().sum::<usize>());
    is_part && numbers.first() == numbers.iter().max() && error.contains("WouldBlock")
}

fn a_ring_and_a_part(said: &str) -> bool {
    let number = said.strip_prefix("ring\n").and_then(|rest| rest.trim_end().parse().ok());
    number.is_some_and(|number: usize| (1..8_000_000).contains(&number))
}

mod calls {
    use std::io::{self, BufRead, BufReader, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut stream = TcpStream::connect(listener.local_addr()?)?;
        let (conn, _) = listener.accept()?;
        let message = b"251000\nand the rest";
        // ANCHOR: calls
        let taken = stream.write(message)?; // some of the bytes, and how many
        stream.write_all(&message[taken..])?; // the rest, in as many writes as it takes
        drop(stream);

        let mut reader = BufReader::new(conn);
        let mut line = String::new();
        reader.read_line(&mut line)?; // to the newline, in as many reads as it takes
        let count: u64 = line.trim_end().parse().map_err(io::Error::other)?; // a number, or an error

        let mut buffer = [0; 4096];
        let mut received = 0;
        loop {
            match reader.read(&mut buffer)? {
                0 => break, // the end of the stream
                n => received += n,
            }
        }
        // ANCHOR_END: calls
        assert_eq!((count, received), (251_000, "and the rest".len()));
        Ok(())
    }
}

mod as_much_as_fits {
    // ANCHOR: as-much-as-fits
    use std::io::{self, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let _client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        let message = vec![0; 8_000_000];
        conn.set_nonblocking(true)?;
        let mut sent = 0;
        while sent < message.len() {
            let taken = conn.write(&message[sent..])?;
            sent += taken;
            println!("{taken}");
        }
        Ok(())
    }
    // ANCHOR_END: as-much-as-fits
}

mod the_same_with_a_socket_that_blocks {
    // ANCHOR: the-same-with-a-socket-that-blocks
    use std::io::{self, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use nix::unistd::alarm;
    use signal_hook::{consts::SIGALRM, flag};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let _client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        let rings = Arc::new(AtomicBool::new(false));
        flag::register(SIGALRM, Arc::clone(&rings))?;
        alarm::set(2);
        let taken = conn.write(&vec![0; 8_000_000])?;
        if rings.load(Ordering::Relaxed) {
            println!("ring");
        }
        println!("{taken}");
        Ok(())
    }
    // ANCHOR_END: the-same-with-a-socket-that-blocks
}

mod by_hand {
    // ANCHOR: by-hand
    use std::io::{self, Write};
    use std::net::TcpStream;

    pub fn main() -> io::Result<()> {
        let mut client = TcpStream::connect("127.0.0.1:8888")?;
        client.write_all(b"8000000\n")?;
        println!("Now stop the server and let it go on. Then press Enter:");
        io::stdin().read_line(&mut String::new())?;
        println!("{}", io::copy(&mut client, &mut io::sink())?);
        Ok(())
    }
    // ANCHOR_END: by-hand
}
