//! Lesson 20's cases for the server.

use super::super::{Case, Exposes};
use super::packets::{self, small_packets};
use super::paths::{self, kill_and_restart, kill_tidy_and_restart, live_server_stays};
use super::paths::{ordinary_file_stays, takes_a_files_place, takes_a_files_place_alone};
use super::{place, server};
use crate::ids::*;
use crate::lessons::belief;

/// What may be believed of a left-over.
const IS_IN_THE_WAY: &[Exposes] =
    &[belief(PATH_IS_FREE_WHEN_THE_SERVER_ENDS, kill_tidy_and_restart)];

/// What may be believed of a socket at which somebody listens.
const TAKES_ITS_PLACE: &[Exposes] = &[
    belief(A_SOCKET_FILE_IS_A_LEFT_OVER, ordinary_file_stays),
    belief(WHATEVER_LIES_THERE_IS_MINE, kill_and_restart),
];

/// What may be believed of the end.
const ENDS_IN_A_HEAP: &[Exposes] = &[
    belief(FILES_GO_WITH_THE_PROCESS, place::one_client),
    belief(A_SIGNAL_ENDS_A_BLOCKING_CALL, paths::ends_after_the_next_client),
];

pub const SERVER: [Case; 36] = [
    Case::server("a-hundred-frames", server::a_hundred_frames)
        .promises("The server answers each frame on its Unix socket with its payload in upper case, a hundred times")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, server::first_answer),
            belief(BYTE_ORDER_IS_OBVIOUS, server::same_either_way),
            belief(LENGTH_COUNTS_ITSELF, server::length_with_header),
            belief(WRITE_IS_SENT, server::much_is_answered_at_last),
            belief(READ_TO_END_IS_ONE_MESSAGE, server::answered_only_at_the_end),
        ]),
    Case::server("any-payload", server::any_payload)
        .promises("The server answers payloads of any bytes: none, bytes that are no text, white space at the ends")
        .exposes(&[
            belief(BYTES_MAY_BE_TRIMMED, place::one_client),
            belief(EACH_READ_IS_WHOLE_TEXT, place::one_client),
            belief(ZERO_LENGTH_IS_THE_END, place::one_client),
        ]),
    Case::server("frames-in-pieces", server::frames_in_pieces)
        .promises("The server puts frames together from the pieces in which they come, on one machine too")
        .exposes(&[
            belief(HEADER_MAY_GO_FIRST, server::the_payload_is_answered_as_a_frame),
            belief(ONE_READ_IS_ONE_HEADER, server::cut_behind_headers),
            belief(ONE_READ_IS_ONE_PAYLOAD, server::header_in_pieces),
        ]),
    Case::server("frames-in-one-breath", server::frames_in_one_breath)
        .promises("The server answers all of five frames that arrive together")
        .exposes(&[belief(ONE_READ_IS_ONE_FRAME, server::one_frame_a_time)]),
    Case::server("up-to-the-limit", server::up_to_the_limit)
        .promises("The server answers a frame of exactly 1 MiB, closes where one byte more is claimed, and serves the next"),
    Case::server("four-gigabytes", server::four_gigabytes)
        .promises("The server asks for no memory because four bytes claim it: it closes, and serves the next client")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, server::much_at_once)]),
    Case::server("answers-a-slow-reader", server::answers_a_slow_reader)
        .promises("The server sends an answer whole, even if its write is interrupted half-way")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, server::much_at_once),
            belief(FAILED_HALF_WAY_DID_NOTHING, server::much_at_once),
        ]),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server answers all frames of a client that has said its last word, and closes")
        .exposes(&[belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, place::one_client)]),
    Case::server("ends-inside-a-frame", server::ends_inside_a_frame)
        .promises("The server answers nothing to a client that ends inside a frame, closes, and serves the next")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, place::one_client),
            belief(END_OF_STREAM_ENDS_THE_FRAME, server::answers_still_due),
        ]),
    Case::server("one-client-after-another", server::one_client_after_another)
        .promises("The server serves one client after another, those too that leave without a word")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, place::one_client)]),
    Case::server("leaves-its-answer-unread", server::leaves_its_answer_unread)
        .promises("The server serves the next client after one has closed with its answer unread")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, place::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, place::two_clients),
        ]),
    Case::server("uid-is-logged", server::uid_is_logged)
        .promises("The server says on standard error who each client is, in a line that ends with `uid N`")
        .exposes(&[belief(ACCEPT_SAYS_WHO_IT_IS, place::one_client)]),
    Case::server("kill-and-restart", paths::kill_and_restart)
        .promises("The server comes back at its path after it was killed there")
        .exposes(IS_IN_THE_WAY),
    Case::server("left-over-is-replaced", paths::left_over_is_replaced)
        .promises("The server replaces a socket at which nobody listens any more, whoever left it there")
        .exposes(IS_IN_THE_WAY),
    Case::server("ordinary-file-stays", paths::ordinary_file_stays)
        .promises("The server does not touch an ordinary file at its path: it says so and ends with status 1")
        .exposes(&[
            belief(REFUSED_MEANS_A_DEAD_SERVER, takes_a_files_place_alone),
            belief(WHATEVER_LIES_THERE_IS_MINE, takes_a_files_place),
        ]),
    Case::server("folder-stays", paths::folder_stays)
        .promises("The server does not touch a folder at its path: it says so and ends with status 1"),
    Case::server("link-stays", paths::link_stays)
        .promises("The server touches neither a link at its path, to a file, to a dead socket or to nothing, nor what it leads to")
        .exposes(&[
            belief(REFUSED_MEANS_A_DEAD_SERVER, takes_a_files_place_alone),
            belief(WHATEVER_LIES_THERE_IS_MINE, takes_a_files_place),
        ]),
    Case::server("live-server-stays", paths::live_server_stays)
        .promises("The server does not take the place of one that listens there: it says so and ends with status 1")
        .exposes(TAKES_ITS_PLACE),
    Case::server("live-server-of-another-kind-stays", paths::live_server_of_another_kind_stays)
        .promises("The server does not take the place of one that listens there for packets")
        .exposes(&[
            belief(NO_CONNECTION_MEANS_NO_SERVER, live_server_stays),
            belief(A_SOCKET_FILE_IS_A_LEFT_OVER, ordinary_file_stays),
            belief(WHATEVER_LIES_THERE_IS_MINE, kill_and_restart),
        ]),
    Case::server("full-server-stays", paths::full_server_stays)
        .promises("The server does not take the place of one that listens there and has no room in its queue"),
    Case::server("second-of-its-kind-gives-way", paths::second_of_its_kind_gives_way)
        .promises("The server gives way to itself: the first goes on serving, the second ends with status 1")
        .exposes(TAKES_ITS_PLACE),
    Case::server("removed-at-sigterm", paths::removed_at_sigterm)
        .promises("The server removes its socket at SIGTERM, and ends with status 0")
        .exposes(ENDS_IN_A_HEAP),
    Case::server("removed-while-serving", paths::removed_while_serving)
        .promises("The server removes its socket at SIGTERM while a client is in the middle of a frame, or does not read, and ends with status 0")
        .exposes(ENDS_IN_A_HEAP),
    Case::server("not-its-file-any-more", paths::not_its_file_any_more)
        .promises("The server leaves alone at SIGTERM what somebody else has put in its socket's place")
        .exposes(&[belief(THE_PATH_IS_STILL_MINE, paths::removed_at_sigterm)]),
    Case::server("mode-0600", paths::mode_0600)
        .promises("The server lets nobody but its owner connect: its socket has mode 0600")
        .exposes(&[belief(WHAT_I_BIND_IS_MINE_ALONE, place::one_client)]),
    Case::server("path-too-long", paths::path_too_long)
        .promises("The server says in one line that its path is too long for a socket, and ends with status 1")
        .exposes(&[belief(LONG_PATHS_ARE_CUT, place::one_client)]),
    Case::server("longest-path", paths::longest_path)
        .promises("The server listens at a path of 107 bytes"),
    Case::server("no-such-folder", paths::no_such_folder)
        .promises("The server says in one line that the path's folder is missing, and ends with status 1"),
    Case::server("default-path", paths::default_path)
        .promises("The server listens at unix-sockets.sock in the current folder where it is told no path"),
    Case::server("a-hundred-packets", packets::a_hundred_packets)
        .promises("The server answers each packet with a packet in upper case, and neither has a header")
        .exposes(&[belief(PACKETS_ARE_READ_IN_PARTS, place::one_client)]),
    Case::server("packets-in-a-row", packets::packets_in_a_row)
        .promises("The server answers each of five packets that wait for it with a packet of its own"),
    Case::server("long-packets", packets::long_packets)
        .promises("The server answers packets of up to 65,536 bytes whole")
        .exposes(&[belief(PACKETS_ARE_READ_IN_PARTS, small_packets)]),
    Case::server("packet-too-long", packets::packet_too_long)
        .promises("The server closes the connection on which a packet of 65,537 bytes came, and serves the next client")
        .exposes(&[
            belief(A_CUT_PACKET_IS_AN_ERROR, packets::long_packets),
            belief(PACKETS_ARE_READ_IN_PARTS, small_packets),
        ]),
    Case::server("one-packet-client-after-another", packets::one_packet_client_after_another)
        .promises("The server serves one client after another over packets, too")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, small_packets)]),
    Case::server("packets-and-the-path", packets::only_a_left_over_is_replaced)
        .promises("The server touches neither a file nor another server's socket at its path over packets, too"),
    Case::server("packets-and-the-end", packets::ends_in_good_order)
        .promises("The server says who its clients are and removes its own socket at SIGTERM over packets, too"),
];
