//! Lesson 19: many clients at once, on one thread. A client that stops half-way, in a frame or in
//! reading an answer, delays no other client. The scripts are in the files next to this table.

mod scenes;
mod slow;

use super::Case;
use super::framing::habits;
use super::framing::server as frames;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    rows::a_hundred_frames(frames::a_hundred_frames)
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, slow::flags_are_handed_down),
            belief(BYTE_ORDER_IS_OBVIOUS, habits::same_either_way),
            belief(LENGTH_COUNTS_ITSELF, habits::length_with_header),
            belief(WRITE_IS_SENT, habits::much_is_answered_at_last),
            belief(READ_TO_END_IS_ONE_MESSAGE, habits::answered_only_at_the_end),
        ]),
    Case::server("half-a-header-holds-nobody", scenes::half_a_header_holds_nobody)
        .promises("The server serves bob while alice has sent half a header, and alice when she continues")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, slow::flags_are_handed_down),
            belief(BUFFER_IS_MESSAGE, frames::first_answer),
            belief(ONE_BUFFER_FOR_ALL, scenes::half_frames_of_one),
            belief(READABLE_MEANS_A_WHOLE_MESSAGE, scenes::whole_frames_from_two),
        ]),
    Case::server("half-frames-from-all", scenes::half_frames_from_all)
        .promises("The server answers twenty clients that all stopped in mid-frame, the last one first")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, slow::flags_are_handed_down),
            belief(HEADER_MAY_GO_FIRST, frames::the_payload_is_answered_as_a_frame),
            belief(ONE_BUFFER_FOR_ALL, scenes::half_frames_of_one),
            belief(READABLE_MEANS_A_WHOLE_MESSAGE, scenes::whole_frames_from_two),
        ]),
    Case::server("byte-by-byte-in-turn", scenes::byte_by_byte_in_turn)
        .promises("The server keeps three clients apart whose frames arrive byte by byte, in turn")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, slow::flags_are_handed_down),
            belief(HEADER_MAY_GO_FIRST, frames::the_payload_is_answered_as_a_frame),
            belief(ONE_BUFFER_FOR_ALL, scenes::half_frames_of_one),
            belief(READABLE_MEANS_A_WHOLE_MESSAGE, scenes::whole_frames_from_two),
        ]),
    Case::server("every-cut", scenes::every_cut)
        .promises("The server answers a frame correctly, however its bytes are cut")
        .exposes(&[belief(HEADER_MAY_GO_FIRST, frames::the_payload_is_answered_as_a_frame)]),
    Case::server("ten-frames-in-one-breath", frames::ten_frames_in_one_breath)
        .promises("The server answers all of ten frames that arrive together")
        .exposes(&[belief(ONE_READ_IS_ONE_FRAME, frames::one_frame_a_time)]),
    Case::server("joined-across-boundaries", frames::joined_across_boundaries)
        .promises("The server keeps the part of the next frame that arrives with the end of this one"),
    Case::server("empty-frames", frames::empty_frames)
        .promises("The server answers an empty frame with an empty frame, and goes on")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, scenes::always_busy)]),
    Case::server("any-bytes", scenes::any_bytes)
        .promises("The server answers bytes that are not text, and keeps white space at the ends")
        .exposes(&[
            belief(BYTES_MAY_BE_TRIMMED, scenes::always_busy),
            belief(EACH_READ_IS_WHOLE_TEXT, scenes::always_busy),
        ]),
    Case::server("long-frames", scenes::long_frame)
        .promises("The server answers frames longer than any buffer on the way, up to 1 MiB")
        .exposes(&[belief(EVENTS_COME_AGAIN, scenes::little_by_little)]),
    Case::server("many-frames-in-one-breath", scenes::many_frames_in_one_breath)
        .promises("The server answers all of 2,000 small frames that arrive together")
        .exposes(&[
            belief(ONE_READ_IS_ONE_FRAME, frames::one_frame_a_time),
            belief(EVENTS_COME_AGAIN, frames::ten_frames_in_one_breath),
        ]),
    Case::server("one-thread", scenes::one_thread)
        .promises("The server serves eight clients at once and accepts a ninth, with one thread")
        .exposes(&[belief(MANY_CLIENTS_TAKE_MANY_THREADS, scenes::one_thread_for_one)]),
    Case::server("crowd-at-the-door", scenes::crowd_at_the_door)
        .promises("The server serves each of 80 clients that connect almost simultaneously")
        .exposes(&[belief(EVENTS_COME_AGAIN, scenes::one_by_one)]),
    Case::server("a-thousand-idle-ones", scenes::a_thousand_idle_ones)
        .promises("The server serves a busy client beside 1,000 idle ones")
        .exposes(&[belief(EVENTS_COME_AGAIN, scenes::one_by_one)]),
    Case::server("rests-alone", scenes::rests_alone)
        .promises("The server uses no processor time without clients, and lets the kernel wake it")
        .exposes(&[belief(NONBLOCKING_MEANS_ASKING_AGAIN, scenes::always_busy)]),
    Case::server("rests-with-silent-clients", scenes::rests_with_silent_clients)
        .promises("The server uses no processor time while its clients are silent")
        .exposes(&[
            belief(WRITABLE_IS_NEWS, scenes::rests_alone),
            belief(NONBLOCKING_MEANS_ASKING_AGAIN, scenes::always_busy),
        ]),
    Case::server("deaf-ones-hold-nobody", slow::deaf_ones_hold_nobody)
        .promises("The server serves others while a client does not read its answers")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, slow::flags_are_handed_down),
            belief(ONLY_READING_WAITS, slow::all_read),
        ]),
    Case::server("whole-for-slow-readers", slow::whole_for_slow_readers)
        .promises("The server sends answers whole and in order to a client that reads late")
        .exposes(&[
            belief(WRITE_ALL_SENDS_ALL, slow::little_for_slow_readers),
            belief(WOULD_BLOCK_IS_AN_ERROR, slow::little_for_slow_readers),
            belief(THE_REST_GOES_WITH_THE_NEXT, slow::speaks_while_she_reads),
            belief(ONE_WRITE_TAKES_IT_ALL, slow::little_for_slow_readers),
            belief(FAILED_HALF_WAY_DID_NOTHING, slow::little_for_slow_readers),
        ]),
    Case::server("no-more-is-read", slow::no_more_is_read)
        .promises("The server stops reading from a client that does not read its answers, until it does")
        .exposes(&[belief(A_QUEUE_HAS_ROOM_FOR_ALL, slow::whole_for_slow_readers)]),
    Case::server("last-word-with-the-end", slow::last_word_with_the_end)
        .promises("The server answers a frame that arrives with the end of the stream, and closes")
        .exposes(&[
            belief(THE_END_OF_HEARING_IS_THE_END, slow::end_after_the_answer),
            belief(ZERO_IS_NOTHING_YET, scenes::always_busy),
        ]),
    Case::server("owed-at-the-end", slow::owed_at_the_end)
        .promises("The server sends all it owes to a client that half-closed and reads late, and closes")
        .exposes(&[belief(THE_END_OF_HEARING_IS_THE_END, slow::whole_for_slow_readers)]),
    Case::server("everybody-their-own", scenes::everybody_their_own)
        .promises("The server gives each client its own answers while others come and go"),
    Case::server("comes-and-goes", scenes::comes_and_goes)
        .promises("The server keeps no descriptors of clients that have left")
        .exposes(&[belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, scenes::rests_after_a_visit)]),
    Case::server("resets-hurt-nobody", slow::resets_hurt_nobody)
        .promises("The server serves the others if a client resets its connection")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, scenes::whole_frames_from_two),
            belief(BROKEN_PIPE_IS_AN_ERROR, scenes::whole_frames_from_two),
        ]),
    Case::server("one-over-the-limit", scenes::one_over_the_limit)
        .promises("The server closes a connection that claims 1,048,577 bytes, and no other"),
    Case::server("four-gigabytes", frames::four_gigabytes)
        .promises("The server allocates nothing for a length that is only claimed")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, frames::exactly_the_limit)]),
    Case::server("ends-inside-a-frame", scenes::ends_inside_a_frame)
        .promises("The server closes without an answer if a client ends in mid-frame, and serves the others")
        .exposes(&[belief(END_OF_STREAM_ENDS_THE_FRAME, slow::last_word_with_the_end)]),
    Case::server("no-descriptor-left", scenes::no_descriptor_left)
        .promises("The server neither spins nor exits without descriptors, and accepts waiting clients later")
        .exposes(&[
            belief(ACCEPT_NEVER_FAILS, scenes::descriptors_enough),
            belief(A_FAILED_ACCEPT_IS_OVER, scenes::descriptors_enough),
            belief(EVENTS_COME_AGAIN, scenes::descriptors_enough),
        ]),
    rows::address_in_use(),
];
