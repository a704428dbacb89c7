// Believed: a Tokio program ends with its `main`.

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedWriteHalf;
use tokio_util::codec::{FramedRead, LengthDelimitedCodec};

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    match chat().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn chat() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let name = env::args().nth(2).unwrap_or("somebody".to_string());
    let (reader, mut writer) = TcpStream::connect(address).await?.into_split();
    let codec = LengthDelimitedCodec::builder().max_frame_length(1 << 20).new_codec();
    let mut frames = FramedRead::new(reader, codec);
    send(&mut writer, &json!({ "join": name })).await?;
    let mut lines = BufReader::new(tokio::io::stdin()).split(b'\n');
    let mut quitting = false;
    loop {
        tokio::select! {
            payload = frames.next() => {
                let payload = match payload {
                    Some(Ok(payload)) => payload,
                    _ if quitting => return Ok(()),
                    Some(Err(error)) => return Err(error),
                    None => return Err(io::Error::other("the server has gone")),
                };
                if !print(&serde_json::from_slice(&payload)?)? {
                    return Ok(());
                }
            }
            line = lines.next_segment(), if !quitting => {
                match line? {
                    Some(line) if line != b"q" => {
                        let text = String::from_utf8_lossy(&line);
                        send(&mut writer, &json!({ "say": text })).await?;
                    }
                    _ => {
                        quitting = true;
                        send(&mut writer, &json!({ "quit": true })).await?;
                    }
                }
            }
        }
    }
}

fn print(news: &Value) -> io::Result<bool> {
    if news["bye"] == true {
        return Ok(false);
    }
    if let Some(why) = news["error"].as_str() {
        return Err(io::Error::other(why));
    }
    let mut stdout = io::stdout().lock();
    if let (Some(from), Some(say)) = (news["from"].as_str(), news["say"].as_str()) {
        writeln!(stdout, "{from}: {say}")?;
    } else if let Some(name) = news["joined"].as_str() {
        writeln!(stdout, "* {name} joined")?;
    } else if let Some(name) = news["left"].as_str() {
        writeln!(stdout, "* {name} left")?;
    }
    stdout.flush()?;
    Ok(true)
}

async fn send(writer: &mut OwnedWriteHalf, word: &Value) -> io::Result<()> {
    let payload = word.to_string();
    let mut frame = (payload.len() as u32).to_be_bytes().to_vec();
    frame.extend_from_slice(payload.as_bytes());
    writer.write_all(&frame).await
}
