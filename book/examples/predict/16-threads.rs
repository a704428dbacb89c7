//! Experiments with threads: a lock during a send, and the end of the main thread.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("who-waits-for-whom", who_waits_for_whom::main),
    Experiment::varies(
        "the-end-of-the-main-thread",
        || {
            the_end_of_the_main_thread::main();
            Ok(())
        },
        "In Rust the program ends when `main` returns, even if other threads are still running",
        |said| said == "main ends\n",
    ),
];

mod calls {
    use std::io;
    use std::sync::{Arc, Mutex};
    use std::thread;

    pub fn main() -> io::Result<()> {
        // ANCHOR: calls
        let names = Arc::new(Mutex::new(Vec::new())); // shared; the lock owns what it protects
        let for_thread = Arc::clone(&names); // a second owner, for the thread

        let handle = thread::spawn(move || {
            // `move`: the thread owns what it uses. `lock` waits until no other thread has it.
            let mut names = for_thread.lock().expect("no thread has panicked");
            names.push("alice");
        }); // the guard is dropped, and the lock is free
        let result = handle.join(); // waits for the end; an error if the thread has panicked

        // `spawn` panics if the system has no more threads. The builder returns an error.
        let handle = thread::Builder::new().spawn(|| "done")?;
        drop(handle); // the thread runs on
        // ANCHOR_END: calls
        assert!(result.is_ok());
        assert_eq!(*names.lock().expect("no thread has panicked"), ["alice"]);
        Ok(())
    }
}

mod who_waits_for_whom {
    // ANCHOR: who-waits-for-whom
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::Mutex;
    use std::thread;
    use std::time::Duration;

    static LOCK: Mutex<()> = Mutex::new(());

    fn pair() -> io::Result<(TcpStream, TcpStream)> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let client = TcpStream::connect(server.local_addr()?)?;
        let (conn, _) = server.accept()?;
        Ok((client, conn))
    }

    fn answer(mut conn: TcpStream, size: usize) -> io::Result<()> {
        let _guard = LOCK.lock().expect("no thread has panicked");
        conn.write_all(&vec![b'x'; size])
    }

    pub fn main() -> io::Result<()> {
        let (alice, to_alice) = pair()?;
        let (mut bob, to_bob) = pair()?;
        bob.set_read_timeout(Some(Duration::from_secs(1)))?;
        thread::spawn(|| answer(to_alice, 50_000_000));
        alice.peek(&mut [0])?; // her answer has begun
        thread::spawn(|| answer(to_bob, 2));
        let mut buffer = [0; 2];
        bob.read_exact(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer));
        Ok(())
    }
    // ANCHOR_END: who-waits-for-whom
}

mod the_end_of_the_main_thread {
    // ANCHOR: the-end-of-the-main-thread
    use std::thread;
    use std::time::Duration;

    pub fn main() {
        thread::spawn(|| {
            thread::sleep(Duration::from_secs(3));
            println!("done");
        });
        println!("main ends");
    }
    // ANCHOR_END: the-end-of-the-main-thread
}
