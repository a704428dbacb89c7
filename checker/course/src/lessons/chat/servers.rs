//! Promises of a chat server, and the beliefs that may be behind a failure.

use super::super::Case;
use super::{deaf, departures, frames, server};
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const SERVER: [Case; 30] = [
    Case::server("says-to-all", server::says_to_all)
        .promises("The server forwards each line once to every member, including its sender")
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, frames::answers_in_the_other_order),
            belief(LENGTH_COUNTS_ITSELF, frames::length_with_header),
            belief(WRITE_IS_SENT, frames::sends_when_a_buffer_is_full),
            belief(READ_TO_END_IS_ONE_MESSAGE, frames::sends_only_at_the_end),
        ]),
    Case::server("joining-is-told", server::joining_is_announced)
        .promises("The server announces each join to all members, the new one first, and to no other client"),
    Case::server("one-order-for-all", server::one_order_for_all)
        .promises("The server forwards simultaneous lines in the same order to all members"),
    Case::server("time-of-each-line", server::time_of_each_line)
        .promises("The server stamps each line with one RFC 3339 time, the same for all members")
        .exposes(&[belief(A_TIME_NEEDS_NO_ZONE, server::two_talk)]),
    Case::server("a-name-is-one-members", server::a_name_is_one_members)
        .promises("The server refuses a name that is taken, and does not disturb the member that has it")
        .exposes(&[belief(INSERT_ONLY_ADDS, server::two_talk)]),
    Case::server("a-name-is-free-again", server::a_name_is_free_again)
        .promises("The server lets the next client have a name once its member has left"),
    Case::server("first-a-join", server::first_a_join)
        .promises("The server refuses, with an error, a client that does not join first or has no name"),
    Case::server("any-text", server::any_text)
        .promises("The server forwards a text unchanged, however its JSON is written"),
    Case::server("any-name", server::any_name)
        .promises("The server accepts any name: in Chinese, with a quotation mark, with an emoji"),
    Case::server("header-in-pieces", server::header_in_pieces)
        .promises("The server reads a frame whose header arrives in pieces")
        .exposes(&[belief(ONE_READ_IS_ONE_HEADER, server::cut_behind_the_header)]),
    Case::server("payload-in-pieces", server::payload_in_pieces)
        .promises("The server reads a frame whose payload arrives in pieces")
        .exposes(&[
            belief(HEADER_MAY_GO_FIRST, frames::the_payload_is_taken_for_a_frame),
            belief(ONE_READ_IS_ONE_PAYLOAD, server::header_in_pieces),
        ]),
    Case::server("all-in-one-breath", server::all_in_one_breath)
        .promises("The server forwards everything that a member sends in one burst, from join to quit")
        .exposes(&[belief(READ_ENDS_WITH_THE_MESSAGE, server::one_frame_at_a_time)]),
    Case::server("somebody-speaks-in-between", server::bob_speaks_in_between)
        .promises("The server reads a frame of which half had arrived when another member sent a line")
        .exposes(&[belief(A_LOST_RACE_LOSES_NOTHING, server::nobody_speaks_in_between)]),
    Case::server("quitting-is-told-once", departures::quitting_is_announced_once)
        .promises("The server tells the others once that a member has left, and closes its connection")
        .exposes(&[belief(WHOEVER_NOTICES_TELLS, departures::one_quits)]),
    Case::server("no-word-after-the-last", departures::no_word_after_the_last)
        .promises("The server forwards nothing from a client that has left or was not admitted"),
    Case::server("an-end-is-leaving", departures::an_end_is_leaving)
        .promises("The server tells the others that a member has left if its connection ends without a quit")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, departures::one_quits),
            belief(LEAVING_TELLS_ITSELF, departures::only_quitting_is_announced),
        ]),
    Case::server("a-reset-is-leaving", departures::a_reset_is_leaving)
        .promises("The server tells the others that a member has left if its connection is reset")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, departures::one_quits),
            belief(BROKEN_PIPE_IS_AN_ERROR, departures::one_quits),
            belief(LEAVING_TELLS_ITSELF, departures::only_quitting_is_announced),
            belief(REMOVAL_LEAVES_THE_WALK_ALONE, departures::one_quits),
        ]),
    Case::server("reset-in-a-broadcast", departures::reset_in_a_broadcast)
        .promises("The server forwards a line to all other members, even if one of them has gone")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, departures::one_quits),
            belief(BROKEN_PIPE_IS_AN_ERROR, departures::one_quits),
            belief(ONE_FAILURE_ENDS_THE_BROADCAST, departures::reset_after_a_broadcast),
            belief(REMOVAL_LEAVES_THE_WALK_ALONE, departures::reset_after_a_broadcast),
        ]),
    Case::server("half-a-frame", departures::half_a_frame)
        .promises("The server forwards nothing of a frame that never becomes complete")
        .exposes(&[belief(END_OF_STREAM_ENDS_THE_FRAME, departures::an_end_is_leaving)]),
    Case::server("no-frame-of-this-chat", departures::no_frame_of_this_chat)
        .promises("The server drops a member that sends something invalid, and tells the others"),
    Case::server("too-long", departures::too_long)
        .promises("The server drops a member whose text or frame is too long, and tells the others"),
    Case::server("four-gigabytes", frames::four_gigabytes)
        .promises("The server allocates nothing for a claimed length, drops the member and tells the others")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, frames::exactly_the_limit)]),
    Case::server("nothing-is-left", departures::nothing_is_left)
        .promises("The server has no more open descriptors after 30 members have come and gone")
        .exposes(&[belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::two_talk)]),
    Case::server("nobody-waits-for-the-deaf", deaf::nobody_waits_for_the_deaf)
        .promises("The server forwards everything to members that read while another one does not")
        .exposes(&[belief(EVERYBODY_READS, deaf::the_room_stays_open)]),
    Case::server("the-room-stays-open", deaf::the_room_stays_open)
        .promises("The server knows at once who is in the room, even while a member does not read")
        .exposes(&[belief(LOCKS_MAY_BE_HELD_OVER_IO, deaf::all_listen)]),
    Case::server("one-catches-up", deaf::one_catches_up)
        .promises("The server buffers 160 kB for a member that does not read for a while")
        .exposes(&[belief(LAGGING_LOSES_NOTHING, deaf::all_listen)]),
    Case::server("the-deaf-are-dropped", deaf::the_deaf_are_dropped)
        .promises("The server drops a member that does not read once 1 MiB is waiting, and tells the others")
        .exposes(&[belief(A_QUEUE_NEEDS_NO_END, deaf::all_of_it_is_kept)]),
    Case::server("says-good-bye", deaf::says_good_bye)
        .promises("The server says good-bye to all at SIGTERM, ends each stream, and exits with status 0"),
    Case::server("good-bye-to-the-deaf", deaf::good_bye_to_the_deaf)
        .promises("The server says good-bye at SIGTERM and exits, whether or not each member reads it")
        .waits_for_a_clock(),
    rows::address_in_use(),
];
