//! Lesson 24, Async: the server. It is lesson 23's chat with one task in place of two threads. It holds
//! as many members as the system allows descriptors.

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
use room::{Event, Queue, Room};

/// The longest text, in bytes.
const MAX_TEXT: usize = 4096;

/// How long the good-byes may take (lesson 23 says why so little is enough), and how long a member
/// that leaves may take to read the rest.
const GRACE: Duration = Duration::from_millis(250);
const LAST_WORDS: Duration = Duration::from_secs(10);

/// How long the server sleeps after an `accept` that failed because a resource was missing.
const REST: Duration = Duration::from_millis(100);

/// The frames that a client may send.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Request {
    Join(String),
    Say(String),
    /// With any value, such as `true`.
    Quit(IgnoredAny),
}

// One thread is enough: a chat waits nearly all the time. With several threads, tasks would move
// between them, and nothing in this file would change.
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

/// Opens a room at `address`, until SIGTERM.
async fn run(address: &str) -> io::Result<()> {
    raise_the_limit();
    let listener = TcpListener::bind(address).await?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let room = Arc::new(Room::default());

    // No task ever sends anything on this channel. Each member's task holds a sender, and `recv`
    // returns when the last of them is dropped.
    let (member, mut members) = mpsc::channel::<()>(1);

    loop {
        // Wait for a connection or a signal. All these calls may lose this race without losing data: a
        // client that was not accepted waits in the kernel's queue.
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
                // Use Tokio's `sleep`. std's would put the thread to sleep, with all tasks.
                time::sleep(REST).await;
                continue;
            }
        };
        let (room, member) = (Arc::clone(&room), member.downgrade());
        // A task costs some hundred bytes, where a thread needs a stack. Spawning one cannot fail.
        tokio::spawn(async move {
            if let Err(error) = serve(stream, &room, member).await {
                eprintln!("{peer}: {error}");
            }
        });
    }

    room.close();
    drop(member);
    // `timeout` limits any future. Lesson 22 had to set a limit on the socket, call by call.
    let _ = time::timeout(GRACE, members.recv()).await;
    Ok(())
}

/// Raises the limit of descriptors, because each member needs one. The soft limit is often 1,024,
/// and a process may raise it as far as the hard one (getrlimit(2)).
fn raise_the_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        // Start anyway, with room for fewer members.
        eprintln!("descriptors: {error}");
    }
}

/// Lets one client join, and serves it until it leaves, in any way.
async fn serve(stream: TcpStream, room: &Room, member: mpsc::WeakSender<()>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (reader, mut writer) = stream.into_split();
    let mut requests = FramedRead::new(reader, Json::<Request>::new());

    let joined = match requests.next().await {
        None => return Ok(()),
        Some(Ok(Request::Join(name))) => room.join(&name),
        Some(Ok(_)) => Err("join first"),
        Some(Err(error)) if error.kind() == ErrorKind::InvalidData => Err("not a chat frame"),
        Some(Err(error)) => return Err(error),
    };
    let queue = match joined {
        Ok(queue) => queue,
        Err(why) => {
            writer.write_all(&Event::Error(why).frame()).await?;
            return writer.shutdown().await;
        }
    };
    // Until now this was a weak reference, which does not keep the channel open. At the end the
    // server waits for members, and not for clients that have not joined.
    let _member = member.upgrade();
    let id = queue.id;

    // One task does two things for this member: each future makes progress while the other one waits.
    // Both are made once and not in a loop, so neither can lose its position.
    let mut writing = pin!(write_frames(writer, queue));
    let ended = select! {
        ended = converse(&mut requests, room, id) => ended,
        // The room has dropped the member, or a write has failed. Do not read from it any more.
        ended = &mut writing => {
            room.leave(id);
            return ended;
        }
    };
    room.leave(id);
    // The room has dropped its end of the queue, so this ends after the last frame.
    time::timeout(LAST_WORDS, writing).await??;
    ended
}

/// Passes on a member's lines until it quits or its stream ends.
async fn converse(
    requests: &mut FramedRead<OwnedReadHalf, Json<Request>>,
    room: &Room,
    member: u64,
) -> io::Result<()> {
    while let Some(next) = requests.next().await {
        match next? {
            Request::Say(text) if text.len() <= MAX_TEXT => room.say(member, &text),
            Request::Quit(_) => return Ok(()),
            _ => return Err(io::Error::new(ErrorKind::InvalidData, "not now, or too long")),
        }
    }
    Ok(())
}

/// Writes a member's frames until its queue ends, or the room drops the member.
async fn write_frames(mut writer: OwnedWriteHalf, mut queue: Queue) -> io::Result<()> {
    while let Some(frames) = queue.next().await {
        select! {
            written = writer.write_all(&frames) => written?,
            // `write_all` may lose half a frame in this race. That does not matter, because this
            // member gets nothing more. (Dropping this half of the socket sends a FIN.)
            () = queue.until_dropped() => {
                return Err(io::Error::new(ErrorKind::TimedOut, "does not read"));
            }
        }
        queue.release(&frames);
    }
    writer.shutdown().await
}
