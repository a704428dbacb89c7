// Tokio on one thread: tasks instead of threads, a buffered reader, no state machine in sight.

use std::env;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};

const LIMIT: usize = 1 << 20;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = match TcpListener::bind(&address).await {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("{address}: {error}");
            return ExitCode::FAILURE;
        }
    };
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                tokio::spawn(async move {
                    if let Err(error) = converse(stream).await {
                        eprintln!("{peer}: {error}");
                    }
                });
            }
            Err(error) => {
                eprintln!("accept: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn converse(stream: TcpStream) -> io::Result<()> {
    let mut stream = BufStream::new(stream);
    let mut payload = Vec::new();
    loop {
        if tokio::io::AsyncBufReadExt::fill_buf(&mut stream).await?.is_empty() {
            return Ok(());
        }
        let length = stream.read_u32().await? as usize;
        if length > LIMIT {
            return Err(io::Error::other("the frame is too long"));
        }
        payload.resize(length, 0);
        stream.read_exact(&mut payload).await?;
        payload.make_ascii_uppercase();
        stream.write_u32(length as u32).await?;
        stream.write_all(&payload).await?;
        stream.flush().await?;
    }
}
