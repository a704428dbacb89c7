//! Lesson 23, Group chat: the server. It sends each member's lines to all members, in one order.
//!
//! Each member has two threads. One reads what the member sends (lesson 16). The other takes frames
//! from a queue and writes them to the member. Between them is the room, in `room.rs`: a list of
//! these queues behind a lock. No thread holds the lock while it waits for a socket.

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

use room::{Event, Queue, Room};

/// The longest text, in bytes.
const MAX_TEXT: usize = 4096;

/// How long the server sleeps after an `accept` that failed because a resource was missing.
const REST: Duration = Duration::from_millis(100);

/// The frames that a client may send: `{"join": "alice"}`, `{"say": "hello"}`, `{"quit": true}`.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Request {
    Join(String),
    Say(String),
    /// With any value, such as `true`.
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

/// Opens a room at `address`. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let room = Arc::new(Room::default());

    // A signal handler may call very few functions (signal-safety(7)), and may not take a lock. So
    // signal-hook's handler only writes a byte into a pipe, and this thread reads it. It is an
    // ordinary thread, and may take the room's lock.
    let mut signals = Signals::new([SIGTERM, SIGINT])?;
    let closing = Arc::clone(&room);
    thread::Builder::new().spawn(move || {
        if signals.forever().next().is_some() {
            closing.close();
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
        // `thread::spawn` would panic if the system has no thread left. `Builder::spawn` returns an
        // error, and drops the closure with the stream in it, which closes the connection.
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

/// Lets one client join, and reads its frames until it leaves, in any way.
fn serve(stream: TcpStream, room: &Arc<Room>) -> io::Result<()> {
    // A chat sends many small frames. Without this option, the second waits until the first has
    // been acknowledged (Nagle; lesson 09 has the numbers).
    stream.set_nodelay(true)?;
    // Two threads share the socket. It is closed when the last of them drops it.
    let stream = Arc::new(stream);
    let mut reader = BufReader::new(&*stream);

    let joined = match read_request(&mut reader) {
        Ok(None) => return Ok(()),
        Ok(Some(Request::Join(name))) => room.join(&name, &stream),
        Ok(Some(_)) => Err("join first"),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err("not a chat frame"),
        Err(error) => return Err(error),
    };
    let (member, queue) = match joined {
        Ok(joined) => joined,
        Err(why) => return (&*stream).write_all(&Event::Error(why).frame()?),
    };

    let for_writer = (Arc::clone(room), Arc::clone(&stream));
    let spawned = thread::Builder::new().spawn(move || {
        let (room, stream) = for_writer;
        // Ignore its error: the reading thread notices a broken connection, too, and reports it.
        let _ = write_frames(&stream, &queue);
        room.writer_has_ended();
    });
    let ended = match spawned {
        Ok(_) => converse(&mut reader, room, member),
        Err(error) => {
            room.writer_has_ended();
            Err(error)
        }
    };

    // All ways to leave pass through here: `quit`, the end of the stream, a reset, half a frame and
    // an invalid frame. No other place reports these.
    room.leave(member);
    ended
}

/// Passes on a member's lines until it quits or its stream ends.
fn converse(reader: &mut impl Read, room: &Room, member: u64) -> io::Result<()> {
    loop {
        match read_request(reader)? {
            Some(Request::Say(text)) if text.len() <= MAX_TEXT => room.say(member, &text),
            None | Some(Request::Quit(_)) => return Ok(()),
            Some(_) => return Err(io::Error::new(ErrorKind::InvalidData, "not now, or too long")),
        }
    }
}

/// Reads a client's next frame. Returns `None` if its stream has ended.
fn read_request(reader: &mut impl Read) -> io::Result<Option<Request>> {
    let Some(payload) = read_frame(reader)? else { return Ok(None) };
    let request = serde_json::from_slice(&payload)
        .map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
    Ok(Some(request))
}

/// Writes a member's frames until the room drops its queue.
fn write_frames(mut stream: &TcpStream, queue: &Queue) -> io::Result<()> {
    // The loop ends when the room has dropped its end and everything in the queue has been written.
    // So a member that leaves still gets all earlier lines.
    while let Some(frame) = queue.next() {
        // This may wait for a long time, but it delays only this member.
        stream.write_all(&frame)?;
        queue.release(&frame);
    }
    stream.shutdown(Shutdown::Write)
}
