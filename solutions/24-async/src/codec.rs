//! The codec: it turns the bytes of a stream into frames, and back. Tokio knows nothing of our
//! frames. `Framed` keeps the buffers around a stream, and calls the functions in this file.

use std::io::{self, ErrorKind};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_util::bytes::{Buf, BufMut, BytesMut};
use tokio_util::codec::{Decoder, Encoder};

/// The length of the header in front of the payload, in bytes.
const HEADER: usize = 4;

/// How long a payload may be, in bytes.
const MAX_PAYLOAD: usize = 1_048_576;

/// Lesson 09's frames, with JSON in them. A received frame is parsed as an `In`.
pub struct Json<In> {
    kind: std::marker::PhantomData<fn() -> In>,
}

impl<In> Json<In> {
    pub fn new() -> Json<In> {
        Json { kind: std::marker::PhantomData }
    }
}

impl<In: DeserializeOwned> Decoder for Json<In> {
    type Item = In;
    type Error = io::Error;

    /// Takes the next frame out of the bytes that have arrived. Returns `None` if it is incomplete.
    ///
    /// This is lesson 09's `read_frame` turned inside out. It does not ask for bytes and wait. `Framed`
    /// calls it whenever bytes have arrived, and keeps what it leaves in `stream` for the next call. So
    /// it may also lose a race in `select!` without losing bytes.
    fn decode(&mut self, stream: &mut BytesMut) -> io::Result<Option<In>> {
        let Some(header) = stream.first_chunk::<HEADER>() else { return Ok(None) };
        let claimed = u32::from_be_bytes(*header);
        let Some(length) = usize::try_from(claimed).ok().filter(|most| *most <= MAX_PAYLOAD) else {
            return Err(invalid(format!("a frame claims {claimed} bytes")));
        };
        if stream.len() < HEADER + length {
            // Reserve room for the rest, so that the buffer need not grow step by step. The limit
            // above bounds this.
            stream.reserve(HEADER + length - stream.len());
            return Ok(None);
        }
        stream.advance(HEADER);
        let payload = stream.split_to(length);
        serde_json::from_slice(&payload).map(Some).map_err(invalid)
    }

    // At the end of the stream `Framed` calls `decode_eof`. By default it returns an error if bytes
    // are left over. That is right for us: the stream has ended inside a frame.
}

impl<In, Out: Serialize> Encoder<&Out> for Json<In> {
    type Error = io::Error;

    fn encode(&mut self, message: &Out, stream: &mut BytesMut) -> io::Result<()> {
        let payload = serde_json::to_vec(message)?;
        let length = u32::try_from(payload.len()).map_err(invalid)?;
        stream.reserve(HEADER + payload.len());
        stream.put_u32(length);
        stream.put_slice(&payload);
        Ok(())
    }
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}
