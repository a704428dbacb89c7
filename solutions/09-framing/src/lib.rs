//! Lesson 09, Framing: messages with borders, on a stream that has none. A frame is a header of
//! four bytes, which say how long the payload is (big-endian), and the payload. Both programs use
//! it, and so do the lessons that build on this one.
//!
//! Lesson 08 wrote such frames into its programs. Here they are a library, generic over `Read` and
//! `Write`: over a `TcpStream`, over a buffer around one, over a byte slice in a test.

use std::io::{self, ErrorKind, Read, Write};

/// How many bytes stand in front of the payload and say how long it is.
pub const HEADER: usize = 4;

/// How long a payload may be, in bytes. The header has room for 4 GiB, and whoever connects may
/// claim as much with four bytes. What we believe them is our decision, not theirs.
pub const MAX_PAYLOAD: usize = 1_048_576;

/// The header of a frame whose payload has this length. A length over [`MAX_PAYLOAD`] is an error
/// (`ErrorKind::InvalidInput`).
pub fn header_for(length: usize) -> io::Result<[u8; HEADER]> {
    match u32::try_from(length) {
        // Big-endian, the most significant byte first: "network byte order". Python: ">I".
        Ok(number) if length <= MAX_PAYLOAD => Ok(number.to_be_bytes()),
        _ => Err(io::Error::new(
            ErrorKind::InvalidInput,
            format!("a payload of {length} bytes is too long for a frame"),
        )),
    }
}

/// The length of the payload that this header announces. A length over [`MAX_PAYLOAD`] is an error
/// (`ErrorKind::InvalidData`).
pub fn length_in(header: [u8; HEADER]) -> io::Result<usize> {
    let claimed = u32::from_be_bytes(header);
    match usize::try_from(claimed) {
        Ok(length) if length <= MAX_PAYLOAD => Ok(length),
        _ => Err(io::Error::new(
            ErrorKind::InvalidData,
            format!("a frame claims {claimed} bytes, and {MAX_PAYLOAD} are the most"),
        )),
    }
}

/// Reads one frame and returns its payload; `None` where the stream ends before a frame begins.
/// An end inside a frame is an error (`ErrorKind::UnexpectedEof`).
pub fn read_frame(source: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; HEADER];
    let mut received = 0;
    // `read_exact` would fill the header as well, but it says "unexpected end" for two ends that
    // are not the same: before the header's first byte the peer is done, after it something broke.
    while received < HEADER {
        match source.read(&mut header[received..]) {
            Ok(0) if received == 0 => return Ok(None),
            Ok(0) => return Err(cut_off()),
            Ok(count) => received += count,
            // A signal came while we waited. Nothing is lost: ask again, as `read_exact` does.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }

    // First the limit, then the memory. The other way round, four bytes `ff ff ff ff` from anybody
    // would have us ask the kernel for 4 GiB.
    let length = length_in(header)?;
    let mut payload = vec![0; length];

    // As many bytes as were announced, however many reads that takes, and not one more: what
    // follows belongs to the next frame.
    source.read_exact(&mut payload).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => cut_off(),
        _ => error,
    })?;
    Ok(Some(payload))
}

/// Writes one frame, and flushes.
pub fn write_frame(target: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    let header = header_for(payload.len())?;

    // One `write` for both. Two small ones in a row can cost 40 ms: the kernel holds the second
    // back until the first is acknowledged (Nagle; RFC 9293, 3.7.4), and the peer's kernel is in no
    // hurry to acknowledge half a frame that its program cannot answer yet (section 3.8.6.3).
    let mut frame = Vec::with_capacity(HEADER + payload.len());
    frame.extend_from_slice(&header);
    frame.extend_from_slice(payload);
    target.write_all(&frame)?;

    // On a bare socket this does nothing. Around a `BufWriter` it is what sends the frame.
    target.flush()
}

/// The stream has ended where the rest of a frame was due.
fn cut_off() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the stream ended inside a frame")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Brings one byte a read, as a slow network may.
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
