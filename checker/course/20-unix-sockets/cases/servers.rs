//! Lesson 20's cases for the server.

use super::super::{Case, Exposes};
use super::packets::{self, small_packets};
use super::paths::{self, kill_and_restart, kill_tidy_and_restart, live_server_stays};
use super::paths::{ordinary_file_stays, takes_a_files_place, takes_a_files_place_alone};
use super::{place, server};
use crate::ids::*;
use crate::lessons::{belief, rows};

/// Possible beliefs about a stale socket file.
const IS_IN_THE_WAY: &[Exposes] =
    &[belief(PATH_IS_FREE_WHEN_THE_SERVER_ENDS, kill_tidy_and_restart)];

/// Possible beliefs about a socket on which a program listens.
const TAKES_ITS_PLACE: &[Exposes] = &[
    belief(A_SOCKET_FILE_IS_A_LEFT_OVER, ordinary_file_stays),
    belief(WHATEVER_LIES_THERE_IS_MINE, kill_and_restart),
];

/// Possible beliefs about the end of the server.
const ENDS_IN_A_HEAP: &[Exposes] = &[
    belief(FILES_GO_WITH_THE_PROCESS, place::one_client),
    belief(A_SIGNAL_ENDS_A_BLOCKING_CALL, paths::ends_after_the_next_client),
];

pub const SERVER: [Case; 36] = [
    Case::server("a-hundred-frames", server::a_hundred_frames)
        .promises("The server answers each frame on its Unix socket in upper case, a hundred times")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, server::first_answer),
            belief(BYTE_ORDER_IS_OBVIOUS, server::same_either_way),
            belief(LENGTH_COUNTS_ITSELF, server::length_with_header),
            belief(WRITE_IS_SENT, server::much_is_answered_at_last),
            belief(READ_TO_END_IS_ONE_MESSAGE, server::answered_only_at_the_end),
        ]),
    Case::server("any-payload", server::any_payload)
        .promises("The server answers any payload: empty, not text, white space at its ends")
        .exposes(&[
            belief(BYTES_MAY_BE_TRIMMED, place::one_client),
            belief(EACH_READ_IS_WHOLE_TEXT, place::one_client),
            belief(ZERO_LENGTH_IS_THE_END, place::one_client),
        ]),
    Case::server("frames-in-pieces", server::frames_in_pieces)
        .promises("The server assembles frames from the pieces in which they arrive, on one machine too")
        .exposes(&[
            belief(HEADER_MAY_GO_FIRST, server::the_payload_is_answered_as_a_frame),
            belief(ONE_READ_IS_ONE_HEADER, server::cut_behind_headers),
            belief(ONE_READ_IS_ONE_PAYLOAD, server::header_in_pieces),
        ]),
    Case::server("frames-in-one-breath", server::frames_in_one_breath)
        .promises("The server answers all of five frames that arrive together")
        .exposes(&[belief(ONE_READ_IS_ONE_FRAME, server::one_frame_a_time)]),
    Case::server("up-to-the-limit", server::up_to_the_limit)
        .promises("The server answers a frame of exactly 1 MiB, closes at one byte more, and serves the next"),
    rows::four_gigabytes(server::four_gigabytes)
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, server::much_at_once)]),
    Case::server("answers-a-slow-reader", server::answers_a_slow_reader)
        .promises("The server sends an answer whole, even if its write is short")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, server::much_at_once),
            belief(FAILED_HALF_WAY_DID_NOTHING, server::much_at_once),
        ]),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server answers all frames of a client that has half-closed, and closes")
        .exposes(&[belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, place::one_client)]),
    Case::server("ends-inside-a-frame", server::ends_inside_a_frame)
        .promises("The server closes without an answer if a client ends in mid-frame, and serves the next")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, place::one_client),
            belief(END_OF_STREAM_ENDS_THE_FRAME, server::answers_still_due),
        ]),
    Case::server("one-client-after-another", server::one_client_after_another)
        .promises("The server serves one client after another, even those that send nothing")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, place::one_client)]),
    Case::server("leaves-its-answer-unread", server::leaves_its_answer_unread)
        .promises("The server serves the next client after one has closed with its answer unread")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, place::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, place::two_clients),
        ]),
    Case::server("uid-is-logged", server::uid_is_logged)
        .promises("The server reports each client on standard error in a line that ends with `uid N`")
        .exposes(&[belief(ACCEPT_SAYS_WHO_IT_IS, place::one_client)]),
    Case::server("kill-and-restart", paths::kill_and_restart)
        .promises("The server can listen at its path again after it was killed")
        .exposes(IS_IN_THE_WAY),
    Case::server("left-over-is-replaced", paths::left_over_is_replaced)
        .promises("The server replaces a socket file at which no process listens, whoever left it")
        .exposes(IS_IN_THE_WAY),
    Case::server("ordinary-file-stays", paths::ordinary_file_stays)
        .promises("The server leaves a file at its path alone, prints an error and exits with status 1")
        .exposes(&[
            belief(REFUSED_MEANS_A_DEAD_SERVER, takes_a_files_place_alone),
            belief(WHATEVER_LIES_THERE_IS_MINE, takes_a_files_place),
        ]),
    Case::server("folder-stays", paths::folder_stays)
        .promises("The server leaves a folder at its path alone, prints an error and exits with status 1"),
    Case::server("link-stays", paths::link_stays)
        .promises("The server leaves a symbolic link at its path alone, and also the link's target")
        .exposes(&[
            belief(REFUSED_MEANS_A_DEAD_SERVER, takes_a_files_place_alone),
            belief(WHATEVER_LIES_THERE_IS_MINE, takes_a_files_place),
        ]),
    Case::server("live-server-stays", paths::live_server_stays)
        .promises("The server leaves a listening server alone, prints an error and exits with status 1")
        .exposes(TAKES_ITS_PLACE),
    Case::server("live-server-of-another-kind-stays", paths::live_server_of_another_kind_stays)
        .promises("The server leaves a server that listens for packets alone")
        .exposes(&[
            belief(NO_CONNECTION_MEANS_NO_SERVER, live_server_stays),
            belief(A_SOCKET_FILE_IS_A_LEFT_OVER, ordinary_file_stays),
            belief(WHATEVER_LIES_THERE_IS_MINE, kill_and_restart),
        ]),
    Case::server("full-server-stays", paths::full_server_stays)
        .promises("The server leaves a listening server alone, even if its accept queue is full"),
    Case::server("second-of-its-kind-gives-way", paths::second_of_its_kind_gives_way)
        .promises("The server goes on serving if a second instance starts, which exits with status 1")
        .exposes(TAKES_ITS_PLACE),
    Case::server("removed-at-sigterm", paths::removed_at_sigterm)
        .promises("The server removes its socket at SIGTERM, and exits with status 0")
        .exposes(ENDS_IN_A_HEAP),
    Case::server("removed-while-serving", paths::removed_while_serving)
        .promises("The server removes its socket at SIGTERM and exits with status 0, even if a client stalls")
        .exposes(ENDS_IN_A_HEAP),
    Case::server("not-its-file-any-more", paths::not_its_file_any_more)
        .promises("The server leaves alone at SIGTERM what has replaced its socket at the path")
        .exposes(&[belief(THE_PATH_IS_STILL_MINE, paths::removed_at_sigterm)]),
    Case::server("mode-0600", paths::mode_0600)
        .promises("The server lets only its owner connect: its socket has mode 0600")
        .exposes(&[belief(WHAT_I_BIND_IS_MINE_ALONE, place::one_client)]),
    Case::server("path-too-long", paths::path_too_long)
        .promises("The server prints an error and exits with status 1 if its path is too long for a socket")
        .exposes(&[belief(LONG_PATHS_ARE_CUT, place::one_client)]),
    Case::server("longest-path", paths::longest_path)
        .promises("The server listens at a path of 107 bytes"),
    Case::server("no-such-folder", paths::no_such_folder)
        .promises("The server prints an error and exits with status 1 if the path's folder is missing"),
    Case::server("default-path", paths::default_path)
        .promises("The server listens at unix-sockets.sock in the current folder if no path is given"),
    Case::server("a-hundred-packets", packets::a_hundred_packets)
        .promises("The server answers each packet with a packet in upper case, without headers")
        .exposes(&[belief(PACKETS_ARE_READ_IN_PARTS, place::one_client)]),
    Case::server("packets-in-a-row", packets::packets_in_a_row)
        .promises("The server answers each of five waiting packets with a packet of its own"),
    Case::server("long-packets", packets::long_packets)
        .promises("The server answers packets of up to 65,536 bytes whole")
        .exposes(&[belief(PACKETS_ARE_READ_IN_PARTS, small_packets)]),
    Case::server("packet-too-long", packets::packet_too_long)
        .promises("The server closes on a packet of 65,537 bytes, and serves the next client")
        .exposes(&[
            belief(A_CUT_PACKET_IS_AN_ERROR, packets::long_packets),
            belief(PACKETS_ARE_READ_IN_PARTS, small_packets),
        ]),
    Case::server("one-packet-client-after-another", packets::one_packet_client_after_another)
        .promises("The server also serves one client after another over packets")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, small_packets)]),
    Case::server("packets-and-the-path", packets::only_a_left_over_is_replaced)
        .promises("The server also leaves a file and another server's socket alone over packets"),
    Case::server("packets-and-the-end", packets::ends_in_good_order)
        .promises("The server also reports its clients and removes its socket at SIGTERM over packets"),
];
