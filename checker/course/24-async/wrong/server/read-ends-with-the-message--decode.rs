// Believed: `decode` is called for each frame.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, io};

use futures_util::StreamExt;
use jiff::Timestamp;
use rustix::process::{Resource, getrlimit, setrlimit};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio_util::bytes::{Bytes, BytesMut};
use tokio_util::codec::{Decoder, FramedRead};

struct Member {
    id: u64,
    name: String,
    queue: Sender<Bytes>,
    gone: oneshot::Sender<()>,
}

#[derive(Default)]
struct List {
    members: Vec<Member>,
    next: u64,
}

type Room = Arc<Mutex<List>>;
type Frames = FramedRead<OwnedReadHalf, Frame>;

struct Frame;

impl Decoder for Frame {
    type Item = BytesMut;
    type Error = io::Error;

    fn decode(&mut self, bytes: &mut BytesMut) -> io::Result<Option<BytesMut>> {
        if bytes.len() < 4 {
            return Ok(None);
        }
        let length = u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize;
        if length > 1 << 20 {
            return Err(io::Error::other("too long"));
        }
        if bytes.len() < 4 + length {
            return Ok(None);
        }
        let frame = bytes[4..4 + length].into();
        bytes.clear();
        Ok(Some(frame))
    }
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    let _ = setrlimit(Resource::Nofile, limit);
    let listener = TcpListener::bind(address).await?;
    let room = Room::default();
    let mut terminate = signal(SignalKind::terminate())?;
    let (writer, mut writers) = channel::<()>(1);
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    tokio::spawn(serve(stream, room.clone(), writer.clone()));
                }
            }
            _ = terminate.recv() => break,
        }
    }
    drop(writer);
    let members = {
        let mut list = room.lock().unwrap();
        list.tell(&json!({ "bye": true }));
        std::mem::take(&mut list.members)
    };
    let _gone: Vec<_> = members.into_iter().map(|member| member.gone).collect();
    let _ = tokio::time::timeout(Duration::from_millis(250), writers.recv()).await;
    Ok(())
}

async fn serve(stream: TcpStream, room: Room, alive: Sender<()>) {
    if let Err(error) = chat(stream, &room, alive).await {
        eprintln!("{error}");
    }
}

async fn chat(stream: TcpStream, room: &Room, alive: Sender<()>) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut frames = FramedRead::new(reader, Frame);
    let Some(first) = hear(&mut frames).await? else { return Ok(()) };
    let joined = match first["join"].as_str() {
        Some(name) if !name.is_empty() => room.lock().unwrap().joins(name),
        _ => None,
    };
    let Some((id, queue, gone)) = joined else {
        writer.write_all(&frame(&json!({ "error": "choose another name" }))).await?;
        return Ok(());
    };
    let mut writing = tokio::spawn(write(writer, queue, alive));
    let ended = tokio::select! {
        ended = converse(&mut frames, room, id) => ended,
        _ = &mut writing => Ok(()),
        _ = gone => {
            writing.abort();
            Ok(())
        }
    };
    room.lock().unwrap().leaves(id);
    ended
}

async fn converse(frames: &mut Frames, room: &Room, id: u64) -> io::Result<()> {
    while let Some(said) = hear(frames).await? {
        match said["say"].as_str() {
            Some(text) if text.len() <= 4096 => room.lock().unwrap().says(id, text),
            _ => break,
        }
    }
    Ok(())
}

async fn write(mut writer: OwnedWriteHalf, mut queue: Receiver<Bytes>, _alive: Sender<()>) {
    while let Some(frame) = queue.recv().await {
        if writer.write_all(&frame).await.is_err() {
            return;
        }
    }
    let _ = writer.shutdown().await;
}

async fn hear(frames: &mut Frames) -> io::Result<Option<Value>> {
    match frames.next().await {
        Some(payload) => Ok(Some(serde_json::from_slice(&payload?)?)),
        None => Ok(None),
    }
}

impl List {
    fn joins(&mut self, name: &str) -> Option<(u64, Receiver<Bytes>, oneshot::Receiver<()>)> {
        if self.members.iter().any(|member| member.name == name) {
            return None;
        }
        let (queue, frames) = channel(200);
        let (gone, is_gone) = oneshot::channel();
        let id = self.next;
        self.next += 1;
        self.members.push(Member { id, name: name.to_string(), queue, gone });
        self.tell(&json!({ "joined": name }));
        Some((id, frames, is_gone))
    }

    fn says(&mut self, id: u64, text: &str) {
        if let Some(member) = self.members.iter().find(|member| member.id == id) {
            let at = Timestamp::now().to_string();
            self.tell(&json!({ "from": member.name, "at": at, "say": text }));
        }
    }

    fn leaves(&mut self, id: u64) {
        if let Some(at) = self.members.iter().position(|member| member.id == id) {
            let gone = self.members.remove(at);
            self.tell(&json!({ "left": gone.name }));
        }
    }

    fn tell(&mut self, news: &Value) {
        let frame = frame(news);
        let lost: Vec<u64> = self
            .members
            .iter()
            .filter(|member| member.queue.try_send(frame.clone()).is_err())
            .map(|member| member.id)
            .collect();
        for id in lost {
            self.leaves(id);
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
