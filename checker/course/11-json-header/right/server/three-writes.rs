// Three writes, in small pieces, with the header in another order; the pipes drained by two threads.

use std::env;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};
use std::thread;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        let _ = stream.and_then(serve);
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut command = vec![0; 1024];
    loop {
        let n = stream.read(&mut command)?;
        if n == 0 {
            return Ok(());
        }
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(OsStr::from_bytes(&command[..n]))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let errors = child.stderr.take().map(|pipe| thread::spawn(move || drain(pipe)));
        let output = child.stdout.take().map_or(Ok(Vec::new()), drain)?;
        let errors = match errors {
            Some(thread) => thread.join().unwrap_or(Ok(Vec::new()))?,
            None => Vec::new(),
        };
        let code = child.wait()?.code().unwrap_or(-1);
        let (stream_name, body) =
            if errors.is_empty() { ("stdout", output) } else { ("stderr", errors) };
        let header = format!(
            "{{ \"stream\" : \"{stream_name}\" , \"exit_code\":{code},\"data_len\":{} }}\n",
            body.len()
        );
        let length = (header.len() as u32).to_le_bytes();
        for byte in length {
            stream.write_all(&[byte])?;
        }
        for piece in header.as_bytes().chunks(7) {
            stream.write_all(piece)?;
        }
        for piece in body.chunks(4096) {
            stream.write_all(piece)?;
        }
    }
}

fn drain(mut pipe: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes)?;
    Ok(bytes)
}
