//! Lesson 19: everybody at once, on one thread. Whoever stops half-way, in a frame or in hearing an
//! answer, is waited for by nobody. The scripts stand beside this table.

mod scenes;
mod slow;

use super::framing::server as frames;
use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::Server;

const fn exposes(belief: &'static str, control: super::Script) -> Exposes {
    Exposes { belief, control }
}

pub const CASES: &[Case] = &[
    Case {
        name: "half-a-header-holds-nobody",
        role: Server,
        rank: Core,
        promise: "The server serves bob while alice has sent two of four header bytes, and alice when the others come",
        play: scenes::half_a_header_holds_nobody,
        exposes: &[
            exposes("buffer-is-message", frames::first_answer),
            exposes("one-buffer-for-all", scenes::half_frames_of_one),
            exposes("readable-means-a-whole-message", scenes::whole_frames_from_two),
        ],
    },
    Case {
        name: "half-frames-from-all",
        role: Server,
        rank: Core,
        promise: "The server answers each of twenty clients that have all stopped in the middle of a frame, the last one first",
        play: scenes::half_frames_from_all,
        exposes: &[
            Exposes {
                belief: "header-may-go-first",
                control: frames::the_payload_is_answered_as_a_frame,
            },
            exposes("one-buffer-for-all", scenes::half_frames_of_one),
            exposes("readable-means-a-whole-message", scenes::whole_frames_from_two),
        ],
    },
    Case {
        name: "byte-by-byte-in-turn",
        role: Server,
        rank: Core,
        promise: "The server keeps three clients apart whose frames come one byte at a time, in turn",
        play: scenes::byte_by_byte_in_turn,
        exposes: &[
            Exposes {
                belief: "header-may-go-first",
                control: frames::the_payload_is_answered_as_a_frame,
            },
            exposes("one-buffer-for-all", scenes::half_frames_of_one),
            exposes("readable-means-a-whole-message", scenes::whole_frames_from_two),
        ],
    },
    Case {
        name: "a-hundred-frames",
        role: Server,
        rank: Core,
        promise: "The server answers each frame at once with its payload in upper case, a hundred times",
        play: frames::a_hundred_frames,
        exposes: &[
            exposes("byte-order-is-obvious", frames::same_either_way),
            exposes("length-counts-itself", frames::length_with_header),
            exposes("write-is-sent", frames::much_is_answered_at_last),
            exposes("read-to-end-is-one-message", frames::answered_only_at_the_end),
        ],
    },
    Case {
        name: "every-cut",
        role: Server,
        rank: Core,
        promise: "The server answers a frame alike in every way in which its bytes can be cut",
        play: scenes::every_cut,
        exposes: &[Exposes {
            belief: "header-may-go-first",
            control: frames::the_payload_is_answered_as_a_frame,
        }],
    },
    Case {
        name: "ten-frames-in-one-breath",
        role: Server,
        rank: Core,
        promise: "The server answers all of ten frames that arrive together",
        play: frames::ten_frames_in_one_breath,
        exposes: &[exposes("one-read-is-one-frame", frames::one_frame_a_time)],
    },
    Case {
        name: "glued-borders",
        role: Server,
        rank: Core,
        promise: "The server keeps what came of the next frame together with this one's end",
        play: frames::glued_borders,
        exposes: &[],
    },
    Case {
        name: "empty-frames",
        role: Server,
        rank: Core,
        promise: "The server answers a frame without payload by a frame without payload, and goes on",
        play: frames::empty_frames,
        exposes: &[Exposes { belief: "zero-length-is-the-end", control: scenes::always_busy }],
    },
    Case {
        name: "any-bytes",
        role: Server,
        rank: Core,
        promise: "The server answers bytes that are no text, and leaves white space at the ends where it is",
        play: scenes::any_bytes,
        exposes: &[
            Exposes { belief: "bytes-may-be-trimmed", control: scenes::always_busy },
            Exposes { belief: "each-read-is-whole-text", control: scenes::always_busy },
        ],
    },
    Case {
        name: "long-frames",
        role: Server,
        rank: Core,
        promise: "The server answers frames that are longer than any buffer on the way, up to 1 MiB",
        play: scenes::long_frame,
        exposes: &[exposes("events-come-again", scenes::little_by_little)],
    },
    Case {
        name: "many-frames-in-one-breath",
        role: Server,
        rank: Core,
        promise: "The server answers all of 2,000 small frames that arrive together",
        play: scenes::many_frames_in_one_breath,
        exposes: &[
            exposes("one-read-is-one-frame", frames::one_frame_a_time),
            exposes("events-come-again", frames::ten_frames_in_one_breath),
        ],
    },
    Case {
        name: "one-thread",
        role: Server,
        rank: Core,
        promise: "The server serves eight clients at once, and lets in a ninth, with one thread",
        play: scenes::one_thread,
        exposes: &[exposes("many-clients-take-many-threads", scenes::always_busy)],
    },
    Case {
        name: "crowd-at-the-door",
        role: Server,
        rank: Core,
        promise: "The server serves each of 80 clients that connect at almost the same moment",
        play: scenes::crowd_at_the_door,
        exposes: &[exposes("events-come-again", scenes::one_by_one)],
    },
    Case {
        name: "a-thousand-idle-ones",
        role: Server,
        rank: Core,
        promise: "The server serves a busy client beside 1,000 idle ones",
        play: scenes::a_thousand_idle_ones,
        exposes: &[exposes("events-come-again", scenes::one_by_one)],
    },
    Case {
        name: "rests-alone",
        role: Server,
        rank: Core,
        promise: "The server uses no processor time while nobody is there, and has the kernel wake it",
        play: scenes::rests_alone,
        exposes: &[exposes("nonblocking-means-asking-again", scenes::always_busy)],
    },
    Case {
        name: "rests-with-silent-clients",
        role: Server,
        rank: Core,
        promise: "The server uses no processor time while its clients say nothing",
        play: scenes::rests_with_silent_clients,
        exposes: &[
            exposes("writable-is-news", scenes::rests_alone),
            exposes("nonblocking-means-asking-again", scenes::always_busy),
        ],
    },
    Case {
        name: "deaf-ones-hold-nobody",
        role: Server,
        rank: Core,
        promise: "The server serves others while a client does not read its answers",
        play: slow::deaf_ones_hold_nobody,
        exposes: &[exposes("only-reading-waits", slow::all_read)],
    },
    Case {
        name: "whole-for-slow-readers",
        role: Server,
        rank: Core,
        promise: "The server sends answers whole and in order to a client that reads late",
        play: slow::whole_for_slow_readers,
        exposes: &[
            exposes("write-all-sends-all", slow::little_for_slow_readers),
            exposes("would-block-is-an-error", slow::little_for_slow_readers),
            exposes("the-rest-goes-with-the-next", slow::speaks_while_she_reads),
            exposes("one-write-takes-it-all", slow::little_for_slow_readers),
            exposes("failed-half-way-did-nothing", slow::little_for_slow_readers),
        ],
    },
    Case {
        name: "no-more-is-read",
        role: Server,
        rank: Core,
        promise: "The server reads no more from a client that asks and asks and reads no answer, and goes on when it reads",
        play: slow::no_more_is_read,
        exposes: &[exposes("a-queue-has-room-for-all", slow::whole_for_slow_readers)],
    },
    Case {
        name: "last-word-with-the-end",
        role: Server,
        rank: Core,
        promise: "The server answers a frame that comes together with the end of the stream, and closes",
        play: slow::last_word_with_the_end,
        exposes: &[
            exposes("the-end-of-hearing-is-the-end", slow::end_after_the_answer),
            exposes("zero-is-nothing-yet", scenes::always_busy),
        ],
    },
    Case {
        name: "owed-at-the-end",
        role: Server,
        rank: Core,
        promise: "The server sends all that it owes to a client that says no more and reads late, and closes",
        play: slow::owed_at_the_end,
        exposes: &[exposes("the-end-of-hearing-is-the-end", slow::whole_for_slow_readers)],
    },
    Case {
        name: "everybody-their-own",
        role: Server,
        rank: Core,
        promise: "The server gives everybody their own answers, while others leave and come",
        play: scenes::everybody_their_own,
        exposes: &[],
    },
    Case {
        name: "comes-and-goes",
        role: Server,
        rank: Core,
        promise: "The server holds no descriptor of clients that have left",
        play: scenes::comes_and_goes,
        exposes: &[exposes("finished-connections-close-themselves", scenes::rests_after_a_visit)],
    },
    Case {
        name: "resets-hurt-nobody",
        role: Server,
        rank: Core,
        promise: "The server goes on with the others when a client resets its connection",
        play: slow::resets_hurt_nobody,
        exposes: &[
            exposes("network-never-fails", scenes::whole_frames_from_two),
            exposes("broken-pipe-is-an-error", scenes::whole_frames_from_two),
        ],
    },
    Case {
        name: "one-over-the-limit",
        role: Server,
        rank: Core,
        promise: "The server closes the connection on which 1,048,577 bytes are claimed, and no other",
        play: scenes::one_over_the_limit,
        exposes: &[],
    },
    Case {
        name: "four-gigabytes",
        role: Server,
        rank: Core,
        promise: "The server asks for no memory because four bytes claim it",
        play: frames::four_gigabytes,
        exposes: &[exposes("header-can-be-trusted", frames::exactly_the_limit)],
    },
    Case {
        name: "ends-inside-a-frame",
        role: Server,
        rank: Core,
        promise: "The server answers nothing to a client that ends inside a frame, closes, and goes on with the others",
        play: scenes::ends_inside_a_frame,
        exposes: &[exposes("end-of-stream-ends-the-frame", slow::last_word_with_the_end)],
    },
    Case {
        name: "no-descriptor-left",
        role: Server,
        rank: Core,
        promise: "The server neither spins nor ends when it has no descriptor left, and forgets nobody who waits at the door",
        play: scenes::no_descriptor_left,
        exposes: &[
            exposes("accept-never-fails", scenes::descriptors_enough),
            exposes("a-failed-accept-is-over", scenes::descriptors_enough),
            exposes("events-come-again", scenes::descriptors_enough),
        ],
    },
    Case {
        name: "address-in-use",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: frames::address_in_use,
        exposes: &[],
    },
];
