// On Tokio: one future reads lines, and another one's time may be over.

use std::env;
use std::io::{self, BufRead, ErrorKind, Write};
use std::process;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    if let Err(error) = talk().await {
        eprintln!("{error}");
        process::exit(1);
    }
    // Tokio's own thread that looked a name up may still be at it.
    process::exit(0);
}

fn limit(args: &[String], option: &str) -> Option<Duration> {
    let at = args.iter().position(|word| word == option)?;
    Some(Duration::from_millis(args[at + 1].parse().ok()?))
}

async fn connect(text: &str, limit: Option<Duration>) -> io::Result<TcpStream> {
    let mut last = io::Error::other("no address");
    for address in tokio::net::lookup_host(text).await? {
        let attempt = TcpStream::connect(address);
        let attempt = match limit {
            Some(limit) => timeout(limit, attempt).await.unwrap_or(Err(ErrorKind::TimedOut.into())),
            None => attempt.await,
        };
        match attempt {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn talk() -> io::Result<()> {
    let args: Vec<String> = env::args().collect();
    let stream = connect(&args[1], limit(&args, "--connect-timeout")).await;
    let mut stream = BufReader::new(stream.map_err(|error| {
        let name = match error.kind() {
            ErrorKind::ConnectionRefused => "ECONNREFUSED",
            ErrorKind::TimedOut => "ETIMEDOUT",
            ErrorKind::NetworkUnreachable => "ENETUNREACH",
            _ => "unknown",
        };
        io::Error::other(format!("connect: {name}"))
    })?);
    let patience = limit(&args, "--read-timeout").unwrap_or(Duration::from_secs(1 << 20));
    let mut reply = Vec::new();
    let mut owed = 0;
    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?;
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        line.push(b'\n');
        stream.write_all(&line).await?;
        stream.flush().await?;
        owed += 1;
        let deadline = Instant::now() + patience;
        while owed > 0 {
            match timeout_at(deadline, stream.read_until(b'\n', &mut reply)).await {
                Ok(Ok(_)) if reply.ends_with(b"\n") => owed -= 1,
                Ok(Ok(_)) => return Err(io::Error::other("the server left")),
                Ok(Err(error)) => return Err(error),
                Err(_) => break,
            }
            if owed == 0 {
                io::stdout().write_all(&reply)?;
                io::stdout().flush()?;
            }
            reply.clear();
        }
        if owed > 0 {
            println!("read: timed out");
        }
    }
    Ok(())
}
