//! Lesson 24, Async: the server. Lesson 23's chat once more, with a task where there were two
//! threads, and room for as many members as the system gives descriptors.

mod codec;
mod room;

use std::env;
use std::io::{self, ErrorKind};
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use rustix::process::{Resource, getrlimit, setrlimit};
use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::io::AsyncWriteExt;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio::{select, time};
use tokio_util::codec::FramedRead;

use codec::Json;
use room::{Queue, Room, Told};

/// The longest text, in bytes.
const MAX_TEXT: usize = 4096;

/// How long a good-bye to all may take (lesson 23 says why so little is enough), and how long one
/// who leaves may take to hear the rest.
const GRACE: Duration = Duration::from_millis(250);
const LAST_WORDS: Duration = Duration::from_secs(10);

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(100);

/// What a client may say.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Join(String),
    Say(String),
    /// With `true`, or whatever there is.
    Quit(IgnoredAny),
}

// One thread is enough here: a chat waits nearly all the time. With more of them, tasks would move
// between threads, and nothing in this file would change.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("async-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Lets clients in at `address`, until it is told to stop.
async fn run(address: &str) -> io::Result<()> {
    raise_the_limit();
    let listener = TcpListener::bind(address).await?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let room = Arc::new(Room::default());

    // Nobody ever sends anything on this channel. Each member's task holds a sender, and when the
    // last of them is gone, `recv` says so.
    let (member, mut members) = mpsc::channel::<()>(1);

    loop {
        // A connection, or the end, whichever comes first. Both calls may lose this race without
        // losing anything: whoever was not accepted waits in the kernel's queue.
        let accepted = select! {
            accepted = listener.accept() => accepted,
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
        };
        let (stream, peer) = match accepted {
            Ok(client) => client,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) => {
                eprintln!("accept: {error}");
                // Tokio's `sleep`: `std`'s would put the thread to sleep, and all tasks with it.
                time::sleep(REST).await;
                continue;
            }
        };
        let (room, member) = (Arc::clone(&room), member.downgrade());
        // Some hundred bytes, where a thread has a stack. There is no error to handle, either.
        tokio::spawn(async move {
            if let Err(error) = serve(stream, &room, member).await {
                eprintln!("{peer}: {error}");
            }
        });
    }

    room.close();
    drop(member);
    // Around whatever waits, a limit: lesson 22 had to set it on the socket, call by call.
    let _ = time::timeout(GRACE, members.recv()).await;
    Ok(())
}

/// Each member needs a descriptor. How many a process may have is a soft limit, often 1,024, which
/// it may raise by itself as far as the hard one (getrlimit(2)).
fn raise_the_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        // Then it is fewer members, and no reason not to begin.
        eprintln!("descriptors: {error}");
    }
}

/// Lets one client join, and is with it until it leaves, in whatever way.
async fn serve(stream: TcpStream, room: &Room, member: mpsc::WeakSender<()>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (reader, mut writer) = stream.into_split();
    let mut said = FramedRead::new(reader, Json::<Said>::new());

    let joined = match said.next().await {
        None => return Ok(()),
        Some(Ok(Said::Join(name))) => room.join(&name),
        Some(Ok(_)) => Err("join first"),
        Some(Err(error)) if error.kind() == ErrorKind::InvalidData => Err("no frame of this chat"),
        Some(Err(error)) => return Err(error),
    };
    let queue = match joined {
        Ok(queue) => queue,
        Err(why) => {
            writer.write_all(&Told::Error(why).frame()).await?;
            return writer.shutdown().await;
        }
    };
    // Until now this was a weak reference, which keeps no channel open: members are waited for at
    // the end, visitors are not.
    let _member = member.upgrade();
    let id = queue.id;

    // Two things to do for this member, side by side, and one task does both: each future goes on
    // where the other one waits. Neither is made anew in a loop, so neither can lose its place.
    let mut speaking = pin!(speak(writer, queue));
    let ended = select! {
        ended = converse(&mut said, room, id) => ended,
        // The member was dropped, or cannot be written to. Then nobody listens to it any more.
        ended = &mut speaking => {
            room.leave(id);
            return ended;
        }
    };
    room.leave(id);
    // The room has let go of the queue, so this comes to an end: with the last frame in it.
    time::timeout(LAST_WORDS, speaking).await??;
    ended
}

/// Passes on what a member says, until it has said its last word.
async fn converse(
    said: &mut FramedRead<OwnedReadHalf, Json<Said>>,
    room: &Room,
    member: u64,
) -> io::Result<()> {
    while let Some(next) = said.next().await {
        match next? {
            Said::Say(text) if text.len() <= MAX_TEXT => room.say(member, &text),
            Said::Quit(_) => return Ok(()),
            _ => return Err(io::Error::new(ErrorKind::InvalidData, "not now, or too long")),
        }
    }
    Ok(())
}

/// Writes what a member is to hear, until the room has no more for it, or has dropped it.
async fn speak(mut writer: OwnedWriteHalf, mut queue: Queue) -> io::Result<()> {
    while let Some(frames) = queue.next().await {
        select! {
            written = writer.write_all(&frames) => written?,
            // `write_all` may lose half a frame in this race. That does not matter to somebody who
            // has lost everything. (Dropped, this half of the socket says FIN by itself.)
            () = queue.is_dropped() => {
                return Err(io::Error::new(ErrorKind::TimedOut, "does not read"));
            }
        }
        queue.is_done_with(&frames);
    }
    writer.shutdown().await
}
