//! Lesson 09, Framing: the library. It adds message boundaries to a stream. A frame is a header of
//! four bytes, the payload's length (big-endian), and the payload. Both programs use it, and so do
//! later lessons.
//!
//! Lesson 08 built such frames inside its programs. This library is generic over `Read` and
//! `Write`, so it works with a `TcpStream`, with a buffer around one, and with a byte slice in a
//! test.

use std::io::{self, ErrorKind, Read, Write};

/// How many bytes the header has.
pub const HEADER: usize = 4;

/// The longest payload, in bytes. The header could say up to 4 GiB, and any peer may claim that
/// with four bytes. We decide how much of it we believe.
pub const MAX_PAYLOAD: usize = 1_048_576;

/// Returns the header of a frame whose payload has this length. A length over [`MAX_PAYLOAD`] is an
/// error (`ErrorKind::InvalidInput`).
pub fn header_for(length: usize) -> io::Result<[u8; HEADER]> {
    match u32::try_from(length) {
        // Big-endian, the most significant byte first: "network byte order", Python's ">I".
        Ok(number) if length <= MAX_PAYLOAD => Ok(number.to_be_bytes()),
        _ => Err(io::Error::new(
            ErrorKind::InvalidInput,
            format!("a payload of {length} bytes is too long for a frame"),
        )),
    }
}

/// Returns the length of the payload that this header announces. A length over [`MAX_PAYLOAD`] is
/// an error (`ErrorKind::InvalidData`).
pub fn length_in(header: [u8; HEADER]) -> io::Result<usize> {
    let claimed = u32::from_be_bytes(header);
    match usize::try_from(claimed) {
        Ok(length) if length <= MAX_PAYLOAD => Ok(length),
        _ => Err(io::Error::new(
            ErrorKind::InvalidData,
            format!("a frame claims {claimed} bytes; the limit is {MAX_PAYLOAD}"),
        )),
    }
}

/// Reads one frame and returns its payload, or `None` if the stream ends before a frame begins.
/// An end inside a frame is an error (`ErrorKind::UnexpectedEof`).
pub fn read_frame(source: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; HEADER];
    let mut received = 0;
    // `read_exact` would fill the header as well, but it reports two different ends as one error.
    // Before the header's first byte the peer is done; after it something was lost.
    while received < HEADER {
        match source.read(&mut header[received..]) {
            Ok(0) if received == 0 => return Ok(None),
            Ok(0) => return Err(cut_off()),
            Ok(count) => received += count,
            // A signal arrived while we waited. Nothing is lost: try again, as `read_exact` does.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }

    // Check the limit before you allocate. Otherwise four bytes `ff ff ff ff` from any peer would
    // make us ask the kernel for 4 GiB.
    let length = length_in(header)?;
    let mut payload = vec![0; length];

    // Read as many bytes as announced, in as many reads as it takes, and not one more: what follows
    // belongs to the next frame.
    source.read_exact(&mut payload).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => cut_off(),
        _ => error,
    })?;
    Ok(Some(payload))
}

/// Writes one frame, and flushes.
pub fn write_frame(target: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    let header = header_for(payload.len())?;

    // One `write` for both. Two small writes in a row can cost 40 ms. The kernel holds the second
    // back until the first is acknowledged (Nagle's algorithm; RFC 9293, section 3.7.4), and the
    // peer's kernel delays that acknowledgement in the hope of an answer (section 3.8.6.3).
    let mut frame = Vec::with_capacity(HEADER + payload.len());
    frame.extend_from_slice(&header);
    frame.extend_from_slice(payload);
    target.write_all(&frame)?;

    // On a plain socket this does nothing. On a `BufWriter` it sends the frame.
    target.flush()
}

/// The error for a stream that ended inside a frame.
fn cut_off() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the stream ended inside a frame")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns one byte for each read, as a slow network may.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let room = buffer.len().min(1);
            self.0.read(&mut buffer[..room])
        }
    }

    #[test]
    fn frames_come_back_as_they_went_in_whatever_the_pieces() {
        let mut stream = Vec::new();
        for payload in [&b"hello"[..], b"", "你好".as_bytes()] {
            write_frame(&mut stream, payload).unwrap();
        }
        assert_eq!(stream[..9], *b"\0\0\0\x05hello");
        let mut source = Trickle(&stream);
        assert_eq!(read_frame(&mut source).unwrap().unwrap(), b"hello");
        assert_eq!(read_frame(&mut source).unwrap().unwrap(), b"");
        assert_eq!(read_frame(&mut source).unwrap().unwrap(), "你好".as_bytes());
        assert_eq!(read_frame(&mut source).unwrap(), None);
    }

    #[test]
    fn an_end_inside_a_frame_is_an_error_wherever_it_comes() {
        let frame = b"\0\0\0\x05hello";
        for length in 1..frame.len() {
            let error = read_frame(&mut &frame[..length]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedEof, "after {length} bytes");
        }
    }

    #[test]
    fn the_limit_is_the_last_length_that_is_believed() {
        assert_eq!(length_in([0, 16, 0, 0]).unwrap(), MAX_PAYLOAD);
        assert_eq!(length_in([0, 16, 0, 1]).unwrap_err().kind(), ErrorKind::InvalidData);
        assert_eq!(header_for(MAX_PAYLOAD).unwrap(), [0, 16, 0, 0]);
        assert_eq!(header_for(MAX_PAYLOAD + 1).unwrap_err().kind(), ErrorKind::InvalidInput);
    }
}
