// Tokio: a wait for the right reply, inside a time limit.

use std::env;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UdpSocket;
use tokio::time::timeout;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    let words: Vec<String> = env::args().collect();
    let address = words.get(1).map_or("127.0.0.1:8888", String::as_str);
    let ms = words.get(3).and_then(|ms| ms.parse().ok()).unwrap_or(200);
    match run(address, Duration::from_millis(ms)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(address: &str, first: Duration) -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0").await?;
    socket.connect(address).await?;
    let mut lines = BufReader::new(tokio::io::stdin()).split(b'\n');
    let mut out = tokio::io::stdout();
    let mut id = 0xfeed_0000_u32;
    while let Some(line) = lines.next_segment().await? {
        if line == b"q" {
            break;
        }
        id += 1;
        let request = [&id.to_be_bytes()[..], &line].concat();
        let mut answer = None;
        for attempt in 0..7 {
            socket.send(&request).await?;
            if let Ok(reply) = timeout(first * (1 << attempt), reply_to(&socket, id)).await {
                answer = Some(reply?);
                break;
            }
        }
        let Some(reply) = answer else { return Err(io::Error::other("no answer")) };
        let count = u32::from_be_bytes([reply[4], reply[5], reply[6], reply[7]]);
        out.write_all(&[format!("{count} ").as_bytes(), &reply[8..], b"\n"].concat()).await?;
        out.flush().await?;
    }
    Ok(())
}

async fn reply_to(socket: &UdpSocket, id: u32) -> io::Result<Vec<u8>> {
    let mut buffer = vec![0; 65_535];
    loop {
        let length = socket.recv(&mut buffer).await?;
        if length >= 8 && buffer[..4] == id.to_be_bytes() {
            buffer.truncate(length);
            return Ok(buffer);
        }
    }
}
