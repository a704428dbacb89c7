// On Tokio: a future that is dropped when its time is over.

use std::env;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().collect();
    let idle = args.iter().position(|word| word == "--idle");
    let idle = idle.and_then(|at| args[at + 1].parse().ok()).map(Duration::from_millis);
    let listener = TcpListener::bind(&args[1]).await?;
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, idle));
        }
    }
}

async fn serve(stream: TcpStream, idle: Option<Duration>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut line = Vec::new();
        let mut limited = (&mut stream).take(4098);
        let read = limited.read_until(b'\n', &mut line);
        let count = match idle {
            Some(idle) => timeout(idle, read).await??,
            None => read.await?,
        };
        if count == 0 {
            return Ok(());
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > 4096 {
            return stream.write_all(b"ERR line too long\n").await;
        }
        let answer = [&line.to_ascii_uppercase()[..], b"\n"].concat();
        stream.write_all(&answer).await?;
    }
}
