//! Lesson 16: lesson 09's server with a thread for each client. No client waits for another one,
//! neither for one that has sent half a frame, nor for one that does not read.

use stage::breach::{Load, Measure};
use stage::bytes::upper;
use stage::fault::Played;

use super::Case;
use super::framing::habits;
use super::framing::server::{
    self as frames, bob_is_served, exchange, first_answer, frame, header_in_pieces, one_client,
    one_frame_a_time, payload_in_pieces, server_and_alice, two_clients,
};
use super::left_behind::{Open, SLACK, spared};
use super::many_clients::{self, crowd, serves};
use crate::ids::*;
use crate::lessons::{belief, rows};
use crate::scene::Scene;

pub const CASES: &[Case] = &[
    rows::a_hundred_frames(frames::a_hundred_frames)
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, habits::same_either_way),
            belief(LENGTH_COUNTS_ITSELF, habits::length_with_header),
            belief(WRITE_IS_SENT, habits::much_is_answered_at_last),
            belief(READ_TO_END_IS_ONE_MESSAGE, habits::answered_only_at_the_end),
        ]),
    Case::server("held-in-the-header", many_clients::held_in_the_header)
        .promises("The server serves bob while alice has sent half a header, and alice when she continues")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, first_answer),
            belief(ACCEPT_CAN_WAIT, two_clients),
            belief(LOCKS_MAY_BE_HELD_OVER_IO, two_clients),
        ]),
    Case::server("many-are-held", many_clients::many_are_held)
        .promises("The server keeps each client's unfinished frame separate, and serves those that are ready")
        .exposes(&[
            belief(ACCEPT_CAN_WAIT, two_clients),
            belief(LOCKS_MAY_BE_HELD_OVER_IO, two_clients),
        ]),
    Case::server("one-that-does-not-read", many_clients::one_does_not_read)
        .promises("The server serves the others while one client does not read its answers")
        .exposes(&[
            belief(LOCKS_MAY_BE_HELD_OVER_IO, many_clients::one_reads_much),
            belief(ACCEPT_CAN_WAIT, many_clients::one_reads_much),
            belief(ONE_WRITE_TAKES_IT_ALL, many_clients::one_reads_much_and_stays),
            belief(FAILED_HALF_WAY_DID_NOTHING, many_clients::one_reads_much_and_stays),
        ]),
    Case::server("each-its-own-answers", many_clients::each_its_own_answers)
        .promises("The server gives each of ten simultaneous clients its own answers, in order")
        .exposes(&[belief(ACCEPT_CAN_WAIT, two_clients)]),
    Case::server("two-hundred-at-once", two_hundred_at_once)
        .promises("The server serves two hundred clients at once, all of them in the middle of a frame")
        .exposes(&[belief(ACCEPT_CAN_WAIT, two_clients)]),
    Case::server("a-thread-for-each", a_thread_for_each)
        .promises("The server has one more thread for each connected client")
        .exposes(&[belief(ACCEPT_CAN_WAIT, two_clients)]),
    Case::server("nothing-left-behind", nothing_left_behind)
        .promises("The server has no more threads or descriptors after 200 clients than before")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, one_client),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, one_client),
        ]),
    Case::server("nothing-left-of-bad-ones", nothing_left_of_bad_ones)
        .promises("The server has no more threads or descriptors after 30 misbehaving clients than before"),
    Case::server("all-the-answers-then-the-end", many_clients::all_the_answers_then_the_end)
        .promises("The server answers all frames of a client that has half-closed, while others stay")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, one_client),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, one_client),
        ]),
    Case::server("resets-among-others", many_clients::resets_among_others)
        .promises("The server serves the others if a client resets, even in the middle of a frame")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("bad-frames-among-others", many_clients::bad_frames_among_others)
        .promises("The server drops a client that claims too much or ends in mid-frame, and no other")
        .exposes(&[belief(END_OF_STREAM_ENDS_THE_FRAME, frames::answers_still_due)]),
    rows::four_gigabytes(frames::four_gigabytes)
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, frames::exactly_the_limit)]),
    Case::server("frames-as-in-lesson-09", many_clients::frames_as_in_lesson_09)
        .promises("The server answers frames as in lesson 09: in one burst, in pieces, empty, long, any bytes")
        .exposes(&[
            belief(HEADER_MAY_GO_FIRST, frames::the_payload_is_answered_as_a_frame),
            belief(ONE_READ_IS_ONE_FRAME, one_frame_a_time),
            belief(BYTES_MAY_BE_TRIMMED, one_client),
            belief(EACH_READ_IS_WHOLE_TEXT, one_client),
            belief(ONE_READ_IS_ONE_HEADER, payload_in_pieces),
            belief(ONE_READ_IS_ONE_PAYLOAD, header_in_pieces),
            belief(ZERO_LENGTH_IS_THE_END, one_client),
        ]),
    Case::server("no-descriptor-to-be-had", many_clients::no_descriptor_to_be_had)
        .promises("The server survives an `accept` that fails for lack of descriptors, and serves the next")
        .exposes(&[belief(ACCEPT_NEVER_FAILS, many_clients::one_more_each_time)]),
    Case::server("no-thread-to-be-had", no_thread_to_be_had)
        .promises("The server drops a client for which there is no thread, and serves the others")
        .exposes(&[belief(THREADS_ARE_ALWAYS_TO_BE_HAD, many_clients::one_more_each_time)]),
    rows::address_in_use(),
];

fn two_hundred_at_once(scene: &Scene) -> Played {
    // Some programs have two threads for each client: one receives, and one sends.
    scene.makes_room_for_threads(2 * 200 + 16);
    let server = scene.server()?;
    let all = crowd(scene, &server, 200)?;
    let payload = scene.word();
    let (beginning, rest) = (&frame(&payload)[..6], &frame(&payload)[6..]);
    for peer in &all {
        peer.says(beginning)?;
    }
    serves(scene, &server, "bob")?;
    for peer in &all {
        peer.says(rest)?;
    }
    all.iter().rev().try_for_each(|peer| peer.hears(&frame(&upper(&payload))))
}

/// More than any number of processors would explain, but few enough for any machine.
const SOME: usize = 20;

fn a_thread_for_each(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    server.settles()?;
    let before = server.threads().of_the_listening_process()?;
    let all = crowd(scene, &server, SOME)?;
    for peer in &all {
        exchange(peer, &scene.word())?;
    }
    server.settles()?;
    let (most, more) =
        (SOME as u64, server.threads().of_the_listening_process()?.saturating_sub(before));
    let counted = if more + SLACK < most { more } else { most };
    server.fact(Measure::ThreadsForMore { clients: most }, most, counted)
}

fn nothing_left_behind(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.shuts_down()?;
    alice.hears_end()?;
    alice.closes();
    let twenty_come_and_go = || -> Played {
        let all = crowd(scene, &server, 20)?;
        all.iter().for_each(stage::peer::Peer::closes);
        // A thread that is still busy exiting cannot be reused.
        server.settles()
    };
    // A runtime may keep threads for the next clients, so those that remain after twenty clients
    // are not leaks.
    twenty_come_and_go()?;
    let (threads, before) = (server.threads().of_the_listening_process()?, Open::by(&server)?);
    (0..9).try_for_each(|_| twenty_come_and_go())?;
    before.expect_no_more(&server, Load::MoreClients(180))?;
    let after = spared(threads, server.threads().of_the_listening_process()?);
    server.fact(Measure::ThreadsAfter { load: Load::MoreClients(180) }, threads, after)
}

/// Ten clients of each kind, which is more than the allowed difference.
fn nothing_left_of_bad_ones(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    server.settles()?;
    let (threads, before) = (server.threads().of_the_listening_process()?, Open::by(&server)?);
    many_clients::some_misbehave(scene, &server, 10)?;
    let after = spared(threads, server.threads().of_the_listening_process()?);
    let load = Load::MisbehavingClients(30);
    server.fact(Measure::ThreadsAfter { load }, threads, after)?;
    before.expect_no_more(&server, load)?;
    exchange(&alice, &scene.word())
}

/// Alice has a thread. There is no memory to create one for the others.
fn no_thread_to_be_had(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    let shortage = server.resources().memory_runs_out()?;
    server.connects("carol")?;
    shortage.program_survives()?;
    server.connects("dave")?;
    shortage.ends()?;
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)
}
