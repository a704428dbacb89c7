//! Lesson 12, File download: the server. It sends the files of one folder.
//!
//! The contract:
//!
//! - Arguments: the address, and the folder whose files it serves.
//! - One client after another, for ever. A request is a file's name and `\n`; a client may send
//!   several on one connection.
//! - The answer is: the header's length as four ASCII digits, zero-filled (`0087`), the header, the
//!   file's bytes. The header is JSON: `{"filename": …, "filesize": N, "md5": …}`.
//! - A name that is not found or not allowed: the header `{"error": …}`, and no bytes. Not allowed is
//!   whatever is no file, and whatever lies outside the folder, by whichever way it is reached.
//! - Whatever a client does, the next one is served. A server that cannot start: one line on
//!   standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/12-file-download.md. To be graded: `cargo checker check 12`.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;
use std::process::ExitCode;

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

/// Serves the files of `root` at `address`. It comes back only when the server cannot start.
fn run(address: &str, root: &Path) -> io::Result<()> {
    // 1. Listen, accept, and talk with each client in a function of its own.

    // 2. Requests are lines. What if two come in one piece? What if one comes in two? And one that
    //    never ends: how much of it do you keep?

    // 3. Is it a file, and may it be had? Write `open` below first.

    // 4. The header needs the digest of bytes that are sent after it. How do you come by it, and how
    //    much of a file of 10 GB is in memory meanwhile?

    // 5. Send exactly as many bytes as the header says. And what if the file is shorter by then?

    let _ = open(root, "some name");
    todo!("serve the files of {} at {address}", root.display())
}

/// The file of this name in `root`, where there is one, and it is a file, and it lies inside.
fn open(root: &Path, name: &str) -> io::Result<File> {
    // `Path::join` puts two paths together and asks no questions. Which names lead out of `root`?
    // Think of at least three kinds. (`Path::components`, `Path::canonicalize`, `Path::starts_with`
    // and `fs::metadata` will be of use.)

    todo!("open {name:?} in {}", root.display())
}
