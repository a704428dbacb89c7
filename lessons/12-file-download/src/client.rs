//! Lesson 12, File download: the client. It fetches one file: all of it, or nothing.
//!
//! # Contract
//!
//! Run as `file-download-client ADDRESS NAME DEST`. DEST is the folder to save to.
//!
//! - Send NAME and `\n`. NAME need not be text.
//! - Receive the header's length as four ASCII digits, zero-filled (`0087`), then the header, then
//!   the file's bytes. Each part may arrive in pieces.
//! - The header is JSON: `{"filename": F, "filesize": N, "md5": M}`. N is the number of bytes, and
//!   M the MD5 of the file as 32 hexadecimal digits. Instead it may be `{"error": TEXT}`.
//! - Save the file as DEST/F, even if F differs from NAME. Replace an older file of that name, but
//!   only when the new one is complete and its digest matches.
//! - Read N bytes and no more, whatever follows them.
//! - After an error, nothing of the file is left in DEST, neither under its name nor under another
//!   one, and an older file of that name is unchanged.
//! - Do not take memory for a size that is only claimed.
//! - Draw a progress bar on standard error if that is a terminal, and only then.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | the file is saved | `NAME N bytes md5 M`: your own M, in lower case | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the header is `{"error": TEXT}` | an error on stderr | 1 |
//! | the header is not valid, or N is not a whole number of 0 or more | an error on stderr | 1 |
//! | F is not the name of a file in DEST, e.g. `../x` | an error on stderr | 1 |
//! | the digest does not match | an error on stderr | 1 |
//! | the server closes or resets before the end | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 12`. Check: `cargo checker check 12`.

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
    // 1. Connect and send the request. (A name is bytes: `OsStrExt::as_bytes`.)

    // 2. Receive four digits, and as many bytes of JSON. It may be an error instead of a file.

    // 3. Who chose the file name in the header? Where would `dest.join(filename)` lead?

    // 4. Receive exactly `filesize` bytes, a piece at a time. Write each piece, and add it to the
    //    digest (`md5::Md5`, trait `md5::Digest`). Which name does the file have until then?

    // 5. If all bytes are there and the digest matches, give the file its name. (`fs::rename`.)
    //    After an error, nothing of it may stay. How do you make sure of that on every way out?

    todo!("fetch {name:?} from {address} into {}", dest.display())
}
