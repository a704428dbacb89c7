//! Small files of `/proc`, read whole (proc(5)). They are read thousands of times in a run. So this does
//! not ask for their size, which `/proc` does not know, and one read gets almost every file whole.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Longer than almost every such file, and shorter than the page in which the kernel collects lines. So a
/// read that returns less has reached the end (`seq_read_iter` in fs/seq_file.c).
const MOST: usize = 2048;

/// The file's text. Invalid UTF-8 is replaced (a program may have any name).
pub fn read(path: impl AsRef<Path>) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut text = vec![0; MOST];
    let mut length = 0;
    loop {
        match file.read(&mut text[length..]) {
            Ok(count) if length + count < text.len() => {
                text.truncate(length + count);
                return Ok(text_of(text));
            }
            Ok(count) => {
                length += count;
                text.resize(length + MOST, 0);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The set of signals with this name (`SigCgt:`) in a `status` file. Signal 1 is the lowest bit.
pub fn mask(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
