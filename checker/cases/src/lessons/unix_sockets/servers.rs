//! Lesson 20's cases for the server.

use super::super::{Case, Exposes};
use super::packets::{self, small_packets};
use super::paths::{self, kill_and_restart, kill_tidy_and_restart, live_server_stays};
use super::paths::{ordinary_file_stays, takes_a_files_place, takes_a_files_place_alone};
use super::{place, server};
use crate::rank::Rank::Core;
use crate::role::Role::Server;

/// What may be believed of a left-over.
const IS_IN_THE_WAY: &[Exposes] =
    &[Exposes { belief: "path-is-free-when-the-server-ends", control: kill_tidy_and_restart }];

/// What may be believed of a socket at which somebody listens.
const TAKES_ITS_PLACE: &[Exposes] = &[
    Exposes { belief: "a-socket-file-is-a-left-over", control: ordinary_file_stays },
    Exposes { belief: "whatever-lies-there-is-mine", control: kill_and_restart },
];

/// What may be believed of the end.
const ENDS_IN_A_HEAP: &[Exposes] = &[
    Exposes { belief: "files-go-with-the-process", control: place::one_client },
    Exposes { belief: "a-signal-ends-a-blocking-call", control: paths::ends_after_the_next_client },
];

pub const SERVER: [Case; 36] = [
    Case {
        name: "a-hundred-frames",
        role: Server,
        rank: Core,
        promise: "The server answers each frame on its Unix socket with its payload in upper case, a hundred times",
        play: server::a_hundred_frames,
        exposes: &[
            Exposes { belief: "buffer-is-message", control: server::first_answer },
            Exposes { belief: "byte-order-is-obvious", control: server::same_either_way },
            Exposes { belief: "length-counts-itself", control: server::length_with_header },
            Exposes { belief: "write-is-sent", control: server::much_is_answered_at_last },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: server::answered_only_at_the_end,
            },
        ],
    },
    Case {
        name: "any-payload",
        role: Server,
        rank: Core,
        promise: "The server answers payloads of any bytes: none, bytes that are no text, white space at the ends",
        play: server::any_payload,
        exposes: &[
            Exposes { belief: "bytes-may-be-trimmed", control: place::one_client },
            Exposes { belief: "each-read-is-whole-text", control: place::one_client },
            Exposes { belief: "zero-length-is-the-end", control: place::one_client },
        ],
    },
    Case {
        name: "frames-in-pieces",
        role: Server,
        rank: Core,
        promise: "The server puts frames together from the pieces in which they come, on one machine too",
        play: server::frames_in_pieces,
        exposes: &[
            Exposes {
                belief: "header-may-go-first",
                control: server::the_payload_is_answered_as_a_frame,
            },
            Exposes { belief: "one-read-is-one-header", control: server::cut_behind_headers },
            Exposes { belief: "one-read-is-one-payload", control: server::header_in_pieces },
        ],
    },
    Case {
        name: "frames-in-one-breath",
        role: Server,
        rank: Core,
        promise: "The server answers all of five frames that arrive together",
        play: server::frames_in_one_breath,
        exposes: &[Exposes { belief: "one-read-is-one-frame", control: server::one_frame_a_time }],
    },
    Case {
        name: "up-to-the-limit",
        role: Server,
        rank: Core,
        promise: "The server answers a frame of exactly 1 MiB, closes where one byte more is claimed, and serves the next",
        play: server::up_to_the_limit,
        exposes: &[],
    },
    Case {
        name: "four-gigabytes",
        role: Server,
        rank: Core,
        promise: "The server asks for no memory because four bytes claim it: it closes, and serves the next client",
        play: server::four_gigabytes,
        exposes: &[Exposes { belief: "header-can-be-trusted", control: server::much_at_once }],
    },
    Case {
        name: "answers-a-slow-reader",
        role: Server,
        rank: Core,
        promise: "The server sends an answer whole, even if its write is interrupted half-way",
        play: server::answers_a_slow_reader,
        exposes: &[Exposes { belief: "one-write-takes-it-all", control: server::much_at_once }],
    },
    Case {
        name: "answers-still-due",
        role: Server,
        rank: Core,
        promise: "The server answers all frames of a client that has said its last word, and closes",
        play: server::answers_still_due,
        exposes: &[Exposes {
            belief: "finished-connections-close-themselves",
            control: place::one_client,
        }],
    },
    Case {
        name: "ends-inside-a-frame",
        role: Server,
        rank: Core,
        promise: "The server answers nothing to a client that ends inside a frame, closes, and serves the next",
        play: server::ends_inside_a_frame,
        exposes: &[
            Exposes { belief: "zero-is-nothing-yet", control: place::one_client },
            Exposes { belief: "end-of-stream-ends-the-frame", control: server::answers_still_due },
        ],
    },
    Case {
        name: "one-client-after-another",
        role: Server,
        rank: Core,
        promise: "The server serves one client after another, those too that leave without a word",
        play: server::one_client_after_another,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: place::one_client }],
    },
    Case {
        name: "leaves-its-answer-unread",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after one has closed with its answer unread",
        play: server::leaves_its_answer_unread,
        exposes: &[
            Exposes { belief: "network-never-fails", control: place::two_clients },
            Exposes { belief: "broken-pipe-is-an-error", control: place::two_clients },
        ],
    },
    Case {
        name: "uid-is-logged",
        role: Server,
        rank: Core,
        promise: "The server says on standard error who each client is, in a line that ends with `uid N`",
        play: server::uid_is_logged,
        exposes: &[Exposes { belief: "accept-says-who-it-is", control: place::one_client }],
    },
    Case {
        name: "kill-and-restart",
        role: Server,
        rank: Core,
        promise: "The server comes back at its path after it was killed there",
        play: paths::kill_and_restart,
        exposes: IS_IN_THE_WAY,
    },
    Case {
        name: "left-over-is-replaced",
        role: Server,
        rank: Core,
        promise: "The server replaces a socket at which nobody listens any more, whoever left it there",
        play: paths::left_over_is_replaced,
        exposes: IS_IN_THE_WAY,
    },
    Case {
        name: "ordinary-file-stays",
        role: Server,
        rank: Core,
        promise: "The server does not touch an ordinary file at its path: it says so and ends with status 1",
        play: paths::ordinary_file_stays,
        exposes: &[
            Exposes { belief: "refused-means-a-dead-server", control: takes_a_files_place_alone },
            Exposes { belief: "whatever-lies-there-is-mine", control: takes_a_files_place },
        ],
    },
    Case {
        name: "folder-stays",
        role: Server,
        rank: Core,
        promise: "The server does not touch a folder at its path: it says so and ends with status 1",
        play: paths::folder_stays,
        exposes: &[],
    },
    Case {
        name: "link-stays",
        role: Server,
        rank: Core,
        promise: "The server touches neither a link at its path, to a file, to a dead socket or to nothing, nor what it leads to",
        play: paths::link_stays,
        exposes: &[
            Exposes { belief: "refused-means-a-dead-server", control: takes_a_files_place_alone },
            Exposes { belief: "whatever-lies-there-is-mine", control: takes_a_files_place },
        ],
    },
    Case {
        name: "live-server-stays",
        role: Server,
        rank: Core,
        promise: "The server does not take the place of one that listens there: it says so and ends with status 1",
        play: paths::live_server_stays,
        exposes: TAKES_ITS_PLACE,
    },
    Case {
        name: "live-server-of-another-kind-stays",
        role: Server,
        rank: Core,
        promise: "The server does not take the place of one that listens there for packets",
        play: paths::live_server_of_another_kind_stays,
        exposes: &[
            Exposes { belief: "no-connection-means-no-server", control: live_server_stays },
            Exposes { belief: "a-socket-file-is-a-left-over", control: ordinary_file_stays },
            Exposes { belief: "whatever-lies-there-is-mine", control: kill_and_restart },
        ],
    },
    Case {
        name: "full-server-stays",
        role: Server,
        rank: Core,
        promise: "The server does not take the place of one that listens there and has no room in its queue",
        play: paths::full_server_stays,
        exposes: &[],
    },
    Case {
        name: "second-of-its-kind-gives-way",
        role: Server,
        rank: Core,
        promise: "The server gives way to itself: the first goes on serving, the second ends with status 1",
        play: paths::second_of_its_kind_gives_way,
        exposes: TAKES_ITS_PLACE,
    },
    Case {
        name: "removed-at-sigterm",
        role: Server,
        rank: Core,
        promise: "The server removes its socket at SIGTERM, and ends with status 0",
        play: paths::removed_at_sigterm,
        exposes: ENDS_IN_A_HEAP,
    },
    Case {
        name: "removed-while-serving",
        role: Server,
        rank: Core,
        promise: "The server removes its socket at SIGTERM while a client is in the middle of a frame, or does not read, and ends with status 0",
        play: paths::removed_while_serving,
        exposes: ENDS_IN_A_HEAP,
    },
    Case {
        name: "not-its-file-any-more",
        role: Server,
        rank: Core,
        promise: "The server leaves alone at SIGTERM what somebody else has put in its socket's place",
        play: paths::not_its_file_any_more,
        exposes: &[Exposes {
            belief: "the-path-is-still-mine",
            control: paths::removed_at_sigterm,
        }],
    },
    Case {
        name: "mode-0600",
        role: Server,
        rank: Core,
        promise: "The server lets nobody but its owner connect: its socket has mode 0600",
        play: paths::mode_0600,
        exposes: &[Exposes { belief: "what-i-bind-is-mine-alone", control: place::one_client }],
    },
    Case {
        name: "path-too-long",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its path is too long for a socket, and ends with status 1",
        play: paths::path_too_long,
        exposes: &[Exposes { belief: "long-paths-are-cut", control: place::one_client }],
    },
    Case {
        name: "longest-path",
        role: Server,
        rank: Core,
        promise: "The server listens at a path of 107 bytes",
        play: paths::longest_path,
        exposes: &[],
    },
    Case {
        name: "no-such-folder",
        role: Server,
        rank: Core,
        promise: "The server says in one line that the path's folder is missing, and ends with status 1",
        play: paths::no_such_folder,
        exposes: &[],
    },
    Case {
        name: "default-path",
        role: Server,
        rank: Core,
        promise: "The server listens at unix-sockets.sock in the current folder where it is told no path",
        play: paths::default_path,
        exposes: &[],
    },
    Case {
        name: "a-hundred-packets",
        role: Server,
        rank: Core,
        promise: "The server answers each packet with a packet in upper case, and neither has a header",
        play: packets::a_hundred_packets,
        exposes: &[Exposes { belief: "packets-are-read-in-parts", control: place::one_client }],
    },
    Case {
        name: "packets-in-a-row",
        role: Server,
        rank: Core,
        promise: "The server answers each of five packets that wait for it with a packet of its own",
        play: packets::packets_in_a_row,
        exposes: &[],
    },
    Case {
        name: "long-packets",
        role: Server,
        rank: Core,
        promise: "The server answers packets of up to 65,536 bytes whole",
        play: packets::long_packets,
        exposes: &[Exposes { belief: "packets-are-read-in-parts", control: small_packets }],
    },
    Case {
        name: "packet-too-long",
        role: Server,
        rank: Core,
        promise: "The server closes the connection on which a packet of 65,537 bytes came, and serves the next client",
        play: packets::packet_too_long,
        exposes: &[
            Exposes { belief: "a-cut-packet-is-an-error", control: packets::long_packets },
            Exposes { belief: "packets-are-read-in-parts", control: small_packets },
        ],
    },
    Case {
        name: "one-packet-client-after-another",
        role: Server,
        rank: Core,
        promise: "The server serves one client after another over packets, too",
        play: packets::one_packet_client_after_another,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: small_packets }],
    },
    Case {
        name: "packets-and-the-path",
        role: Server,
        rank: Core,
        promise: "The server touches neither a file nor another server's socket at its path over packets, too",
        play: packets::only_a_left_over_is_replaced,
        exposes: &[],
    },
    Case {
        name: "packets-and-the-end",
        role: Server,
        rank: Core,
        promise: "The server says who its clients are and removes its own socket at SIGTERM over packets, too",
        play: packets::ends_in_good_order,
        exposes: &[],
    },
];
