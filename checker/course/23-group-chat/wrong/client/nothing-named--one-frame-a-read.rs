// Believed: one read brings one frame.
// Luck: more-than-it-knows: two frames may come to one read.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, thread};

use framing_solution::{read_frame, write_frame};
use serde_json::{Value, json};

pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let name = env::args().nth(2).unwrap_or("somebody".to_string());
    let stream = TcpStream::connect(address)?;
    send(&stream, &json!({ "join": name }))?;
    let quitting = Arc::new(AtomicBool::new(false));
    let (typing, has_quit) = (stream.try_clone()?, quitting.clone());
    thread::spawn(move || type_lines(&typing, &has_quit));
    print_news(&stream, &quitting)
}

fn type_lines(stream: &TcpStream, quitting: &AtomicBool) -> io::Result<()> {
    let mut stdin = io::stdin().lock();
    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
        }
        let text = String::from_utf8_lossy(&line);
        if text == "q" {
            break;
        }
        send(stream, &json!({ "say": text }))?;
        line.clear();
    }
    quitting.store(true, Ordering::SeqCst);
    send(stream, &json!({ "quit": true }))
}

fn print_news(stream: &TcpStream, quitting: &AtomicBool) -> io::Result<()> {
    let mut stream = stream;
    let mut stdout = io::stdout().lock();
    loop {
        let payload = match read_frame(&mut BufReader::new(&mut stream)) {
            Ok(Some(payload)) => payload,
            _ if quitting.load(Ordering::SeqCst) => return Ok(()),
            Ok(None) => return Err(io::Error::other("the server has gone")),
            Err(error) => return Err(error),
        };
        let news: Value = serde_json::from_slice(&payload)?;
        if news["bye"] == true {
            return Ok(());
        }
        if let Some(why) = news["error"].as_str() {
            return Err(io::Error::other(why));
        }
        if let (Some(from), Some(say)) = (news["from"].as_str(), news["say"].as_str()) {
            writeln!(stdout, "{from}: {say}")?;
        } else if let Some(name) = news["joined"].as_str() {
            writeln!(stdout, "* {name} joined")?;
        } else if let Some(name) = news["left"].as_str() {
            writeln!(stdout, "* {name} left")?;
        }
        stdout.flush()?;
    }
}

fn send(mut stream: &TcpStream, word: &Value) -> io::Result<()> {
    write_frame(&mut stream, word.to_string().as_bytes())
}
