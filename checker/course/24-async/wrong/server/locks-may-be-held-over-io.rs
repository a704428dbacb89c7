// Believed: Tokio's lock may be held over an `await`; that is what it is for.

use std::sync::Arc;
use std::{env, io};

use futures_util::StreamExt;
use jiff::Timestamp;
use rustix::process::{Resource, getrlimit, setrlimit};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Mutex;
use tokio_util::bytes::{Bytes, BytesMut};
use tokio_util::codec::{FramedRead, LengthDelimitedCodec};

struct Member {
    id: u64,
    name: String,
    writer: OwnedWriteHalf,
}

#[derive(Default)]
struct List {
    members: Vec<Member>,
    next: u64,
}

type Room = Arc<Mutex<List>>;
type Frames = FramedRead<OwnedReadHalf, LengthDelimitedCodec>;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    let _ = setrlimit(Resource::Nofile, limit);
    let listener = TcpListener::bind(address).await?;
    let room = Room::default();
    let mut terminate = signal(SignalKind::terminate())?;
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    tokio::spawn(serve(stream, room.clone()));
                }
            }
            _ = terminate.recv() => break,
        }
    }
    let mut list = room.lock().await;
    list.tell(&json!({ "bye": true })).await;
    for member in &mut list.members {
        let _ = member.writer.shutdown().await;
    }
    Ok(())
}

async fn serve(stream: TcpStream, room: Room) {
    if let Err(error) = chat(stream, &room).await {
        eprintln!("{error}");
    }
}

async fn chat(stream: TcpStream, room: &Room) -> io::Result<()> {
    let (reader, writer) = stream.into_split();
    let codec = LengthDelimitedCodec::builder().max_frame_length(1 << 20).new_codec();
    let mut frames = FramedRead::new(reader, codec);
    let Some(first) = hear(&mut frames).await? else { return Ok(()) };
    let joined = match first["join"].as_str() {
        Some(name) if !name.is_empty() => room.lock().await.joins(name, writer).await,
        _ => Err(writer),
    };
    let Err(mut writer) = joined else {
        let id = joined.unwrap_or_default();
        let ended = converse(&mut frames, room, id).await;
        room.lock().await.leaves(id).await;
        return ended;
    };
    writer.write_all(&frame(&json!({ "error": "choose another name" }))).await?;
    Ok(())
}

async fn converse(frames: &mut Frames, room: &Room, id: u64) -> io::Result<()> {
    while let Some(said) = hear(frames).await? {
        match said["say"].as_str() {
            Some(text) if text.len() <= 4096 => room.lock().await.says(id, text).await,
            _ => break,
        }
    }
    Ok(())
}

async fn hear(frames: &mut Frames) -> io::Result<Option<Value>> {
    match frames.next().await {
        Some(payload) => Ok(Some(serde_json::from_slice(&payload?)?)),
        None => Ok(None),
    }
}

impl List {
    async fn joins(&mut self, name: &str, writer: OwnedWriteHalf) -> Result<u64, OwnedWriteHalf> {
        if self.members.iter().any(|member| member.name == name) {
            return Err(writer);
        }
        let id = self.next;
        self.next += 1;
        self.members.push(Member { id, name: name.to_string(), writer });
        self.tell(&json!({ "joined": name })).await;
        Ok(id)
    }

    async fn says(&mut self, id: u64, text: &str) {
        if let Some(member) = self.members.iter().find(|member| member.id == id) {
            let at = Timestamp::now().to_string();
            let line = json!({ "from": member.name, "at": at, "say": text });
            self.tell(&line).await;
        }
    }

    async fn leaves(&mut self, id: u64) {
        if let Some(at) = self.members.iter().position(|member| member.id == id) {
            let gone = self.members.remove(at);
            self.tell(&json!({ "left": gone.name })).await;
        }
    }

    async fn tell(&mut self, news: &Value) {
        let frame = frame(news);
        for member in &mut self.members {
            if let Err(error) = member.writer.write_all(&frame).await {
                eprintln!("{}: {error}", member.name);
            }
        }
    }
}

fn frame(news: &Value) -> Bytes {
    let payload = news.to_string();
    let mut frame = BytesMut::new();
    frame.extend_from_slice(&(payload.len() as u32).to_be_bytes());
    frame.extend_from_slice(payload.as_bytes());
    frame.freeze()
}
