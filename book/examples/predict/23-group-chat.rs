//! Experiments with a room: a member that does not read, one that has gone, and two of one name.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::varies(
        "how-much-fits",
        how_much_fits::main,
        "Nothing fails: a peer that does not read is not an error.",
        |said| said.trim_end().parse().is_ok_and(|sent: usize| sent >= 4096),
    ),
    Experiment::same("who-hears-it", who_hears_it::main),
    Experiment::same("two-alices", || {
        two_alices::main();
        Ok(())
    }),
];

mod calls {
    use std::io::{self, Read};
    use std::net::{Shutdown, TcpListener, TcpStream};
    use std::sync::Mutex;
    use std::sync::mpsc::{self, TrySendError};
    use std::thread;

    use serde::Deserialize;
    use serde_json::json;

    pub fn main() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let stream = TcpStream::connect(listener.local_addr()?)?;
        let mut copy = stream.try_clone()?;
        // ANCHOR: calls
        #[derive(Deserialize)]
        #[serde(rename_all = "lowercase")]
        enum Said {
            Join(String), // {"join": "alice"}
            Say(String),  // {"say": "hello"}; any other frame is an error
        }
        let said: Said = serde_json::from_slice(br#"{"say": "hello"}"#)?;
        let (Said::Join(text) | Said::Say(text)) = said;
        let at = jiff::Timestamp::now().to_string(); // 2026-11-30T09:30:00.123Z
        let news = serde_json::to_vec(&json!({ "text": text, "at": at }))?;

        let (queue, frames) = mpsc::sync_channel(1); // room for one; `channel()` has no limit
        let members = Mutex::new(vec![queue]);
        let is_slow = {
            let list = members.lock().expect("no thread has panicked");
            list[0].try_send(news.clone()).expect("it has room"); // never waits
            matches!(list[0].try_send(news), Err(TrySendError::Full(_)))
        }; // the guard is dropped: no lock while a thread writes to a socket

        let reader = thread::Builder::new().spawn(move || copy.read(&mut [0; 1024]))?;
        stream.shutdown(Shutdown::Both)?; // wakes the thread: its read returns 0
        let ended = reader.join();
        // ANCHOR_END: calls
        assert!(is_slow && matches!(ended, Ok(Ok(0))));
        assert!(frames.recv().is_ok_and(|frame| frame.starts_with(b"{")));
        Ok(())
    }
}

mod how_much_fits {
    // ANCHOR: how-much-fits
    use std::io::{self, Write};
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let _client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        conn.set_write_timeout(Some(Duration::from_secs(1)))?;
        let mut sent = 0;
        while let Ok(n) = conn.write(&[b'x'; 4096]) {
            sent += n;
        }
        println!("{sent}");
        Ok(())
    }
    // ANCHOR_END: how-much-fits
}

mod who_hears_it {
    // ANCHOR: who-hears-it
    use std::io::{self, Write};
    use std::os::unix::net::UnixStream;

    fn tell(members: &mut [UnixStream]) -> io::Result<()> {
        for member in members {
            member.write_all(b"hello")?;
        }
        Ok(())
    }

    pub fn main() -> io::Result<()> {
        let (to_alice, alice) = UnixStream::pair()?;
        let (to_bob, bob) = UnixStream::pair()?;
        let (to_carol, carol) = UnixStream::pair()?;
        drop(bob);
        let mut members = [to_alice, to_bob, to_carol];
        if tell(&mut members).is_err() {
            println!("one has gone");
        }
        drop(members);
        println!("{:?}", io::read_to_string(alice)?);
        println!("{:?}", io::read_to_string(carol)?);
        Ok(())
    }
    // ANCHOR_END: who-hears-it
}

mod two_alices {
    // ANCHOR: two-alices
    use std::collections::HashMap;

    pub fn main() {
        let mut members = HashMap::new();
        members.insert("alice", "the socket of the first");
        members.insert("alice", "the socket of the second");
        println!("{members:?}");
    }
    // ANCHOR_END: two-alices
}
