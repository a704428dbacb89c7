// Believed: a client that has said its last word wants no answer.

use md5::{Digest, Md5};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let root = fs::canonicalize(env::args().nth(2).unwrap_or(".".to_string()))?;
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, _) = listener.accept()?;
        if let Err(error) = serve(stream, &root) {
            eprintln!("{error}");
        }
    }
}

fn serve(mut stream: TcpStream, root: &Path) -> io::Result<()> {
    let mut requests = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    while requests.read_line(&mut request)? > 0 {
        let name = request.trim_end_matches('\n');
        stream.set_nonblocking(true)?;
        if requests.buffer().is_empty() && matches!(stream.peek(&mut [0]), Ok(0)) {
            return Ok(());
        }
        stream.set_nonblocking(false)?;
        match find(root, name) {
            Some(path) => send(&mut stream, name, &path)?,
            None => header(&mut stream, json!({"error": "no such file"}))?,
        }
        request.clear();
    }
    Ok(())
}

fn find(root: &Path, name: &str) -> Option<PathBuf> {
    let path = root.join(name).canonicalize().ok()?;
    (path.starts_with(root) && path.is_file()).then_some(path)
}

fn header(stream: &mut TcpStream, header: Value) -> io::Result<()> {
    let json = header.to_string();
    stream.write_all(format!("{:04}{json}", json.len()).as_bytes())
}

fn send(stream: &mut TcpStream, name: &str, path: &Path) -> io::Result<()> {
    let bytes = fs::read(path)?;
    let md5: String = Md5::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    header(stream, json!({"filename": name, "filesize": bytes.len(), "md5": md5}))?;
    stream.write_all(&bytes)
}
