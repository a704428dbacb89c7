//! Lesson 12, File download: the server. It sends the files of one folder.
//!
//! # Contract
//!
//! Run as `file-download-server ADDRESS ROOT`. ROOT is the folder whose files it serves.
//!
//! - Serve one client after another, forever. Whatever one client does, serve the next one.
//! - A request is a file name and `\n`. A client may send several requests on one connection, at
//!   any time, also together. Answer each of them, even after the client has half-closed.
//! - An answer is the header's length as four ASCII digits, zero-filled (`0087`), then the header,
//!   then the file's bytes.
//! - The header is JSON: `{"filename": F, "filesize": N, "md5": M}`. F is the requested name, N the
//!   number of bytes, and M the MD5 of the file as 32 hexadecimal digits.
//! - A name is not allowed if it is not a regular file, or if it lies outside ROOT, however it is
//!   reached. Any other file is allowed if its name is UTF-8, whatever characters it has. For a name
//!   that is not UTF-8, you may refuse it or close the connection, but serve the next client.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a name is not found or not allowed | the header `{"error": TEXT}` and no bytes | goes on |
//! | a client is done (end of stream) | none; close its connection | goes on |
//! | a client leaves or resets, even in the middle of a file | none required | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 12`. Check: `cargo checker check 12`.

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

/// Serves the files of `root` at `address`. It returns only if the server cannot start.
fn run(address: &str, root: &Path) -> io::Result<()> {
    // 1. Listen, accept, and talk with each client in a function of its own.

    // 2. Requests are lines. What if two arrive in one piece? What if one arrives in two? And if
    //    one never ends, how much of it do you keep?

    // 3. Is it a file, and is it allowed? Write `open` below first.

    // 4. The header needs the digest of the bytes that follow it. How do you get it, and how much
    //    of a file of 10 GB is in memory at a time?

    // 5. Send exactly as many bytes as the header says. And what if the file is shorter by then?

    let _ = open(root, "some name");
    todo!("serve the files of {} at {address}", root.display())
}

/// Opens the file of this name in `root`, if it exists, is a regular file, and lies inside.
fn open(root: &Path, name: &str) -> io::Result<File> {
    // `Path::join` joins two paths without any check. Which names lead out of `root`? Think of at
    // least three kinds. (`Path::components`, `Path::canonicalize`, `Path::starts_with` and
    // `fs::metadata` will help.)

    todo!("open {name:?} in {}", root.display())
}
