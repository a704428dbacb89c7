//! Lesson 20's cases for the client.

use super::super::{Case, Exposes};
use super::client;
use super::packets::{self, one_packet_line};
use crate::rank::Rank::{Core, Manners};
use crate::role::Role::Client;

pub const CLIENT: [Case; 18] = [
    Case {
        name: "a-hundred-lines",
        role: Client,
        rank: Core,
        promise: "The client sends each line as a frame and prints its reply before it takes the next",
        play: client::a_hundred_lines,
        exposes: &[
            Exposes { belief: "printed-is-shown", control: client::shown_by_its_buffers },
            Exposes { belief: "read-line-replaces", control: client::second_line_has_the_first },
        ],
    },
    Case {
        name: "empty-lines-are-frames",
        role: Client,
        rank: Core,
        promise: "The client sends an empty line as a frame of no bytes over a stream, and prints the reply to it",
        play: client::empty_lines_are_frames,
        exposes: &[],
    },
    Case {
        name: "reply-in-pieces",
        role: Client,
        rank: Core,
        promise: "The client puts a reply together from the pieces in which it comes, on one machine too",
        play: client::reply_in_pieces,
        exposes: &[
            Exposes { belief: "one-read-is-one-header", control: client::one_line },
            Exposes { belief: "one-read-is-one-payload", control: client::header_in_pieces },
        ],
    },
    Case {
        name: "any-bytes-are-sent",
        role: Client,
        rank: Manners,
        promise: "The client sends typed bytes and white space as they are",
        play: client::any_bytes_are_sent,
        exposes: &[],
    },
    Case {
        name: "end-of-input",
        role: Client,
        rank: Manners,
        promise: "The client sends a last line without newline, closes at the end of its input, and ends with status 0",
        play: client::end_of_input,
        exposes: &[],
    },
    Case {
        name: "server-leaves",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server left before its reply was complete, and ends with status 1",
        play: client::server_leaves,
        exposes: &[],
    },
    Case {
        name: "server-has-left",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server has left, when it finds out with its next line, and ends with status 1",
        play: client::server_has_left,
        exposes: &[
            Exposes { belief: "network-never-fails", control: client::server_leaves },
            Exposes { belief: "broken-pipe-is-an-error", control: client::server_leaves },
        ],
    },
    Case {
        name: "server-leaves-the-line-unread",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server closed with its line unread, and ends with status 1",
        play: client::server_leaves_the_line_unread,
        exposes: &[
            Exposes { belief: "network-never-fails", control: client::server_leaves },
            Exposes { belief: "broken-pipe-is-an-error", control: client::server_leaves },
        ],
    },
    Case {
        name: "reply-over-the-limit",
        role: Client,
        rank: Core,
        promise: "The client says in one line that 1,048,577 bytes are no reply, and ends with status 1",
        play: client::reply_over_the_limit,
        exposes: &[],
    },
    Case {
        name: "nothing-is-there",
        role: Client,
        rank: Core,
        promise: "The client says in one line that nothing is at the path, and ends with status 1",
        play: client::nothing_is_there,
        exposes: &[],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        rank: Core,
        promise: "The client says in one line that nobody listens at the path, ends with status 1, and leaves the socket there",
        play: client::nobody_listens,
        exposes: &[],
    },
    Case {
        name: "path-too-long-for-the-client",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the path is too long for a socket, and ends with status 1",
        play: client::path_too_long,
        exposes: &[],
    },
    Case {
        name: "clients-default-path",
        role: Client,
        rank: Core,
        promise: "The client connects to unix-sockets.sock in the current folder where it is told no path",
        play: client::default_path,
        exposes: &[],
    },
    Case {
        name: "lines-are-packets",
        role: Client,
        rank: Core,
        promise: "The client sends each line as a packet without a header, and prints each reply",
        play: packets::lines_are_packets,
        exposes: &[Exposes {
            belief: "packets-are-read-in-parts",
            control: packets::one_stream_line,
        }],
    },
    Case {
        name: "empty-line-is-no-packet",
        role: Client,
        rank: Core,
        promise: "The client sends nothing for an empty line over packets, and goes on to the next",
        play: packets::empty_line_is_no_packet,
        exposes: &[Exposes { belief: "an-empty-packet-is-a-message", control: one_packet_line }],
    },
    Case {
        name: "long-reply-packets",
        role: Client,
        rank: Core,
        promise: "The client sends and prints packets of up to 65,536 bytes whole",
        play: packets::long_reply_packets,
        exposes: &[Exposes { belief: "packets-are-read-in-parts", control: one_packet_line }],
    },
    Case {
        name: "reply-packet-too-long",
        role: Client,
        rank: Core,
        promise: "The client says in one line that a packet of 65,537 bytes is no reply, prints none of it, and ends with status 1",
        play: packets::reply_packet_too_long,
        exposes: &[
            Exposes { belief: "a-cut-packet-is-an-error", control: packets::long_reply_packets },
            Exposes { belief: "packets-are-read-in-parts", control: one_packet_line },
        ],
    },
    Case {
        name: "packet-server-leaves",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server left without a reply packet, and ends with status 1",
        play: packets::packet_server_leaves,
        exposes: &[],
    },
];
