// Believed: the one who reads `quit` tells it, and the one who cleans up as well.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, process, thread};

use framing_solution::{read_frame, write_frame};
use jiff::Timestamp;
use serde_json::{Value, json};
use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;

static NEXT: AtomicU64 = AtomicU64::new(0);

struct Member {
    id: u64,
    name: String,
    queue: SyncSender<Vec<u8>>,
    stream: TcpStream,
}

type Room = Arc<Mutex<Vec<Member>>>;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let room = Room::default();
    let mut signals = Signals::new([SIGTERM])?;
    let closing = room.clone();
    thread::spawn(move || {
        signals.forever().next();
        let mut members = closing.lock().unwrap();
        tell(&mut members, &json!({ "bye": true }));
        members.clear();
        thread::sleep(Duration::from_millis(250));
        process::exit(0);
    });
    for stream in listener.incoming().flatten() {
        let room = room.clone();
        thread::spawn(move || {
            if let Err(error) = serve(stream, &room) {
                eprintln!("{error}");
            }
        });
    }
    Ok(())
}

fn serve(stream: TcpStream, room: &Room) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let Some(first) = hear(&mut reader)? else { return Ok(()) };
    let name = match first["join"].as_str() {
        Some(name) if !name.is_empty() => name.to_string(),
        _ => return refuse(&stream, "join first, and with a name"),
    };
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    let (queue, frames) = sync_channel::<Vec<u8>>(200);
    {
        let mut members = room.lock().unwrap();
        if members.iter().any(|member| member.name == name) {
            return refuse(&stream, "this name is taken");
        }
        let member = Member { id, name: name.clone(), queue, stream: stream.try_clone()? };
        members.push(member);
        tell(&mut members, &json!({ "joined": name }));
    }
    thread::spawn(move || {
        for frame in frames {
            if (&stream).write_all(&frame).is_err() {
                break;
            }
        }
        let _ = stream.shutdown(Shutdown::Write);
    });
    let ended = converse(&mut reader, room, &name);
    leave(room, id);
    ended
}

fn converse(reader: &mut impl BufRead, room: &Room, name: &str) -> io::Result<()> {
    while let Some(said) = hear(reader)? {
        match said["say"].as_str() {
            Some(text) if text.len() <= 4096 => {
                let mut members = room.lock().unwrap();
                let at = Timestamp::now().to_string();
                tell(&mut members, &json!({ "from": name, "at": at, "say": text }));
            }
            _ => {
                tell(&mut room.lock().unwrap(), &json!({ "left": name }));
                break;
            }
        }
    }
    Ok(())
}

fn leave(room: &Room, id: u64) {
    let mut members = room.lock().unwrap();
    if let Some(at) = members.iter().position(|member| member.id == id) {
        let gone = members.remove(at);
        tell(&mut members, &json!({ "left": gone.name }));
    }
}

fn tell(members: &mut Vec<Member>, news: &Value) {
    let frame = frame(news);
    let lost: Vec<u64> = members
        .iter()
        .filter(|member| member.queue.try_send(frame.clone()).is_err())
        .map(|member| member.id)
        .collect();
    for id in lost {
        if let Some(at) = members.iter().position(|member| member.id == id) {
            let gone = members.remove(at);
            let _ = gone.stream.shutdown(Shutdown::Both);
            tell(members, &json!({ "left": gone.name }));
        }
    }
}

fn refuse(stream: &TcpStream, why: &str) -> io::Result<()> {
    let mut stream = stream;
    stream.write_all(&frame(&json!({ "error": why })))
}

fn frame(news: &Value) -> Vec<u8> {
    let mut frame = Vec::new();
    write_frame(&mut frame, news.to_string().as_bytes()).expect("a short frame");
    frame
}

fn hear(reader: &mut impl BufRead) -> io::Result<Option<Value>> {
    match read_frame(reader)? {
        Some(payload) => Ok(Some(serde_json::from_slice(&payload)?)),
        None => Ok(None),
    }
}
