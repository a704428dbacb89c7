//! Lesson 05: what was sent twice is received once, and the other way about. Each case is a schedule
//! of sends, and the output that follows from it, the same each time it is played.

mod scenes;

use crate::lessons::Case;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("glued", glued)
        .promises("Two sends that are there when the server receives come as one, and then there is nothing")
        .exposes(&[belief(BUFFER_IS_MESSAGE, exact_fit)]),
    Case::server("glued-and-cut", glued_and_cut)
        .promises("A receive takes as many bytes as fit, and the next one goes on where it stopped")
        .exposes(&[belief(TWO_SENDS_ARE_TWO_RECEIVES, dripped)]),
    Case::server("dripped", dripped)
        .promises("The server receives two sends that come one after the other as two, though one receive had room for both")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, waits_until_it_is_full)]),
    Case::server("dripped-and-cut", dripped_and_cut)
        .promises("A receive brings what is left of the first send, and does not wait for the second"),
    Case::server("byte-by-byte", byte_by_byte)
        .promises("A send that comes byte by byte is as many receives as it has bytes")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, waits_until_it_is_full)]),
    Case::server("exact-fit", exact_fit)
        .promises("Sizes that are those of the messages show the messages"),
    Case::server("long-message", long_message)
        .promises("One send of 3000 bytes is received in three parts, none longer than its size"),
    Case::server("one-receive-each", one_receive_each)
        .promises("The server receives once for each size, ends with status 0, and leaves what comes later alone")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, waits_until_it_is_full)]),
    Case::server("nothing-at-the-end", nothing_at_the_end)
        .promises("After the end of the stream each receive brings nothing, and is shown")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, exact_fit)]),
    Case::server("leaves-without-a-word", leaves_without_a_word)
        .promises("The server shows that nothing came from a client that leaves without a word")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, exact_fit)]),
    Case::server("character-cut-in-two", character_cut_in_two)
        .promises("The bytes of a character that was cut in two are shown as \\xNN, and the whole one beside it as it is")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("character-byte-by-byte", character_byte_by_byte)
        .promises("Each byte of a character that comes alone is shown as \\xNN")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("bytes-that-are-no-text", bytes_that_are_no_text)
        .promises("Bytes that are no text are shown as \\xNN, and the letters among them as they are")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("a-character-begun", a_character_begun)
        .promises("A byte with which a character begins is shown as \\xNN, and the letters behind it as they are")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("signs-as-they-are", signs_as_they_are)
        .promises("A backslash, a tab and a NUL are shown as they came: they are UTF-8"),
    Case::server("spaces-are-shown", spaces_are_shown)
        .promises("The spaces at the end of what came are shown, too")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, exact_fit)]),
    Case::server("client-resets", client_resets)
        .promises("The server ends in good order when its client resets the connection between two receives")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, nothing_at_the_end),
            belief(BROKEN_PIPE_IS_AN_ERROR, nothing_at_the_end),
        ]),
    Case::server("address-in-use", address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
    Case::client("nothing-between", nothing_between)
        .promises("The client sends its messages with nothing between them, closes, and ends with status 0"),
    Case::client("messages-as-they-are", messages_as_they_are)
        .promises("The client sends each message as it is: other alphabets, and spaces at its ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, nothing_between)]),
    Case::client("empty-messages", empty_messages)
        .promises("An empty message adds nothing to the stream, and those around it are sent"),
    Case::client("long-messages", long_messages)
        .promises("The client sends long messages whole, in order"),
    Case::client("nobody-is-in-a-hurry", nobody_is_in_a_hurry)
        .promises("Everything arrives, though nobody acknowledges anything for a while"),
    Case::client("segments-of-their-own", segments_of_their_own)
        .promises("With --nodelay each message leaves in a segment of its own")
        .exposes(&[
            belief(EACH_SEND_IS_A_SEGMENT, a_segment_for_one),
            belief(SENDS_MAY_BE_JOINED, a_segment_for_one),
        ]),
    Case::client("nobody-listens", nobody_listens)
        .promises("The client says in one line that nobody listens there, and ends with status 1"),
];
