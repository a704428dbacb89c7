//! Lesson 09: frames, a length of four bytes in front of each payload. TCP may cut the stream
//! anywhere and glue it anywhere; the frames come out whole. The scripts stand beside this table.

pub mod client;
pub mod habits;
mod partings;
pub mod server;

use super::Case;
use crate::ids::*;
use crate::lessons::belief;

pub const CASES: &[Case] = &[
    Case::server("a-hundred-frames", server::a_hundred_frames)
        .promises("The server answers each frame at once with its payload in upper case, a hundred times")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, server::first_answer),
            belief(BYTE_ORDER_IS_OBVIOUS, server::same_either_way),
            belief(LENGTH_COUNTS_ITSELF, server::length_with_header),
            belief(WRITE_IS_SENT, server::much_is_answered_at_last),
            belief(READ_TO_END_IS_ONE_MESSAGE, server::answered_only_at_the_end),
        ]),
    Case::server("length-of-four-bytes", server::length_of_four_bytes)
        .promises("The server reads and writes lengths as big-endian numbers of four bytes: 258 is 00 00 01 02")
        .exposes(&[belief(BYTE_ORDER_IS_OBVIOUS, server::same_either_way)]),
    Case::server("every-cut-of-two-frames", server::every_cut_of_two_frames)
        .promises("The server answers two frames alike in every way in which their bytes can be cut")
        .exposes(&[
            belief(HEADER_MAY_GO_FIRST, server::the_payload_is_answered_as_a_frame),
            belief(ONE_READ_IS_ONE_HEADER, server::cut_behind_headers),
            belief(READ_ENDS_WITH_THE_MESSAGE, server::cut_anywhere),
            belief(ONE_READ_IS_ONE_FRAME, server::one_frame_a_time),
        ]),
    Case::server("frame-in-pieces", server::payload_in_pieces)
        .promises("The server waits for as many bytes as the header says")
        .exposes(&[belief(ONE_READ_IS_ONE_PAYLOAD, server::header_in_pieces)]),
    Case::server("ten-frames-in-one-breath", server::ten_frames_in_one_breath)
        .promises("The server answers all of ten frames that arrive together")
        .exposes(&[
            belief(READ_ENDS_WITH_THE_MESSAGE, server::cut_anywhere),
            belief(ONE_READ_IS_ONE_FRAME, server::one_frame_a_time),
        ]),
    Case::server("glued-borders", server::glued_borders)
        .promises("The server keeps what came of the next frame together with this one's end"),
    Case::server("half-a-frame-behind", server::half_a_frame_behind)
        .promises("The server answers a frame that has come whole, though half of the next one has come with it"),
    Case::server("empty-frames", server::empty_frames)
        .promises("The server answers a frame without payload by a frame without payload, and goes on")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, server::one_client)]),
    Case::server("any-bytes", server::any_bytes)
        .promises("The server sends back bytes that are no text as they came")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::counts_in_bytes)]),
    Case::server("counts-in-bytes", server::counts_in_bytes)
        .promises("The server counts a payload's bytes, not its characters: 你好 is six")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, server::a_letter_is_a_byte)]),
    Case::server("character-in-pieces", server::character_in_pieces)
        .promises("The server answers a frame that is cut inside a character as if it had not been cut")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::characters_one_by_one)]),
    Case::server("spaces-belong-to-the-payload", server::spaces_belong_to_the_payload)
        .promises("The server sends back white space at a payload's ends, too")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, server::a_letter_is_a_byte)]),
    Case::server("exactly-the-limit", server::exactly_the_limit)
        .promises("The server answers a frame of exactly 1 MiB (1,048,576 bytes)"),
    Case::server("one-over-the-limit", server::one_over_the_limit)
        .promises("The server closes the connection on which 1,048,577 bytes are claimed, and serves the next client"),
    Case::server("four-gigabytes", server::four_gigabytes)
        .promises("The server asks for no memory because four bytes claim it: it closes, and serves the next client")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, server::exactly_the_limit)]),
    Case::server("answers-a-slow-reader", server::answers_a_slow_reader)
        .promises("The server sends an answer whole, even if its write is interrupted half-way")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, server::answers_a_late_reader),
            belief(FAILED_HALF_WAY_DID_NOTHING, server::answers_a_late_reader),
        ]),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server answers all frames of a client that has said its last word, and closes")
        .exposes(&[belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::one_client)]),
    Case::server("ends-in-the-header", partings::ends_in_the_header)
        .promises("The server answers nothing to a client that ends inside a header, closes, and serves the next")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::one_client),
            belief(END_OF_STREAM_ENDS_THE_FRAME, server::answers_still_due),
        ]),
    Case::server("ends-in-the-payload", partings::ends_in_the_payload)
        .promises("The server answers nothing to a client that ends inside a payload, closes, and serves the next")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::one_client),
            belief(END_OF_STREAM_ENDS_THE_FRAME, server::answers_still_due),
        ]),
    Case::server("one-client-after-another", server::one_client_after_another)
        .promises("The server serves one client after another, those too that leave without a word")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, server::one_client)]),
    Case::server("resets-in-a-frame", partings::resets_in_a_frame)
        .promises("The server serves the next client after one has reset its connection inside a frame")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    Case::server("gone-before-the-reply", partings::gone_before_the_reply)
        .promises("The server serves the next client after one was gone before its reply")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    Case::server("address-in-use", server::address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
    Case::client("a-hundred-lines", client::a_hundred_lines)
        .promises("The client sends each line as a frame and prints its reply before it takes the next")
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, client::same_either_way),
            belief(LENGTH_COUNTS_ITSELF, client::length_with_header),
            belief(WRITE_IS_SENT, client::long_line_is_sent),
            belief(READ_TO_END_IS_ONE_MESSAGE, client::printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, client::second_line_has_the_first),
        ]),
    Case::client("length-of-a-line", client::length_of_four_bytes)
        .promises("The client writes and reads lengths as big-endian numbers of four bytes: 258 is 00 00 01 02")
        .exposes(&[belief(BYTE_ORDER_IS_OBVIOUS, client::same_either_way)]),
    Case::client("empty-lines-are-frames", client::empty_lines_are_frames)
        .promises("The client sends an empty line as a frame of no bytes, and prints the reply to it")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, client::a_hundred_lines)]),
    Case::client("reply-of-any-length", client::reply_of_any_length)
        .promises("The client prints as many bytes as the reply's header says, be they more or fewer than it sent"),
    Case::client("reply-in-every-cut", client::reply_in_every_cut)
        .promises("The client prints a reply in one line, in whatever pieces its header and payload come"),
    Case::client("header-in-pieces", client::header_in_pieces)
        .promises("The client waits for the whole header before it counts on it")
        .exposes(&[belief(ONE_READ_IS_ONE_HEADER, client::one_line)]),
    Case::client("payload-in-pieces", client::payload_in_pieces)
        .promises("The client waits for as many bytes as the header says")
        .exposes(&[belief(ONE_READ_IS_ONE_PAYLOAD, client::header_in_pieces)]),
    Case::client("line-counted-in-bytes", client::counts_in_bytes)
        .promises("The client counts a line's bytes, not its characters: 你好 is six")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, client::one_line)]),
    Case::client("reply-cut-inside-a-character", client::character_in_pieces)
        .promises("The client prints a character whose bytes come one at a time as it is")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    Case::client("any-bytes-are-printed", client::any_bytes_are_printed)
        .promises("The client prints a reply's bytes as they are, even if they are not text")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    Case::client("any-bytes-are-sent", client::any_bytes_are_sent)
        .promises("The client sends typed bytes that are not text as they are")
        .manners()
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    Case::client("spaces-are-printed", client::spaces_are_printed)
        .promises("The client prints the white space at a reply's ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::one_line)]),
    Case::client("spaces-are-sent", client::spaces_are_sent)
        .promises("The client takes the newline off a typed line, and nothing else")
        .manners()
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::one_line)]),
    Case::client("q-is-a-line", client::q_is_a_line)
        .promises("The client sends `q` and `quit` like any other line"),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client sends a last line without newline, closes at the end of its input, and ends with status 0")
        .manners(),
    Case::client("reply-of-exactly-the-limit", client::exactly_the_limit)
        .promises("The client prints a reply of exactly 1 MiB (1,048,576 bytes)"),
    Case::client("reply-over-the-limit", client::one_over_the_limit)
        .promises("The client says in one line that 1,048,577 bytes are no reply, and ends with status 1"),
    Case::client("reply-of-four-gigabytes", client::four_gigabytes)
        .promises("The client does not make room for four gigabytes because four bytes claim them")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, client::exactly_the_limit)]),
    Case::client("server-leaves", client::server_leaves)
        .promises("The client says in one line that the server left without a reply, and ends with status 1"),
    Case::client("server-leaves-in-the-header", client::ends_in_the_header)
        .promises("The client says in one line that the server left inside a header, and ends with status 1")
        .exposes(&[belief(END_OF_STREAM_ENDS_THE_FRAME, client::leaves_after_pieces)]),
    Case::client("server-leaves-in-the-payload", client::ends_in_the_payload)
        .promises("The client says in one line that the server left inside a payload, prints none of it, and ends with status 1")
        .exposes(&[belief(END_OF_STREAM_ENDS_THE_FRAME, client::leaves_after_pieces)]),
    Case::client("server-resets", client::server_resets)
        .promises("The client says in one line that the server reset the connection, and ends with status 1")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    Case::client("nobody-listens", client::nobody_listens)
        .promises("The client says in one line that nobody listens there, and ends with status 1"),
];
