//! Lesson 23, Group chat: the client. What is typed is said, what the others say is printed, and
//! neither waits for the other.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use framing_solution::{read_frame, write_frame};
use serde::{Deserialize, Serialize};

/// What is said to the server.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Word<'a> {
    Join(&'a str),
    Say(&'a str),
    Quit(bool),
}

/// What comes back. Any field may be missing, and those that we do not know are ignored: a server
/// that has learnt something new can still be talked with.
#[derive(Deserialize)]
struct Told {
    from: Option<String>,
    say: Option<String>,
    joined: Option<String>,
    left: Option<String>,
    error: Option<String>,
    #[serde(default)]
    bye: bool,
}

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(address), Some(name)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: group-chat-client ADDR NAME");
        return ExitCode::FAILURE;
    };
    match run(&address, &name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("group-chat-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Chats at `address` under this name.
fn run(address: &str, name: &str) -> io::Result<()> {
    let stream = Arc::new(TcpStream::connect(address)?);
    send(&stream, &Word::Join(name))?;

    // Two things may happen next, a line typed or a frame heard, and nobody knows which. One thread
    // can wait in one call only, so there is a thread for each.
    let has_quit = Arc::new(AtomicBool::new(false));
    let typist = (Arc::clone(&stream), Arc::clone(&has_quit));
    thread::Builder::new().spawn(move || {
        let (stream, has_quit) = typist;
        // If the connection is gone, the other thread knows, and says so.
        let _ = says_what_is_typed(&stream, &has_quit);
    })?;

    // The listening stays on the main thread, since it is what decides about the end: when `main`
    // returns, the process ends, and with it a thread that still waits for the keyboard.
    prints_what_is_heard(&stream, &has_quit)
}

/// Sends each line as it is typed. After `q`, or the end of the input, says so.
fn says_what_is_typed(stream: &TcpStream, has_quit: &AtomicBool) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        if text == b"q" {
            break;
        }
        // JSON is text. Bytes that are none become U+FFFD here, and not at everybody else's.
        send(stream, &Word::Say(&String::from_utf8_lossy(text)))?;
        line.clear();
    }
    // Before the word itself: once it is said, the server may hang up at any moment.
    has_quit.store(true, Ordering::SeqCst);
    send(stream, &Word::Quit(true))?;
    stream.shutdown(Shutdown::Write)
}

/// Prints everything as it comes, until the server is done with us.
fn prints_what_is_heard(stream: &TcpStream, has_quit: &AtomicBool) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut output = io::stdout().lock();
    loop {
        let payload = match read_frame(&mut reader) {
            Ok(Some(payload)) => payload,
            // We asked for it: this is how a chat ends. What was said before has been printed.
            Ok(None) | Err(_) if has_quit.load(Ordering::SeqCst) => return Ok(()),
            Ok(None) => {
                let what = "the server left without a good-bye";
                return Err(io::Error::new(ErrorKind::UnexpectedEof, what));
            }
            Err(error) => return Err(error),
        };
        let told: Told = serde_json::from_slice(&payload)?;
        if let Some(why) = told.error {
            return Err(io::Error::other(why));
        }
        if told.bye {
            return Ok(());
        }
        if let (Some(from), Some(say)) = (&told.from, &told.say) {
            writeln!(output, "{from}: {say}")?;
        } else if let Some(name) = &told.joined {
            writeln!(output, "* {name} joined")?;
        } else if let Some(name) = &told.left {
            writeln!(output, "* {name} left")?;
        }
        output.flush()?;
    }
}

/// Sends one thing as a frame.
fn send(mut stream: &TcpStream, word: &Word) -> io::Result<()> {
    write_frame(&mut stream, &serde_json::to_vec(word)?)
}
