//! Lesson 12, File download: the client. It fetches one file. At the end the whole file is there
//! under its name, or nothing has changed.

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

    // A name is bytes and need not be text, so write it as it is instead of formatting it.
    let mut line = name.as_bytes().to_vec();
    line.extend(format!(" {} bytes md5 {md5}\n", header.filesize).bytes());
    io::stdout().write_all(&line)
}

/// The header of a file that follows.
#[derive(Deserialize)]
struct Header {
    filename: String,
    filesize: u64,
    md5: String,
}

/// The header if no file follows.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

/// Receives four digits and as many bytes of JSON.
fn receive_header(stream: &mut impl Read) -> io::Result<Header> {
    let mut digits = [0; 4];
    stream.read_exact(&mut digits).map_err(gone)?;
    // `parse` would also accept "+123". Accept digits only.
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(bad("no length in front of its header"));
    }
    let length = digits.iter().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));

    // Four digits need no limit: 9999 bytes are not much.
    let mut json = vec![0; length];
    stream.read_exact(&mut json).map_err(gone)?;
    if let Ok(Refusal { error }) = serde_json::from_slice(&json) {
        // Put text from the network in quotes before you print it on the user's terminal. Then it stays
        // one line, and no control character moves the cursor.
        return Err(io::Error::new(ErrorKind::NotFound, format!("the server says {error:?}")));
    }
    serde_json::from_slice(&json).map_err(|error| bad(&format!("a bad header: {error}")))
}

/// Receives the file's bytes into `dest`, under the name in the header. Returns the digest.
fn save(stream: &mut impl Read, header: &Header, dest: &Path) -> io::Result<String> {
    // The name comes from the server, and it decides where we write. `../.bashrc` would overwrite
    // one of the user's files.
    if !is_plain(&header.filename) {
        return Err(bad(&format!("an invalid file name: {:?}", header.filename)));
    }

    // Do not use the final name yet. The file that has it now may be the only good copy, and
    // another program must not find half a file under that name.
    let mut partial = Partial::create(dest)?;
    let mut progress = Progress::new(header.filesize);
    let mut md5 = Md5::new();
    let mut chunk = vec![0; CHUNK];

    // `take` ends where the file ends. A read without that limit may also return bytes of what
    // comes next.
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

    // 0 is the end of `take` *or* of the stream. `limit`, the rest of `take`, shows which.
    if bytes.limit() > 0 {
        return Err(gone(ErrorKind::UnexpectedEof.into()));
    }
    let md5 = hex(&md5.finalize());
    if !md5.eq_ignore_ascii_case(&header.md5) {
        return Err(bad(&format!("a file with digest {md5} instead of {:?}", header.md5)));
    }
    partial.becomes(&dest.join(&header.filename))?;
    Ok(md5)
}

/// Whether this is a plain name in a folder: not empty, not `..`, and without a `/`.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    // `components` ignores a slash or `/.` at the end of a name, so compare with the name as well.
    matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name)
}

/// An unfinished file. It is removed when it is dropped, unless it got its final name.
struct Partial {
    file: File,
    path: PathBuf,
}

impl Partial {
    /// Creates it in the same folder as the final file: a rename works within one file system only.
    fn create(folder: &Path) -> io::Result<Partial> {
        let path = folder.join(format!(".download-{}.part", process::id()));
        // `create_new` fails if the name exists, as a file of another program or as a link.
        let file = File::create_new(&path)?;
        Ok(Partial { file, path })
    }

    /// Gives the file its name. For other programs this is one step: they find the old file or the
    /// new one, whole (rename(2)).
    fn becomes(mut self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)?;
        // An empty path: nothing is left to remove.
        self.path.clear();
        Ok(())
    }
}

impl Drop for Partial {
    // Every way out of `save` calls this, including each `?`.
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A progress bar on standard error, if that is a terminal.
struct Progress {
    total: u64,
    done: u64,
    /// The percentage that the bar shows now; `None` if standard error is not a terminal.
    shown: Option<u64>,
}

impl Progress {
    fn new(total: u64) -> Progress {
        Progress { total, done: 0, shown: io::stderr().is_terminal().then_some(0) }
    }

    fn advance(&mut self, count: u64) {
        self.done += count;
        let percent = (u128::from(self.done) * 100 / u128::from(self.total.max(1))) as u64;
        // Draw once for each per cent, not for each chunk: a terminal is slower than a network.
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

/// The error for a server that breaks the protocol.
fn bad(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("the server sent {what}"))
}

/// Replaces std's message, "failed to fill whole buffer", which does not help a user.
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
