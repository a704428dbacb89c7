//! Lesson 12, File download: the server. It sends the files of one folder, whatever bytes they
//! contain, and no files outside of it.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use md5::{Digest, Md5};
use serde::Serialize;

/// The longest request that the server accepts, in bytes. A name on Linux has at most 255 bytes.
const MAX_REQUEST: u64 = 4096;

/// How much of a file is in memory at a time.
const CHUNK: usize = 64 * 1024;

/// How long the server waits after an `accept` that failed for lack of a resource.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let address = arguments.next().unwrap_or_else(|| OsString::from("127.0.0.1:8888"));
    let address = address.to_string_lossy();
    let Some(root) = arguments.next() else {
        eprintln!("usage: file-download-server ADDR ROOT");
        return ExitCode::FAILURE;
    };
    match run(&address, Path::new(&root)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("file-download-server: {address} {}: {error}", root.display());
            ExitCode::FAILURE
        }
    }
}

/// Serves the files of `root` at `address`. It returns only if the server cannot start.
fn run(address: &str, root: &Path) -> io::Result<()> {
    // The folder's real path, without links and dots. `open` compares with it.
    let root = root.canonicalize()?;
    let listener = TcpListener::bind(address)?;
    loop {
        match listener.accept() {
            Ok((stream, peer)) => {
                if let Err(error) = converse(&stream, &root) {
                    eprintln!("{peer}: {error}");
                }
            }
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
            }
        }
    }
}

/// Answers request after request, until the client is done.
fn converse(stream: &TcpStream, root: &Path) -> io::Result<()> {
    // Header and file are two writes. Without this, a small file might wait until the client's
    // kernel has acknowledged the header, up to 40 ms (Nagle's algorithm, tcp(7)).
    stream.set_nodelay(true)?;

    // One reader for the whole conversation. It may read more than one request at a time, and keeps the
    // rest in *its* buffer. A new reader for each request would lose that.
    let mut requests = BufReader::new(stream);
    while let Some(name) = next_request(&mut requests)? {
        match open(root, &name) {
            Ok(file) => send_file(stream, file, &name)?,
            // Send the same message for a missing name and for one that is not allowed. Otherwise a
            // client could ask for `../x` and learn from the answer which files exist there.
            Err(_) => send_header(stream, &Refusal { error: "no such file" })?,
        }
    }
    Ok(())
}

/// The next requested name; `None` when the client is done.
fn next_request(requests: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    // `take` limits what we keep: a client that never sends a newline would fill our memory.
    requests.take(MAX_REQUEST).read_until(b'\n', &mut line)?;
    match line.pop() {
        None => Ok(None),
        // JSON is text, so a name that is not text cannot have a header. Treat it as not found.
        Some(b'\n') => Ok(Some(String::from_utf8(line).unwrap_or_default())),
        Some(_) => Err(io::Error::new(ErrorKind::InvalidData, "a request without its newline")),
    }
}

/// Opens the file of this name in `root`, if it exists, is a regular file, and lies inside.
fn open(root: &Path, name: &str) -> io::Result<File> {
    let refused = || io::Error::from(ErrorKind::NotFound);

    // `join` does not protect us: `root.join("../secret")` leads out, and
    // `root.join("/etc/passwd")` is `/etc/passwd`. So accept one plain name and nothing else.
    if !is_plain(name) {
        return Err(refused());
    }
    // A plain name can still be a link that leads out. `canonicalize` follows it; and `starts_with`
    // compares folder by folder, so that `/srv/files-too` is not inside `/srv/files`.
    let path = root.join(name).canonicalize()?;
    if !path.starts_with(root) {
        return Err(refused());
    }
    // A folder can be opened as well, and opening a FIFO waits until another program writes to it.
    if !fs::metadata(&path)?.is_file() {
        return Err(refused());
    }
    File::open(path)
}

/// Whether this is the name of something *in* a folder: not empty, no `..`, no `/` in it.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    // A name with a slash at its end, or a dot, is the same path to `components`. Not to us.
    matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name)
}

/// The header in front of a file.
#[derive(Serialize)]
struct Header<'a> {
    filename: &'a str,
    filesize: u64,
    md5: String,
}

/// The header that is sent instead of a file.
#[derive(Serialize)]
struct Refusal {
    error: &'static str,
}

/// Sends the header, and then the bytes.
fn send_file(mut stream: &TcpStream, mut file: File, name: &str) -> io::Result<()> {
    // The digest is in the header, in front of the bytes. So we read the file twice: once for the
    // digest, and once to send it. The alternative is to keep the file in memory, but files are large.
    let (filesize, md5) = digest(&mut file)?;
    send_header(stream, &Header { filename: name, filesize, md5 })?;

    // Send exactly as many bytes as the header says, even if the file has grown in the meantime.
    // The client would take one more byte for the beginning of the next header.
    file.rewind()?;
    let sent = io::copy(&mut file.take(filesize), &mut stream)?;
    if sent < filesize {
        // The file has become shorter. We cannot send what the header promised, and we can only
        // report that by closing the connection.
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "the file has shrunk"));
    }
    Ok(())
}

/// Returns how many bytes a file has, and their MD5, which it computes chunk by chunk.
fn digest(file: &mut File) -> io::Result<(u64, String)> {
    let mut md5 = Md5::new();
    let mut chunk = vec![0; CHUNK];
    let mut total = 0;
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok((total, hex(&md5.finalize()))),
            Ok(count) => {
                md5.update(&chunk[..count]);
                total += count as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Sends a header: its length in four digits, and JSON.
fn send_header(mut stream: &TcpStream, header: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_string(header)?;
    if json.len() > 9999 {
        return Err(io::Error::new(
            ErrorKind::InvalidData,
            "the header's length does not fit into four digits",
        ));
    }
    stream.write_all(format!("{:04}{json}", json.len()).as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
