// Tokio: a task for each datagram, all with the same socket.

use std::env;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::UdpSocket;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(address: &str) -> io::Result<()> {
    let socket = Arc::new(UdpSocket::bind(address).await?);
    let mut buffer = vec![0; 65_535];
    loop {
        let (count, sender) = socket.recv_from(&mut buffer).await?;
        let answer = buffer[..count].to_ascii_uppercase();
        let socket = Arc::clone(&socket);
        tokio::spawn(async move {
            if let Err(error) = socket.send_to(&answer, sender).await {
                eprintln!("{sender}: {error}");
            }
        });
    }
}
