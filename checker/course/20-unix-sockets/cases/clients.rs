//! Lesson 20's cases for the client.

use super::super::Case;
use super::client;
use super::packets::{self, one_packet_line};
use crate::ids::*;
use crate::lessons::belief;

pub const CLIENT: [Case; 18] = [
    Case::client("a-hundred-lines", client::a_hundred_lines)
        .promises("The client sends each line as a frame and prints its reply before the next line")
        .exposes(&[
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, client::second_line_has_the_first),
        ]),
    Case::client("empty-lines-are-frames", client::empty_lines_are_frames)
        .promises("The client sends an empty line over a stream as an empty frame, and prints its reply"),
    Case::client("reply-in-pieces", client::reply_in_pieces)
        .promises("The client assembles a reply from the pieces in which it arrives, on one machine too")
        .exposes(&[
            belief(ONE_READ_IS_ONE_HEADER, client::two_lines),
            belief(ONE_READ_IS_ONE_PAYLOAD, client::header_in_pieces),
        ]),
    Case::client("any-bytes-are-sent", client::any_bytes_are_sent)
        .promises("The client sends typed bytes and white space unchanged")
        .manners(),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client sends a last line without a newline, closes, and exits with status 0")
        .manners(),
    Case::client("server-leaves", client::server_leaves)
        .promises("The client prints an error and exits with status 1 if the reply is incomplete"),
    Case::client("server-has-left", client::server_has_left)
        .promises("The client prints an error and exits with status 1 if its next line finds the server gone")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    Case::client("server-leaves-the-line-unread", client::server_leaves_the_line_unread)
        .promises("The client prints an error and exits with status 1 if the server leaves its line unread")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    Case::client("reply-over-the-limit", client::reply_over_the_limit)
        .promises("The client prints an error and exits with status 1 if a reply claims 1,048,577 bytes"),
    Case::client("nothing-is-there", client::nothing_is_there)
        .promises("The client prints an error and exits with status 1 if there is nothing at the path"),
    Case::client("nobody-listens", client::nobody_listens)
        .promises("The client exits with status 1 if no server listens at the path, and keeps the socket"),
    Case::client("path-too-long-for-the-client", client::path_too_long)
        .promises("The client prints an error and exits with status 1 if the path is too long for a socket"),
    Case::client("clients-default-path", client::default_path)
        .promises("The client connects to unix-sockets.sock in the current folder if no path is given"),
    Case::client("lines-are-packets", packets::lines_are_packets)
        .promises("The client sends each line as a packet without a header, and prints each reply")
        .exposes(&[belief(PACKETS_ARE_READ_IN_PARTS, packets::one_stream_line)]),
    Case::client("empty-line-is-no-packet", packets::empty_line_is_no_packet)
        .promises("The client sends nothing for an empty line over packets, and goes on to the next")
        .exposes(&[belief(AN_EMPTY_PACKET_IS_A_MESSAGE, one_packet_line)]),
    Case::client("long-reply-packets", packets::long_reply_packets)
        .promises("The client sends and prints packets of up to 65,536 bytes whole")
        .exposes(&[belief(PACKETS_ARE_READ_IN_PARTS, one_packet_line)]),
    Case::client("reply-packet-too-long", packets::reply_packet_too_long)
        .promises("The client prints an error instead of a packet of 65,537 bytes, and exits with status 1")
        .exposes(&[
            belief(A_CUT_PACKET_IS_AN_ERROR, packets::long_reply_packets),
            belief(PACKETS_ARE_READ_IN_PARTS, one_packet_line),
        ]),
    Case::client("packet-server-leaves", packets::packet_server_leaves)
        .promises("The client prints an error and exits with status 1 if the server closes without a packet"),
];
