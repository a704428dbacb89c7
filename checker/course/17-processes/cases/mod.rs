//! Lesson 17: lesson 09's server with a process for each client. Neither the actions of a process nor
//! its end affect the others. But their parent is responsible for the descriptors that they inherit, and
//! for reaping them.

use stage::breach::{Load, Measure, Purpose};
use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::Case;
use super::framing::habits;
use super::framing::server::{
    self as frames, bob_is_served, exchange, first_answer, frame, header_in_pieces, one_client,
    one_frame_a_time, payload_in_pieces, server_and_alice, two_clients,
};
use super::many_clients::{self, Held, begins, crowd, serves};
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
            belief(WRITE_IS_SENT, habits::much_is_answered_at_last),
        ]),
    Case::server("many-are-held", many_clients::many_are_held)
        .promises("The server keeps each client's unfinished frame separate, and serves those that are ready")
        .exposes(&[belief(ACCEPT_CAN_WAIT, two_clients)]),
    Case::server("one-that-does-not-read", many_clients::one_does_not_read)
        .promises("The server serves the others while one client does not read its answers")
        .exposes(&[
            belief(ACCEPT_CAN_WAIT, many_clients::one_reads_much),
            belief(ONE_WRITE_TAKES_IT_ALL, many_clients::one_reads_much_and_stays),
            belief(FAILED_HALF_WAY_DID_NOTHING, many_clients::one_reads_much_and_stays),
        ]),
    Case::server("each-its-own-answers", many_clients::each_its_own_answers)
        .promises("The server gives each of ten simultaneous clients its own answers, in order")
        .exposes(&[belief(ACCEPT_CAN_WAIT, two_clients)]),
    Case::server("a-process-for-each", a_process_for_each)
        .promises("The server serves ten clients in ten processes")
        .exposes(&[
            belief(ACCEPT_CAN_WAIT, two_clients),
            belief(HANDED_OVER_IS_GIVEN_AWAY, a_process_of_her_own),
            belief(SIGNALS_DISTURB_NO_CALL, one_client),
        ]),
    Case::server("killed-worker-hurts-nobody", killed_worker_hurts_nobody)
        .promises("The server serves all other clients if one client's process is killed")
        .exposes(&[
            belief(HANDED_OVER_IS_GIVEN_AWAY, a_process_of_her_own),
            belief(SIGNALS_DISTURB_NO_CALL, one_client),
        ]),
    Case::server("no-zombies", no_zombies)
        .promises("The server waits for its ended processes, so that no zombies remain")
        .exposes(&[
            belief(ENDED_CHILDREN_ARE_GONE, one_process_listens_again),
            belief(SIGNALS_DISTURB_NO_CALL, one_client),
        ]),
    Case::server("no-processes-left", no_processes_left)
        .promises("The server has no more processes after ten clients, and misbehaving ones, than before")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, one_client)]),
    Case::server("nobody-elses-connection", nobody_elses_connection)
        .promises("The server keeps each connection open only in the process that serves it")
        .exposes(&[
            belief(HANDED_OVER_IS_GIVEN_AWAY, a_process_of_her_own),
            belief(CHILDREN_INHERIT_NOTHING, a_process_of_her_own),
        ]),
    Case::server("one-process-listens", one_process_listens)
        .promises("The server keeps its listening socket open in one process only")
        .exposes(&[belief(CHILDREN_INHERIT_NOTHING, a_process_of_her_own)]),
    Case::server("all-the-answers-then-the-end", the_end_while_others_stay)
        .promises("The server answers all frames of a client that has half-closed, while others stay")
        .exposes(&[belief(HANDED_OVER_IS_GIVEN_AWAY, a_process_of_her_own)]),
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
            belief(WRITE_IS_SENT, habits::much_is_answered_at_last),
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
    rows::address_in_use(),
];

/// Clients that are connected at once: enough to distinguish one process for each from a few for
/// all.
const SOME: usize = 10;

/// The listening process takes no part in the conversation with this client: it has handed the
/// connection over, and closed its own copy.
fn hands_over(server: &Program, peer: &Peer) -> Played {
    let listening = server.processes().that_listen()?;
    let with = server.processes().serving(peer)?;
    let kept = listening.first().is_some_and(|parent| with.contains(parent));
    server.fact(Measure::ConnectionsKept { peer: peer.name() }, 0, kept.into())
}

/// One process has this client's connection, and it is not the listening one.
fn gets_its_own_process(server: &Program, peer: &Peer) -> Played {
    hands_over(server, peer)?;
    let with = server.processes().serving(peer)?.len() as u64;
    server.fact(Measure::ProcessesWithConnection { peer: peer.name() }, 1, with)
}

/// Each further client means one further process, regardless of the descriptors that it inherits and
/// that the others keep.
fn a_process_of_her_own(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    server.settles()?;
    let before = server.processes().count()?;
    let bob = server.connects("bob")?;
    exchange(&alice, &scene.word())?;
    exchange(&bob, &scene.word())?;
    server.settles()?;
    server.fact(Measure::ProcessesForOneMore, before + 1, server.processes().count()?)
}

fn a_process_for_each(scene: &Scene) -> Played {
    let server = scene.server()?;
    let all = crowd(scene, &server, SOME)?;
    for peer in &all {
        exchange(peer, &scene.word())?;
    }
    server.settles()?;
    let mut found = Vec::new();
    for peer in &all {
        hands_over(&server, peer)?;
        found.extend(server.processes().serving(peer)?);
    }
    found.sort_unstable();
    found.dedup();
    let clients = SOME as u64;
    server.fact(Measure::ProcessesThatTalk { clients }, clients, found.len() as u64)
}

fn killed_worker_hurts_nobody(scene: &Scene) -> Played {
    let server = scene.server()?;
    let bob = begins(scene, &server, "bob", 2)?;
    let alice = begins(scene, &server, "alice", 4 + 3)?;
    let carol = begins(scene, &server, "carol", 4 + 3)?;
    gets_its_own_process(&server, alice.peer())?;
    server.processes().kill_the_one_serving(alice.peer())?;
    alice.peer().hears_end_or_reset()?;
    server.stays_up()?;
    [bob, carol].into_iter().try_for_each(Held::goes_on)?;
    bob_is_served(scene, &server)
}

/// The server may reap a process that has ended when the next client comes, but no later.
fn no_zombies(scene: &Scene) -> Played {
    let server = scene.server()?;
    for name in ["alice", "carol", "dave", "erin"] {
        serves(scene, &server, name)?;
        server.settles()?;
    }
    let frank = begins(scene, &server, "frank", 2)?;
    server.processes().kill_the_one_serving(frank.peer())?;
    server.settles()?;
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())?;
    server.settles()?;
    let (own, all) =
        (server.processes().zombies_of_the_listening_process()?, server.processes().zombies()?);
    server.fact(Measure::Zombies { started_for: Purpose::Clients(5) }, 0, own)?;
    // Workers that start processes of their own, or go on to accept, are a different mistake from a
    // parent that does not reap.
    server.fact(Measure::ZombiesOfWorkers, 0, all.saturating_sub(own))?;
    four_end_at_once(scene, &server)
}

/// A single signal may report several ended children, so the parent must reap until none is left.
fn four_end_at_once(scene: &Scene, server: &Program) -> Played {
    let names = ["grace", "heidi", "ivan", "judy"];
    let held = names.iter().map(|name| begins(scene, server, name, 2));
    let held = held.collect::<Result<Vec<_>, _>>()?;
    server.processes().kill_those_serving(&held.iter().map(Held::peer).collect::<Vec<_>>())?;
    server.settles()?;
    bob_is_served(scene, server)?;
    server.settles()?;
    let measure = Measure::ZombiesOfABurst { ended: names.len() as u64 };
    server.fact(measure, 0, server.processes().zombies_of_the_listening_process()?)
}

fn no_processes_left(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.shuts_down()?;
    alice.hears_end()?;
    alice.closes();
    server.settles()?;
    let before = server.processes().count()?;
    let all = crowd(scene, &server, SOME)?;
    all.iter().for_each(Peer::closes);
    server.settles()?;
    let after = |load| Measure::ProcessesAfter { load };
    server.fact(after(Load::Clients(SOME as u64)), before, server.processes().count()?)?;
    many_clients::some_misbehave(scene, &server, 1)?;
    server.fact(after(Load::MisbehavingClients(3)), before, server.processes().count()?)
}

fn nobody_elses_connection(scene: &Scene) -> Played {
    let server = scene.server()?;
    let all = crowd(scene, &server, 5)?;
    server.settles()?;
    all.iter().try_for_each(|peer| hands_over(&server, peer))?;
    all.iter().try_for_each(|peer| gets_its_own_process(&server, peer))
}

fn one_process_listens(scene: &Scene) -> Played {
    let server = scene.server()?;
    let _all = crowd(scene, &server, 3)?;
    server.settles()?;
    let listening = server.processes().that_listen()?.len() as u64;
    server.fact(Measure::ProcessesThatListen, 1, listening)
}

/// The only client leaves, and its process no longer listens. A process that has the listening socket goes on to
/// accept, which is a different mistake.
fn one_process_listens_again(scene: &Scene) -> Played {
    let server = scene.server()?;
    serves(scene, &server, "alice")?;
    server.rests()?;
    let listening = server.processes().that_listen()?.len() as u64;
    server.fact(Measure::ProcessesThatListen, 1, listening)
}

fn the_end_while_others_stay(scene: &Scene) -> Played {
    let server = scene.server()?;
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())?;
    let alice = server.connects("alice")?;
    exchange(&alice, &scene.word())?;
    let carol = server.connects("carol")?;
    exchange(&carol, &scene.word())?;
    let payload = scene.letters(6);
    alice.says(&frame(&payload).repeat(3))?;
    alice.shuts_down()?;
    alice.hears(&frame(&upper(&payload)).repeat(3))?;
    server.settles()?;
    hands_over(&server, &alice)?;
    alice.hears_end()?;
    exchange(&bob, &scene.word())
}
