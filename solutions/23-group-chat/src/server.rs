//! Lesson 23, Group chat: the server. Everybody in the room hears what anybody in the room says,
//! all of them in the same order.
//!
//! Each member has two threads. One reads what the member says (lesson 16). The other writes what
//! the member is to hear, out of a queue. Between them stands the room, in `room.rs`: a list of
//! those queues behind a lock that nobody ever holds while waiting for a socket.

mod room;

use std::env;
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{self, ExitCode};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use framing_solution::read_frame;
use serde::Deserialize;
use serde::de::IgnoredAny;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use room::{Queue, Room, Told};

/// The longest text, in bytes.
const MAX_TEXT: usize = 4096;

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(100);

/// What a client may say: `{"join": "alice"}`, `{"say": "hello"}`, `{"quit": true}`.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Join(String),
    Say(String),
    /// With `true`, or whatever there is.
    Quit(IgnoredAny),
}

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("group-chat-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Lets clients in at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let room = Arc::new(Room::default());

    // A signal handler may do next to nothing (signal-safety(7)), and certainly not lock a room.
    // signal-hook's handler writes a byte into a pipe, and this thread reads it: from there on, a
    // signal is an ordinary message.
    let mut signals = Signals::new([SIGTERM, SIGINT])?;
    let closing = Arc::clone(&room);
    thread::Builder::new().spawn(move || {
        if signals.forever().next().is_some() {
            closing.says_good_bye();
            process::exit(0);
        }
    })?;

    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };
        let room = Arc::clone(&room);
        // `thread::spawn` would panic where the machine has no thread left. This way it is an
        // error, and the client's connection is closed when the closure is dropped.
        let spawned = thread::Builder::new().spawn(move || {
            if let Err(error) = serve(stream, &room) {
                eprintln!("{peer}: {error}");
            }
        });
        if let Err(error) = spawned {
            eprintln!("{peer}: {error}");
        }
    }
}

/// Lets one client join, and listens to it until it leaves, in whatever way.
fn serve(stream: TcpStream, room: &Arc<Room>) -> io::Result<()> {
    // A chat is many small frames. Without this, a second one waits until the first has been
    // acknowledged (Nagle; lesson 09 has the numbers).
    stream.set_nodelay(true)?;
    // Two threads use the socket, and it closes when the last of them lets go of it.
    let stream = Arc::new(stream);
    let mut reader = BufReader::new(&*stream);

    let joined = match listen(&mut reader) {
        Ok(None) => return Ok(()),
        Ok(Some(Said::Join(name))) => room.join(&name, &stream),
        Ok(Some(_)) => Err("join first"),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err("no frame of this chat"),
        Err(error) => return Err(error),
    };
    let (member, queue) = match joined {
        Ok(joined) => joined,
        Err(why) => return (&*stream).write_all(&Told::Error(why).frame()?),
    };

    let speaker = (Arc::clone(room), Arc::clone(&stream));
    let spawned = thread::Builder::new().spawn(move || {
        let (room, stream) = speaker;
        // Its error is no news: the thread that reads finds out as well, and says so.
        let _ = speak(&stream, &queue);
        room.has_written();
    });
    let ended = match spawned {
        Ok(_) => converse(&mut reader, room, member),
        Err(error) => {
            room.has_written();
            Err(error)
        }
    };

    // `quit`, the end of the stream, a reset, half a frame, nonsense: all of them come by here, and
    // nothing else tells that somebody has left.
    room.leave(member);
    ended
}

/// Passes on what a member says, until it has said its last word.
fn converse(reader: &mut impl Read, room: &Room, member: u64) -> io::Result<()> {
    loop {
        match listen(reader)? {
            Some(Said::Say(text)) if text.len() <= MAX_TEXT => room.say(member, &text),
            None | Some(Said::Quit(_)) => return Ok(()),
            Some(_) => return Err(io::Error::new(ErrorKind::InvalidData, "not now, or too long")),
        }
    }
}

/// The next thing that a client says; `None` where it has said its last word.
fn listen(reader: &mut impl Read) -> io::Result<Option<Said>> {
    let Some(payload) = read_frame(reader)? else { return Ok(None) };
    let said = serde_json::from_slice(&payload)
        .map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
    Ok(Some(said))
}

/// Writes what a member is to hear, until the room has no more for it.
fn speak(mut stream: &TcpStream, queue: &Queue) -> io::Result<()> {
    // It ends when the room has let go of the queue, and not before all that was in it by then has
    // been written: who leaves still hears what was said before.
    while let Some(frame) = queue.next() {
        // Here it may wait as long as it likes. It keeps nobody but its own member waiting.
        stream.write_all(&frame)?;
        queue.is_done_with(&frame);
    }
    stream.shutdown(Shutdown::Write)
}
