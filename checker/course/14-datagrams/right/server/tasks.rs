// Tokio, a thread that prints, and a line without a space where nothing came.

use std::env;
use std::io;
use std::process::ExitCode;

use tokio::net::UdpSocket;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    match run(&words[0], &words[1..]).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", words[0]);
            ExitCode::FAILURE
        }
    }
}

async fn run(address: &str, sizes: &[String]) -> io::Result<()> {
    let socket = UdpSocket::bind(address).await?;
    let mut lines = Vec::new();
    for (index, size) in sizes.iter().enumerate() {
        let size: usize = size.parse().map_err(io::Error::other)?;
        let mut datagram = vec![0; 65_535];
        let (length, _) = socket.recv_from(&mut datagram).await?;
        datagram.truncate(length);
        let part = &datagram[..length.min(size)];
        let text: String = part
            .utf8_chunks()
            .flat_map(|chunk| {
                let bytes: String =
                    chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")).collect();
                [chunk.valid().to_owned(), bytes]
            })
            .collect();
        let cut = if length > size { format!(" (cut from {length} bytes)") } else { String::new() };
        let gap = if text.is_empty() && cut.is_empty() { "" } else { " " };
        lines.push(format!("info_{}:{gap}{text}{cut}", index + 1));
    }
    tokio::task::spawn_blocking(move || lines.iter().for_each(|line| println!("{line}"))).await?;
    Ok(())
}
