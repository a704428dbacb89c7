//! Lesson 09: frames, with a length of four bytes in front of each payload. TCP may split and join
//! the stream anywhere, and the frames must come out whole. The scripts are in the files next to
//! this table.

pub mod client;
mod departures;
pub mod habits;
pub mod server;

use super::Case;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    rows::a_hundred_frames(server::a_hundred_frames)
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, server::first_answer),
            belief(BYTE_ORDER_IS_OBVIOUS, habits::same_either_way),
            belief(ANY_INTEGER_WILL_DO, server::lengths_of_eight_bytes),
            belief(LENGTH_COUNTS_ITSELF, habits::length_with_header),
            belief(WRITE_IS_SENT, habits::much_is_answered_at_last),
            belief(READ_TO_END_IS_ONE_MESSAGE, habits::answered_only_at_the_end),
        ]),
    Case::server("length-of-four-bytes", server::length_of_four_bytes)
        .promises("The server uses big-endian lengths of four bytes in both directions: 258 is 00 00 01 02")
        .exposes(&[belief(BYTE_ORDER_IS_OBVIOUS, habits::same_either_way)]),
    Case::server("every-cut-of-two-frames", server::every_cut_of_two_frames)
        .promises("The server answers two frames correctly, however their bytes are cut")
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
    Case::server("joined-across-boundaries", server::joined_across_boundaries)
        .promises("The server keeps the part of the next frame that arrives with the end of this one"),
    Case::server("half-a-frame-behind", server::half_a_frame_behind)
        .promises("The server answers a complete frame, even if half of the next one arrived with it"),
    Case::server("empty-frames", server::empty_frames)
        .promises("The server answers an empty frame with an empty frame, and goes on")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, server::one_client)]),
    rows::any_bytes(server::any_bytes)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::counts_in_bytes)]),
    Case::server("counts-in-bytes", server::counts_in_bytes)
        .promises("The server counts a payload's bytes, not its characters: 你好 is six")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, server::a_letter_is_a_byte)]),
    Case::server("character-in-pieces", server::character_in_pieces)
        .promises("The server answers a frame that is cut in mid-character like any other")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::characters_one_by_one)]),
    Case::server("spaces-belong-to-the-payload", server::spaces_belong_to_the_payload)
        .promises("The server also sends back white space at a payload's ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, server::a_letter_is_a_byte)]),
    Case::server("exactly-the-limit", server::exactly_the_limit)
        .promises("The server answers a frame of exactly 1 MiB (1,048,576 bytes)"),
    Case::server("one-over-the-limit", server::one_over_the_limit)
        .promises("The server closes a connection that claims 1,048,577 bytes, and serves the next client"),
    rows::four_gigabytes(server::four_gigabytes)
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, server::exactly_the_limit)]),
    Case::server("answers-a-slow-reader", server::answers_a_slow_reader)
        .promises("The server sends an answer whole, even if its write is short")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, server::answers_a_late_reader),
            belief(FAILED_HALF_WAY_DID_NOTHING, server::answers_a_late_reader),
        ]),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server answers all frames of a client that has half-closed, and closes")
        .exposes(&[belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::one_client)]),
    Case::server("ends-in-the-header", departures::ends_in_the_header)
        .promises("The server closes without an answer if a client ends in mid-header, and serves the next")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::one_client),
            belief(END_OF_STREAM_ENDS_THE_FRAME, server::answers_still_due),
        ]),
    Case::server("ends-in-the-payload", departures::ends_in_the_payload)
        .promises("The server closes without an answer if a client ends in mid-payload, and serves the next")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::one_client),
            belief(END_OF_STREAM_ENDS_THE_FRAME, server::answers_still_due),
        ]),
    Case::server("one-client-after-another", server::one_client_after_another)
        .promises("The server serves one client after another, even those that send nothing")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, server::one_client)]),
    Case::server("resets-in-a-frame", departures::resets_in_a_frame)
        .promises("The server serves the next client after one has reset its connection in mid-frame")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    rows::gone_before_the_reply(departures::gone_before_the_reply)
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    rows::address_in_use(),
    Case::client("a-hundred-lines", client::a_hundred_lines)
        .promises("The client sends each line as a frame and prints its reply before the next line")
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, client::same_either_way),
            belief(ANY_INTEGER_WILL_DO, client::lengths_of_eight_bytes),
            belief(LENGTH_COUNTS_ITSELF, client::length_with_header),
            belief(WRITE_IS_SENT, client::long_line_is_sent),
            belief(READ_TO_END_IS_ONE_MESSAGE, client::printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, client::second_line_has_the_first),
        ]),
    rows::all_lines_at_once(client::all_lines_at_once),
    Case::client("length-of-a-line", client::length_of_four_bytes)
        .promises("The client uses big-endian lengths of four bytes in both directions: 258 is 00 00 01 02")
        .exposes(&[belief(BYTE_ORDER_IS_OBVIOUS, client::same_either_way)]),
    Case::client("empty-lines-are-frames", client::empty_lines_are_frames)
        .promises("The client sends an empty line as an empty frame, and prints the reply to it")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, client::a_hundred_lines)]),
    Case::client("reply-of-any-length", client::reply_of_any_length)
        .promises("The client prints as many bytes as the header says, more or fewer than it sent"),
    Case::client("reply-in-every-cut", client::reply_in_every_cut)
        .promises("The client prints a reply in one line, in whatever pieces header and payload arrive"),
    Case::client("header-in-pieces", client::header_in_pieces)
        .promises("The client waits for the whole header before it uses it")
        .exposes(&[belief(ONE_READ_IS_ONE_HEADER, client::two_lines)]),
    Case::client("payload-in-pieces", client::payload_in_pieces)
        .promises("The client waits for as many bytes as the header says")
        .exposes(&[belief(ONE_READ_IS_ONE_PAYLOAD, client::header_in_pieces)]),
    Case::client("line-counted-in-bytes", client::counts_in_bytes)
        .promises("The client counts a line's bytes, not its characters: 你好 is six")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, client::two_lines)]),
    Case::client("reply-cut-inside-a-character", client::character_in_pieces)
        .promises("The client prints a character whole, even if its bytes arrive one at a time")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    rows::any_bytes_are_printed(client::any_bytes_are_printed)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    rows::any_bytes_are_sent(client::any_bytes_are_sent)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    rows::spaces_are_printed(client::spaces_are_printed)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::spaces_are_sent(client::spaces_are_sent)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    Case::client("q-is-a-line", client::q_is_a_line)
        .promises("The client sends `q` and `quit` like any other line"),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client sends a last line without a newline, closes, and exits with status 0")
        .manners(),
    Case::client("reply-of-exactly-the-limit", client::exactly_the_limit)
        .promises("The client prints a reply of exactly 1 MiB (1,048,576 bytes)"),
    Case::client("reply-over-the-limit", client::one_over_the_limit)
        .promises("The client prints an error and exits with status 1 if a reply claims 1,048,577 bytes"),
    Case::client("reply-of-four-gigabytes", client::four_gigabytes)
        .promises("The client allocates nothing for a reply that claims four gigabytes")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, client::exactly_the_limit)]),
    rows::server_leaves(client::server_leaves),
    Case::client("server-leaves-in-the-header", client::ends_in_the_header)
        .promises("The client prints an error and exits with status 1 if the server closes in mid-header")
        .exposes(&[belief(END_OF_STREAM_ENDS_THE_FRAME, client::leaves_after_pieces)]),
    Case::client("server-leaves-in-the-payload", client::ends_in_the_payload)
        .promises("The client prints an error instead of a reply cut off in its payload, with status 1")
        .exposes(&[belief(END_OF_STREAM_ENDS_THE_FRAME, client::leaves_after_pieces)]),
    rows::server_resets(client::server_resets)
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    rows::nobody_listens(),
];
