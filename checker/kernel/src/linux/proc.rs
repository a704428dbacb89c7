//! Small files of `/proc`, read whole (proc(5)). They are read thousands of times in a run. So this does
//! not ask for their size, which `/proc` does not know, and its first read is large.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Longer than almost every such file.
const MOST: usize = 2048;

/// The file's text. Invalid UTF-8 is replaced (a program may have any name).
pub fn read(path: impl AsRef<Path>) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut text = Vec::new();
    let mut buffer = [0; MOST];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(String::from_utf8_lossy(&text).into_owned()),
            Ok(count) => text.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
