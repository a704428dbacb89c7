//! Lesson 20's cases for the client.

use super::super::Case;
use super::client;
use super::packets::{self, one_packet_line};
use crate::ids::*;
use crate::lessons::belief;

pub const CLIENT: [Case; 18] = [
    Case::client("a-hundred-lines", client::a_hundred_lines)
        .promises("The client sends each line as a frame and prints its reply before it takes the next")
        .exposes(&[
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, client::second_line_has_the_first),
        ]),
    Case::client("empty-lines-are-frames", client::empty_lines_are_frames)
        .promises("The client sends an empty line as a frame of no bytes over a stream, and prints the reply to it"),
    Case::client("reply-in-pieces", client::reply_in_pieces)
        .promises("The client puts a reply together from the pieces in which it comes, on one machine too")
        .exposes(&[
            belief(ONE_READ_IS_ONE_HEADER, client::one_line),
            belief(ONE_READ_IS_ONE_PAYLOAD, client::header_in_pieces),
        ]),
    Case::client("any-bytes-are-sent", client::any_bytes_are_sent)
        .promises("The client sends typed bytes and white space as they are")
        .manners(),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client sends a last line without newline, closes at the end of its input, and ends with status 0")
        .manners(),
    Case::client("server-leaves", client::server_leaves)
        .promises("The client says in one line that the server left before its reply was complete, and ends with status 1"),
    Case::client("server-has-left", client::server_has_left)
        .promises("The client says in one line that the server has left, when it finds out with its next line, and ends with status 1")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    Case::client("server-leaves-the-line-unread", client::server_leaves_the_line_unread)
        .promises("The client says in one line that the server closed with its line unread, and ends with status 1")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    Case::client("reply-over-the-limit", client::reply_over_the_limit)
        .promises("The client says in one line that 1,048,577 bytes are no reply, and ends with status 1"),
    Case::client("nothing-is-there", client::nothing_is_there)
        .promises("The client says in one line that nothing is at the path, and ends with status 1"),
    Case::client("nobody-listens", client::nobody_listens)
        .promises("The client says in one line that nobody listens at the path, ends with status 1, and leaves the socket there"),
    Case::client("path-too-long-for-the-client", client::path_too_long)
        .promises("The client says in one line that the path is too long for a socket, and ends with status 1"),
    Case::client("clients-default-path", client::default_path)
        .promises("The client connects to unix-sockets.sock in the current folder where it is told no path"),
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
        .promises("The client says in one line that a packet of 65,537 bytes is no reply, prints none of it, and ends with status 1")
        .exposes(&[
            belief(A_CUT_PACKET_IS_AN_ERROR, packets::long_reply_packets),
            belief(PACKETS_ARE_READ_IN_PARTS, one_packet_line),
        ]),
    Case::client("packet-server-leaves", packets::packet_server_leaves)
        .promises("The client says in one line that the server left without a reply packet, and ends with status 1"),
];
