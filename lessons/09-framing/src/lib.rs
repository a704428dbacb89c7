//! Lesson 09, Framing: the library. It puts messages on a stream and takes them off again.
//!
//! # Contract
//!
//! Both programs of this lesson use this library, and so do later lessons.
//!
//! - A frame is a header of four bytes and a payload. The header is the length of the payload as an
//!   unsigned number, most significant byte first (big-endian).
//! - The length counts the payload's bytes only. It may be 0, and at most 1 MiB (1,048,576 bytes).
//! - The bytes may arrive in any pieces, such as half a header, or three frames and a half.
//!
//! | when | result of the call |
//! |---|---|
//! | a frame is complete | its payload, and not a byte of the next frame is read |
//! | the stream ends between two frames | `None` |
//! | the stream ends inside a header or a payload | an error, and no part of the frame |
//! | a header claims more than 1 MiB | an error at once, before it waits or takes memory |
//!
//! Read: `cargo checker read 09`. Check: `cargo checker check 09`.

use std::io::{self, Read, Write};

/// How many bytes the header has.
pub const HEADER: usize = 4;

/// The longest payload, in bytes.
pub const MAX_PAYLOAD: usize = 1_048_576;

/// Returns the header of a frame whose payload has this length. A length over [`MAX_PAYLOAD`] is an
/// error (`ErrorKind::InvalidInput`).
pub fn header_for(length: usize) -> io::Result<[u8; HEADER]> {
    // In which order do the four bytes go? Look at the methods of `u32` that end in `_bytes`.
    todo!("make the header for a payload of {length} bytes")
}

/// Returns the length of the payload that this header announces. A length over [`MAX_PAYLOAD`] is
/// an error (`ErrorKind::InvalidData`).
pub fn length_in(header: [u8; HEADER]) -> io::Result<usize> {
    todo!("return the length that {header:?} announces")
}

/// Reads one frame and returns its payload, or `None` if the stream ends before a frame begins.
/// An end inside a frame is an error (`ErrorKind::UnexpectedEof`).
///
/// `&mut impl Read` is any type that can be read: a `TcpStream`, a `BufReader` around one, a
/// `&[u8]` in a test.
pub fn read_frame(source: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let _ = source; // Remove this line when you read from it.

    // 1. Read the header. One call of `read` may return 1 byte of it, or 4, or 0. What does each of
    //    these mean? (Why does `read_exact` alone not tell you enough here?)

    // 2. Look at the length. Do you believe it? And do you check that before you make room for it?

    // 3. Read all of the payload, and not a byte of the next frame.

    todo!("read one frame")
}

/// Writes one frame, and flushes.
pub fn write_frame(target: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    let _ = target; // Remove this line when you write to it.

    // Write header and payload, in one call if you can: the chapter says what two calls cost.

    todo!("write a frame around {payload:?}")
}
