//! Beliefs that lesson 08 meets: a header of four bytes, and what the number in it means. Lesson 09's
//! frames meet them again.

use super::Belief;
use super::evidence::*;
use super::framing::{frame_counts_characters, lacks_the_frame};

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: "one-read-is-one-header",
        title: "One receive brings the header.",
        truth: "Four bytes may come as one and three. A header is complete when all of its bytes are there, however many receives that takes.",
        why: "TCP knows nothing of headers, and may cut a stream between any two bytes (RFC 9293, 3.7). `recv(4)` asks for at most four (recv(2)). `read_exact` goes on until it has them; in Python, a loop, or `recv(4, MSG_WAITALL)`.",
        chapter: "struct-framing",
        example: "\
stream.read(&mut header)?;               // wrong: perhaps one byte, and three zeros
stream.read_exact(&mut header)?;         // right: all four",
        // What a client says next is not about the header that came to it.
        fits: |breach| {
            let is_about_it = breach.program != "client" || !awaited_bytes(breach);
            is_about_it && (was_cut_inside_the_header(breach) || was_cut_inside_the_json(breach))
        },
    },
    Belief {
        id: "byte-order-is-obvious",
        title: "Four bytes are a number.",
        truth: "They are two numbers, one for each order of the bytes, and both sides must mean the same one. In lesson 08 the lowest byte comes first (6 is 06 00 00 00), in lesson 09 the highest (00 00 00 06).",
        why: "`<` in Python's struct and `to_le_bytes` in Rust put the lowest byte first (little-endian); `>`, `!` and `to_be_bytes` the highest, which is network order (RFC 791, appendix B). Read in the wrong order, 6 is 100,663,296.",
        chapter: "struct-framing",
        example: "\
let header = length.to_ne_bytes();       // wrong: whatever this machine does
let header = length.to_le_bytes();       // right in lesson 08: struct.pack('<i', length)
let header = length.to_be_bytes();       // right in lesson 09: struct.pack('>I', length)",
        fits: |breach| {
            has_the_header_backwards(breach)
                || has_a_json_header_backwards(breach)
                || has_a_count_backwards(breach)
                || waits_or_gives_up(breach)
                || lacks_the_frame(breach)
        },
    },
    Belief {
        id: "characters-are-bytes",
        title: "An answer is as long as it has characters.",
        truth: "A stream is made of bytes, and so is its length. In UTF-8 a Chinese character is three of them.",
        why: "`你好` is two characters and six bytes. A header that says 2 leaves four bytes lying in the stream, and they become the next header. In Python, `len` of a `str` counts characters and `len` of `bytes` counts bytes; in Rust, `len` of both counts bytes, and `chars().count()` does not.",
        chapter: "struct-framing",
        example: "\
let length = text.chars().count();       // wrong: 2
let length = text.len();                 // right: 6, the bytes that are sent",
        fits: |breach| {
            header_counts_characters(breach)
                || frame_counts_characters(breach)
                || data_len_counts_characters(breach)
                || waits_for_characters(breach)
        },
    },
];
