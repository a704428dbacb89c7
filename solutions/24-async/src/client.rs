//! Lesson 24, Async: the client. Where lesson 23's had two threads, this one has `select!`: one task
//! that waits for the keyboard and for the server at once.

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

/// What is said to the server.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Word<'a> {
    Join(&'a str),
    Say(&'a str),
    Quit(bool),
}

/// What comes back. Any field may be missing, and those that we do not know are ignored.
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
    // `#[tokio::main]` makes a runtime and drops it at the end of `main`. We do both by hand, because
    // of the end: no system has an asynchronous read of a terminal, so `tokio::io::stdin` has a
    // thread that blocks in it, and the runtime's drop would wait for that thread: for Enter.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ended = runtime.block_on(chat(address, name));
    runtime.shutdown_background();
    ended
}

async fn chat(address: &str, name: &str) -> io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    let mut server = Framed::new(stream, Json::<Told>::new());
    server.send(&Word::Join(name)).await?;

    let mut lines = BufReader::new(tokio::io::stdin()).split(b'\n');
    let mut has_quit = false;
    loop {
        // Both of these are *cancel safe*: the one that loses this race is dropped, and what it had
        // read so far stays in `server`, or in `lines`, until the next turn of the loop.
        select! {
            told = server.next() => match told {
                Some(Ok(told)) => {
                    if !prints(told)? {
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
                // What is awaited in here is not in the race any more, and runs to its end.
                match line? {
                    Some(line) if line != b"q" => {
                        server.send(&Word::Say(&String::from_utf8_lossy(&line))).await?;
                    }
                    _ => {
                        has_quit = true;
                        server.send(&Word::Quit(true)).await?;
                    }
                }
            }
        }
    }
}

/// Prints what the server told; whether the chat goes on.
fn prints(told: Told) -> io::Result<bool> {
    if let Some(why) = told.error {
        return Err(io::Error::other(why));
    }
    if told.bye {
        return Ok(false);
    }
    // This blocks while the terminal is slow, and this program has nothing better to do meanwhile.
    let mut output = io::stdout().lock();
    if let (Some(from), Some(say)) = (&told.from, &told.say) {
        writeln!(output, "{from}: {say}")?;
    } else if let Some(name) = &told.joined {
        writeln!(output, "* {name} joined")?;
    } else if let Some(name) = &told.left {
        writeln!(output, "* {name} left")?;
    }
    output.flush()?;
    Ok(true)
}
