//! Lesson 12, File download: the client. It fetches one file, and either has the whole of it under
//! its name in the end, or has touched nothing.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::net::TcpStream;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};
use std::process::{self, ExitCode};

use md5::{Digest, Md5};
use serde::Deserialize;

/// How much of a file is in memory at a time.
const CHUNK: usize = 64 * 1024;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let [address, name, dest] = &arguments[..] else {
        eprintln!("usage: file-download-client ADDR NAME DEST");
        return ExitCode::FAILURE;
    };
    let address = address.to_string_lossy();
    match run(&address, name, Path::new(dest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("file-download-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Fetches the file `name` from the server at `address` into the folder `dest`.
fn run(address: &str, name: &OsStr, dest: &Path) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(&[name.as_bytes(), b"\n"].concat())?;

    let header = receive_header(&mut stream)?;
    let md5 = save(&mut stream, &header, dest)?;

    // Names are bytes and need not be text, so this is written and not formatted.
    let mut line = name.as_bytes().to_vec();
    line.extend(format!(" {} bytes md5 {md5}\n", header.filesize).bytes());
    io::stdout().write_all(&line)
}

/// What a server says about the file that follows.
#[derive(Deserialize)]
struct Header {
    filename: String,
    filesize: u64,
    md5: String,
}

/// What it says when none follows.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

/// Receives four digits and as many bytes of JSON.
fn receive_header(stream: &mut impl Read) -> io::Result<Header> {
    let mut digits = [0; 4];
    stream.read_exact(&mut digits).map_err(gone)?;
    // `parse` would take "+123" as well. Digits are digits.
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(bad("no length in front of its header"));
    }
    let length = digits.iter().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));

    // Four digits need no upper bound: 9999 bytes are nothing to be afraid of.
    let mut json = vec![0; length];
    stream.read_exact(&mut json).map_err(gone)?;
    if let Ok(Refusal { error }) = serde_json::from_slice(&json) {
        // A stranger's words, on somebody's terminal: quoted, so that they stay one line, and no
        // control character moves the cursor about.
        return Err(io::Error::new(ErrorKind::NotFound, format!("the server says {error:?}")));
    }
    serde_json::from_slice(&json).map_err(|error| bad(&format!("a bad header: {error}")))
}

/// Receives the file's bytes into `dest`, under the name that the header gives it. Its digest.
fn save(stream: &mut impl Read, header: &Header, dest: &Path) -> io::Result<String> {
    // The name comes from the server, and it decides where we write. `../.bashrc` would be a
    // fine place for somebody else's file.
    if !is_plain(&header.filename) {
        return Err(bad(&format!("a file name that is none: {:?}", header.filename)));
    }

    // Not under its own name yet. What has that name now may be the only good copy there is, and
    // whoever looks for the file must not find half of it.
    let mut partial = Partial::create(dest)?;
    let mut progress = Progress::new(header.filesize);
    let mut md5 = Md5::new();
    let mut chunk = vec![0; CHUNK];

    // `take` ends where the file ends. A read that may bring more than that brings some of whatever
    // comes next, too.
    let mut bytes = stream.take(header.filesize);
    loop {
        let count = match bytes.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        md5.update(&chunk[..count]);
        partial.file.write_all(&chunk[..count])?;
        progress.advance(count as u64);
    }
    drop(progress);

    // 0 is the end of `take` *or* of the stream. What is left of `take` tells which.
    if bytes.limit() > 0 {
        return Err(gone(ErrorKind::UnexpectedEof.into()));
    }
    let md5 = hex(&md5.finalize());
    if !md5.eq_ignore_ascii_case(&header.md5) {
        return Err(bad(&format!("a file with digest {md5}, which should be {:?}", header.md5)));
    }
    partial.becomes(&dest.join(&header.filename))?;
    Ok(md5)
}

/// Whether this is the name of something *in* a folder: not empty, no `..`, no `/` in it.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    // A name with a slash at its end, or a dot, is the same path to `components`. Not to us.
    matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name)
}

/// A file that is being written. It goes away again unless it becomes what it was meant to be.
struct Partial {
    file: File,
    path: PathBuf,
}

impl Partial {
    /// In the same folder as the final one: a rename works within one file system only.
    fn create(folder: &Path) -> io::Result<Partial> {
        let path = folder.join(format!(".download-{}.part", process::id()));
        // `create_new` refuses what exists already, be it somebody's file or a link of theirs.
        let file = File::create_new(&path)?;
        Ok(Partial { file, path })
    }

    /// Gives it its name. To everybody else this happens in one instant: they find the old file or
    /// the new one, whole (rename(2)).
    fn becomes(mut self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)?;
        // Nothing is left to remove.
        self.path.clear();
        Ok(())
    }
}

impl Drop for Partial {
    // Every way out of `save` passes here, each `?` too.
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A bar on standard error, for a person at a terminal. Anybody else sees nothing of it.
struct Progress {
    total: u64,
    done: u64,
    /// What the bar shows now, in per cent; `None` where nobody would see it.
    shown: Option<u64>,
}

impl Progress {
    fn new(total: u64) -> Progress {
        Progress { total, done: 0, shown: io::stderr().is_terminal().then_some(0) }
    }

    fn advance(&mut self, count: u64) {
        self.done += count;
        let percent = (u128::from(self.done) * 100 / u128::from(self.total.max(1))) as u64;
        // Once per per cent, not once per chunk: a terminal is slower than a network.
        if self.shown.is_some_and(|shown| shown < percent) {
            self.shown = Some(percent);
            let bar = "#".repeat((percent / 4) as usize);
            let _ = write!(io::stderr(), "\r[{bar:25}] {percent:3} %");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some_and(|shown| shown > 0) {
            let _ = writeln!(io::stderr());
        }
    }
}

/// The server does not keep to what was agreed.
fn bad(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("the server sent {what}"))
}

/// An end that came too early, in words that help more than "failed to fill whole buffer".
fn gone(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => {
            io::Error::new(error.kind(), "the server left before the file was complete")
        }
        _ => error,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
