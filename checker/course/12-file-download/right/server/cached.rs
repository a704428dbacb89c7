// A thread for each client; files and their digests are kept in memory; requests are read byte by
// byte; everything goes out in small pieces.

use md5::{Digest, Md5};
use serde_json::json;
use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

type Cache = Mutex<HashMap<PathBuf, (String, Arc<Vec<u8>>)>>;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let root: PathBuf = env::args().nth(2).unwrap_or(".".to_string()).into();
    let shared = Arc::new((root, Cache::default()));
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        let (stream, shared) = (stream?, Arc::clone(&shared));
        thread::spawn(move || serve(stream, &shared.0, &shared.1));
    }
    Ok(())
}

fn serve(mut stream: TcpStream, root: &Path, cache: &Cache) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut name = Vec::new();
    let mut byte = [0];
    while stream.read(&mut byte)? > 0 {
        if byte == [b'\n'] {
            answer(&mut stream, root, &String::from_utf8_lossy(&name), cache)?;
            name.clear();
        } else {
            name.extend(byte);
        }
    }
    Ok(())
}

fn answer(stream: &mut TcpStream, root: &Path, name: &str, cache: &Cache) -> io::Result<()> {
    let plain = !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\0']);
    let path = root.join(name);
    let is_link = path.is_symlink();
    if !plain || is_link || !path.is_file() {
        return say(stream, json!({"error": "not allowed", "code": 404}), &[]);
    }
    let (md5, bytes) = match cache.lock().unwrap().entry(path.clone()) {
        std::collections::hash_map::Entry::Occupied(entry) => entry.get().clone(),
        std::collections::hash_map::Entry::Vacant(entry) => {
            let bytes = fs::read(path)?;
            let md5 = Md5::digest(&bytes).iter().map(|byte| format!("{byte:02X}")).collect();
            entry.insert((md5, Arc::new(bytes))).clone()
        }
    };
    say(stream, json!({"filesize": bytes.len(), "md5": md5, "filename": name}), &bytes)
}

fn say(stream: &mut TcpStream, header: serde_json::Value, bytes: &[u8]) -> io::Result<()> {
    let header = format!("{header:#}");
    for byte in format!("{:0>4}", header.len()).bytes() {
        stream.write_all(&[byte])?;
    }
    for piece in header.as_bytes().chunks(11).chain(bytes.chunks(10_000)) {
        stream.write_all(piece)?;
    }
    Ok(())
}
