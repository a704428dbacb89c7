//! Lesson 05: two sends can arrive as one receive, and one send as two receives. Each case is a schedule
//! of sends, and the output that follows from it. The output is the same in each run.

mod scenes;

use crate::lessons::Case;
use crate::lessons::rows;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("glued", glued)
        .promises("The server receives two sends that have already arrived as one, and then nothing")
        .exposes(&[belief(BUFFER_IS_MESSAGE, exact_fit)]),
    Case::server("glued-and-cut", glued_and_cut)
        .promises("The server receives as many bytes as fit, and continues there with the next receive")
        .exposes(&[belief(TWO_SENDS_ARE_TWO_RECEIVES, dripped)]),
    Case::server("dripped", dripped)
        .promises("The server receives two sends as two if it reads between them, even with room for both")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, waits_until_it_is_full)]),
    Case::server("dripped-and-cut", dripped_and_cut)
        .promises("The server receives the rest of the first send, and does not wait for the second"),
    Case::server("byte-by-byte", byte_by_byte)
        .promises("The server receives one byte at a time if a send arrives byte by byte")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, waits_until_it_is_full)]),
    Case::server("exact-fit", exact_fit)
        .promises("The server shows each message if the sizes are those of the messages"),
    Case::server("long-message", long_message)
        .promises("The server receives one send of 3000 bytes in three parts, none longer than its size"),
    Case::server("one-receive-each", one_receive_each)
        .promises("The server receives once for each size, exits with status 0, and leaves later bytes alone")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, waits_until_it_is_full)]),
    Case::server("nothing-at-the-end", nothing_at_the_end)
        .promises("The server receives nothing after the end of the stream, and shows each such receive")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, exact_fit)]),
    Case::server("leaves-without-a-word", leaves_without_a_word)
        .promises("The server shows that nothing arrived from a client that closes without sending anything")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, exact_fit)]),
    Case::server("character-cut-in-two", character_cut_in_two)
        .promises("The server shows the bytes of a split character as \\xNN, and a whole one as it is")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("character-byte-by-byte", character_byte_by_byte)
        .promises("The server shows each byte of a character that arrives alone as \\xNN")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("bytes-that-are-no-text", bytes_that_are_no_text)
        .promises("The server shows bytes that are not text as \\xNN, and the letters among them as they are")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("only-the-form-of-text", only_the_form_of_text)
        .promises("The server shows bytes that only look like UTF-8 as \\xNN, and an emoji as it is"),
    Case::server("a-character-begun", a_character_begun)
        .promises("The server shows the lone first byte of a character as \\xNN, and letters after it as is")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("signs-as-they-are", signs_as_they_are)
        .promises("The server shows a backslash, a tab and a NUL as they are: they are valid UTF-8"),
    Case::server("spaces-are-shown", spaces_are_shown)
        .promises("The server also shows the spaces at the end of what it received")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, exact_fit)]),
    Case::server("client-resets", client_resets)
        .promises("The server exits cleanly if its client resets the connection between two receives")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, nothing_at_the_end),
            belief(BROKEN_PIPE_IS_AN_ERROR, nothing_at_the_end),
        ]),
    rows::address_in_use_by(address_in_use),
    Case::client("nothing-between", nothing_between)
        .promises("The client sends its messages with nothing between them, closes, and exits with status 0"),
    Case::client("messages-as-they-are", messages_as_they_are)
        .promises("The client sends each message unchanged: other alphabets, and spaces at its ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, nothing_between)]),
    Case::client("empty-messages", empty_messages)
        .promises("The client adds nothing to the stream for an empty message, and sends those around it"),
    Case::client("long-messages", long_messages)
        .promises("The client sends long messages whole, in order"),
    Case::client("nobody-is-in-a-hurry", nobody_is_in_a_hurry)
        .promises("The client delivers everything, even if acknowledgements are delayed"),
    Case::client("segments-of-their-own", segments_of_their_own)
        .promises("The client sends each message in a segment of its own with --nodelay")
        .exposes(&[
            belief(EACH_SEND_IS_A_SEGMENT, a_segment_for_one),
            belief(SENDS_MAY_BE_JOINED, a_segment_for_one),
        ]),
    rows::nobody_listens_by(nobody_listens),
];
