//! Experiments with a signal during `accept`, and with a buffer that is too small for a datagram.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::varies(
        "a-flag",
        a_flag::main,
        "At 0.5 the handler runs and sets the flag, and `accept` goes on waiting.",
        // An interrupted `accept` would print 0.5. On a very busy machine, the program may not reach
        // `accept` before the signal.
        |said| said.trim_end().parse().is_ok_and(|seconds: f32| seconds > 0.5),
    ),
    Experiment::same("ten-thousand-bytes", ten_thousand_bytes::main),
];

mod calls {
    use std::io::{self, Read, Write};
    use std::net::{Shutdown, TcpListener, TcpStream};
    use std::thread;

    use signal_hook::consts::SIGTERM;
    use signal_hook::iterator::Signals;

    pub fn main() -> io::Result<()> {
        // ANCHOR: calls
        let mut signals = Signals::new([SIGTERM])?; // from now on a signal does not end the program
        let handle = signals.handle();
        let waiting = thread::spawn(move || {
            for signal in signals.forever() {
                println!("stop: {signal}"); // an ordinary thread: it may print, or take a lock
            }
        });
        handle.close(); // ends the iteration
        let joined = waiting.join();

        let listener = TcpListener::bind("127.0.0.1:0")?; // with SO_REUSEADDR, and std's backlog
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        client.write_all(b"last words")?;
        let (mut conn, _) = listener.accept()?;
        drop(listener); // no more clients; those that were accepted stay
        conn.shutdown(Shutdown::Read)?; // reads return what has arrived, and then the end
        let mut rest = Vec::new();
        conn.read_to_end(&mut rest)?;
        // ANCHOR_END: calls
        assert!(joined.is_ok());
        assert_eq!(rest, b"last words");
        Ok(())
    }
}

mod a_flag {
    // ANCHOR: a-flag
    use std::net::{TcpListener, TcpStream};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};
    use std::{io, thread};

    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    use signal_hook::{consts::SIGTERM, flag};

    pub fn main() -> io::Result<()> {
        let stopping = Arc::new(AtomicBool::new(false));
        flag::register(SIGTERM, Arc::clone(&stopping))?;

        let server = TcpListener::bind("127.0.0.1:0")?;
        let address = server.local_addr()?;
        let began = Instant::now();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(500));
            kill(Pid::this(), Signal::SIGTERM)?;
            thread::sleep(Duration::from_secs(1));
            TcpStream::connect(address)
        });
        while !stopping.load(Ordering::Relaxed) {
            server.accept()?;
        }
        println!("{:.1}", began.elapsed().as_secs_f32());
        Ok(())
    }
    // ANCHOR_END: a-flag
}

mod ten_thousand_bytes {
    // ANCHOR: ten-thousand-bytes
    use std::io;
    use std::net::UdpSocket;

    pub fn main() -> io::Result<()> {
        let server = UdpSocket::bind("127.0.0.1:0")?;
        let client = UdpSocket::bind("127.0.0.1:0")?;
        client.send_to(&[b'x'; 10_000], server.local_addr()?)?;

        let mut packet = [0; 8192];
        let (n, sender) = server.recv_from(&mut packet)?;
        server.send_to(&packet[..n], sender)?;
        println!("{}", client.recv(&mut [0; 65_536])?);
        Ok(())
    }
    // ANCHOR_END: ten-thousand-bytes
}
