//! Lesson 23, Group chat: the client. It sends each typed line, and prints what the others send.
//! Neither waits for the other.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use framing_solution::{read_frame, write_frame};
use serde::{Deserialize, Serialize};

/// The frames that we send.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Request<'a> {
    Join(&'a str),
    Say(&'a str),
    Quit(bool),
}

/// A frame that we receive. Any field may be missing, and serde ignores unknown ones. So the client
/// still works with a server that sends more.
#[derive(Deserialize)]
struct Event {
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
    send(&stream, &Request::Join(name))?;

    // Two things may happen next: a line is typed, or a frame arrives. One thread can wait in only
    // one call, so there is a thread for each.
    let has_quit = Arc::new(AtomicBool::new(false));
    let for_lines = (Arc::clone(&stream), Arc::clone(&has_quit));
    thread::Builder::new().spawn(move || {
        let (stream, has_quit) = for_lines;
        // If the connection is gone, the other thread reports it.
        let _ = send_lines(&stream, &has_quit);
    })?;

    // The main thread reads from the server, because that decides when the program ends. When
    // `main` returns, the process ends, and with it the thread that may still wait for the
    // keyboard.
    print_events(&stream, &has_quit)
}

/// Sends each line as it is typed. After `q`, or at the end of the input, sends `quit`.
fn send_lines(stream: &TcpStream, has_quit: &AtomicBool) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        if text == b"q" {
            break;
        }
        // JSON is text. Replace bytes that are not UTF-8 with U+FFFD.
        send(stream, &Request::Say(&String::from_utf8_lossy(text)))?;
        line.clear();
    }
    // Set this before the frame is sent: after that, the server may close at any moment.
    has_quit.store(true, Ordering::SeqCst);
    send(stream, &Request::Quit(true))?;
    stream.shutdown(Shutdown::Write)
}

/// Prints each frame as it arrives, until the server closes.
fn print_events(stream: &TcpStream, has_quit: &AtomicBool) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut output = io::stdout().lock();
    loop {
        let payload = match read_frame(&mut reader) {
            Ok(Some(payload)) => payload,
            // We have quit, so this is the normal end. All earlier frames have been printed.
            Ok(None) | Err(_) if has_quit.load(Ordering::SeqCst) => return Ok(()),
            Ok(None) => {
                let what = "the server left without a good-bye";
                return Err(io::Error::new(ErrorKind::UnexpectedEof, what));
            }
            Err(error) => return Err(error),
        };
        let event: Event = serde_json::from_slice(&payload)?;
        if let Some(why) = event.error {
            return Err(io::Error::other(why));
        }
        if event.bye {
            return Ok(());
        }
        if let (Some(from), Some(say)) = (&event.from, &event.say) {
            writeln!(output, "{from}: {say}")?;
        } else if let Some(name) = &event.joined {
            writeln!(output, "* {name} joined")?;
        } else if let Some(name) = &event.left {
            writeln!(output, "* {name} left")?;
        }
        output.flush()?;
    }
}

/// Sends one frame.
fn send(mut stream: &TcpStream, request: &Request) -> io::Result<()> {
    write_frame(&mut stream, &serde_json::to_vec(request)?)
}
