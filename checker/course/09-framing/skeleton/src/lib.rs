//! Lesson 09, Framing: messages with borders, on a stream that has none. Both programs of this
//! lesson use what you write here, and so do later lessons: you write it once.
//!
//! The contract:
//!
//! - A frame is a header of 4 bytes, the payload's length as a big-endian unsigned number, and then
//!   the payload. The length counts the payload's bytes alone; it may be 0.
//! - A header that claims more than 1 MiB (1,048,576 bytes) is an error, at once: nothing of that
//!   size is waited for, and no memory is set aside for it.
//! - The end of the stream between two frames is an end. Within a frame, be it in its header, it is
//!   an error: what came of the frame is never taken for a frame.
//! - Bytes may arrive in any pieces: half a header, three frames and a half.
//!
//! `&mut impl Read` is anything that can be read: a `TcpStream`, a `BufReader` around one, a plain
//! `&[u8]` in a test.

use std::io::{self, Read, Write};

/// How many bytes stand in front of the payload and say how long it is.
pub const HEADER: usize = 4;

/// How long a payload may be, in bytes.
pub const MAX_PAYLOAD: usize = 1_048_576;

/// The header of a frame whose payload has this length. A length over [`MAX_PAYLOAD`] is an error
/// (`ErrorKind::InvalidInput`).
pub fn header_for(length: usize) -> io::Result<[u8; HEADER]> {
    // In which order do the four bytes go? Look at the methods of `u32` that end in `_bytes`.
    todo!("a header that says {length}")
}

/// The length of the payload that this header announces. A length over [`MAX_PAYLOAD`] is an error
/// (`ErrorKind::InvalidData`).
pub fn length_in(header: [u8; HEADER]) -> io::Result<usize> {
    todo!("the length that {header:?} announces")
}

/// Reads one frame and returns its payload; `None` where the stream ends before a frame begins.
/// An end inside a frame is an error (`ErrorKind::UnexpectedEof`).
pub fn read_frame(source: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let _ = source; // Yours to read from. This line may go then.

    // 1. The header. One call of `read` may bring 1 byte of it, or 4, or none at all. What does
    //    each of these mean? (Why would `read_exact` alone not tell you enough here?)

    // 2. Its length. Is it one that you believe? Before you make room for so many bytes?

    // 3. The payload, all of it, and not a byte of the next frame.

    todo!("read one frame")
}

/// Writes one frame, and flushes.
pub fn write_frame(target: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    let _ = target; // Yours to write to. This line may go then.

    // The header and the payload, as one piece if you can: the chapter says what two cost.

    todo!("write a frame around {payload:?}")
}
