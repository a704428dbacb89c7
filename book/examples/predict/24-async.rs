//! Experiments with tasks: a pause that blocks, a future that loses a race, and a limit.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::varies(
        "who-is-first",
        || {
            who_is_first::main();
            Ok(())
        },
        "`a`, `b`, `c`, and `0.3`: one after the other.",
        one_after_the_other,
    ),
    Experiment::same("what-the-loser-lost", || {
        what_the_loser_lost::main();
        Ok(())
    }),
    Experiment::varies(
        "how-many",
        || {
            how_many::main();
            Ok(())
        },
        "the soft limit and the hard one",
        |said| said.starts_with("Rlimit { current: ") && said.contains(" maximum: "),
    ),
];

fn one_after_the_other(said: &str) -> bool {
    let seconds = said.strip_prefix("a\nb\nc\n").and_then(|rest| rest.trim_end().parse().ok());
    seconds.is_some_and(|seconds: f32| seconds >= 0.3)
}

mod calls {
    use std::io;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::{select, task, time};

    #[tokio::main(flavor = "current_thread")]
    pub async fn main() -> io::Result<()> {
        // ANCHOR: calls
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            // A task. It runs while `main` waits at an `await`.
            let (mut stream, _) = listener.accept().await?;
            let mut question = [0; 4];
            stream.read_exact(&mut question).await?; // dropped half-way, it loses what it has read
            stream.write_all(b"pong").await // waits until there is room
        });

        let mut client = TcpStream::connect(address).await?;
        client.write_all(b"ping").await?;
        let mut answer = [0; 4];
        // The first to finish. The other is dropped.
        select! {
            read = client.read_exact(&mut answer) => { read?; }
            () = time::sleep(Duration::from_secs(10)) => return Err(io::ErrorKind::TimedOut.into()),
        }
        // A limit for any future. A task can also be ended by its handle: `server.abort()`.
        let ended = time::timeout(Duration::from_secs(10), server).await;
        let sum = task::spawn_blocking(|| (1..=1000).sum::<u32>()).await?; // on another thread
        // ANCHOR_END: calls
        assert!(matches!(ended, Ok(Ok(Ok(())))));
        assert_eq!((&answer, sum), (b"pong", 500_500));
        Ok(())
    }
}

mod who_is_first {
    // ANCHOR: who-is-first
    use std::thread;
    use std::time::{Duration, Instant};

    async fn say(word: &str) {
        thread::sleep(Duration::from_millis(100));
        println!("{word}");
    }

    #[tokio::main(flavor = "current_thread")]
    pub async fn main() {
        let begun = Instant::now();
        tokio::join!(say("a"), say("b"), say("c"));
        println!("{:.1}", begun.elapsed().as_secs_f32());
    }
    // ANCHOR_END: who-is-first
}

mod what_the_loser_lost {
    // ANCHOR: what-the-loser-lost
    use std::time::Duration;

    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
    use tokio::{select, time};

    async fn line(keys: &mut UnboundedReceiver<char>) -> String {
        let mut begun = String::new();
        while let Some(key) = keys.recv().await {
            begun.push(key);
            if key == '\n' {
                break;
            }
        }
        begun
    }

    async fn news() -> &'static str {
        time::sleep(Duration::from_millis(100)).await;
        "* bob joined"
    }

    async fn race(keys: &mut UnboundedReceiver<char>) {
        select! {
            line = line(keys) => println!("{line:?}"),
            news = news() => println!("{news:?}"),
        }
    }

    #[tokio::main(flavor = "current_thread")]
    pub async fn main() {
        let (keyboard, mut keys) = unbounded_channel();
        for key in "hel".chars() {
            keyboard.send(key).expect("there is a receiver");
        }
        race(&mut keys).await;
        for key in "lo\n".chars() {
            keyboard.send(key).expect("there is a receiver");
        }
        race(&mut keys).await;
    }
    // ANCHOR_END: what-the-loser-lost
}

mod how_many {
    // ANCHOR: how-many
    use rustix::process::{Resource, getrlimit};

    pub fn main() {
        println!("{:?}", getrlimit(Resource::Nofile));
    }
    // ANCHOR_END: how-many
}
