//! Lesson 12, File download: the client. It fetches one file: all of it, or nothing.
//!
//! The contract:
//!
//! - Arguments: the address, the name to ask for, and the folder to save to.
//! - Send the name and `\n`. The answer is: the header's length as four ASCII digits, zero-filled,
//!   the header (JSON: `{"filename": …, "filesize": N, "md5": …}`), the bytes.
//! - Save them as DEST/filename, print `NAME N bytes md5 …` with the digest that you have computed,
//!   end with status 0. Show a progress bar on standard error if that is a terminal, and only then.
//! - A header `{"error": …}`, a bad header, a file name that is not the name of something in DEST, a
//!   digest that does not match, a server that leaves half-way: one line on standard error, status 1.
//!   No file and no half file stays under the name then, and an older file is as it was.
//! - A panic is always a failure.
//!
//! The chapter: book/src/12-file-download.md. To be graded: `cargo checker check 12`.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::ExitCode;

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
    // 1. Connect and ask. (A name is bytes: `OsStrExt::as_bytes`.)

    // 2. Four digits, and as many bytes of JSON. It may be an error instead of a file.

    // 3. Who has chosen the file name in the header? Where would `dest.join(filename)` lead?

    // 4. Receive exactly `filesize` bytes, a piece at a time: write each, and feed it to the digest
    //    (`md5::Md5`, trait `md5::Digest`). Which name does the file have meanwhile?

    // 5. All there, and the digest is right: now it may have its own name. (`fs::rename`.)
    //    Anything wrong: nothing of it stays. How do you make sure of that on every way out?

    todo!("fetch {name:?} from {address} into {}", dest.display())
}
