//! Lesson 24, Async: the client. Lesson 23's client had two threads. This one has one task, which
//! waits for the keyboard and for the server in a `select!`.

mod codec;

use std::env;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::select;
use tokio_util::codec::Framed;

use codec::Json;

/// The frames that we send.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Request<'a> {
    Join(&'a str),
    Say(&'a str),
    Quit(bool),
}

/// A frame that we receive. Any field may be missing, and serde ignores unknown ones.
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
        eprintln!("usage: async-client ADDR NAME");
        return ExitCode::FAILURE;
    };
    match run(&address, &name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("async-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Chats at `address` under this name.
fn run(address: &str, name: &str) -> io::Result<()> {
    // `#[tokio::main]` makes a runtime, and drops it at the end of `main`. We do both by hand,
    // because `tokio::io::stdin` reads on a thread that blocks. Dropping the runtime would wait for
    // that thread, which waits for Enter.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ended = runtime.block_on(chat(address, name));
    runtime.shutdown_background();
    ended
}

async fn chat(address: &str, name: &str) -> io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    let mut server = Framed::new(stream, Json::<Event>::new());
    server.send(&Request::Join(name)).await?;

    let mut lines = BufReader::new(tokio::io::stdin()).split(b'\n');
    let mut has_quit = false;
    loop {
        // Both calls are *cancel safe*. The one that loses this race is dropped. But the bytes that it
        // has read stay in `server` or in `lines` until the next turn of the loop.
        select! {
            event = server.next() => match event {
                Some(Ok(event)) => {
                    if !print_event(event)? {
                        return Ok(());
                    }
                }
                _ if has_quit => return Ok(()),
                Some(Err(error)) => return Err(error),
                None => {
                    let what = "the server left without a good-bye";
                    return Err(io::Error::new(ErrorKind::UnexpectedEof, what));
                }
            },
            line = lines.next_segment(), if !has_quit => {
                // This branch has won, so the calls in here run to their end.
                match line? {
                    Some(line) if line != b"q" => {
                        server.send(&Request::Say(&String::from_utf8_lossy(&line))).await?;
                    }
                    _ => {
                        has_quit = true;
                        server.send(&Request::Quit(true)).await?;
                    }
                }
            }
        }
    }
}

/// Prints a frame from the server. Returns whether the chat goes on.
fn print_event(event: Event) -> io::Result<bool> {
    if let Some(why) = event.error {
        return Err(io::Error::other(why));
    }
    if event.bye {
        return Ok(false);
    }
    // This blocks while the terminal is slow. That is fine: this program has no other task.
    let mut output = io::stdout().lock();
    if let (Some(from), Some(say)) = (&event.from, &event.say) {
        writeln!(output, "{from}: {say}")?;
    } else if let Some(name) = &event.joined {
        writeln!(output, "* {name} joined")?;
    } else if let Some(name) = &event.left {
        writeln!(output, "* {name} left")?;
    }
    output.flush()?;
    Ok(true)
}
