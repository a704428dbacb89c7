//! Lesson 17: lesson 09's server with a process for each client. What one process does, and what
//! becomes of it, is no other's business; but what they inherit, and what is left of them, is their
//! parent's.

use stage::breach::{Load, Measure, Purpose};
use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::framing::server::{
    self as frames, bob_is_served, exchange, first_answer, frame, header_in_pieces,
    much_is_answered_at_last, one_client, one_frame_a_time, payload_in_pieces, server_and_alice,
    two_clients,
};
use super::many_clients::{self, Held, begins, crowd, is_served};
use super::scene::Scene;
use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::Server;

pub const CASES: &[Case] = &[
    Case {
        name: "held-in-the-header",
        role: Server,
        rank: Core,
        promise: "The server serves bob while alice has said half a header, and alice when she says the rest",
        play: many_clients::held_in_the_header,
        exposes: &[
            Exposes { belief: "buffer-is-message", control: first_answer },
            Exposes { belief: "accept-can-wait", control: two_clients },
            Exposes { belief: "write-is-sent", control: much_is_answered_at_last },
        ],
    },
    Case {
        name: "many-are-held",
        role: Server,
        rank: Core,
        promise: "The server keeps each client's unfinished frame apart, and serves those who are ready",
        play: many_clients::many_are_held,
        exposes: &[Exposes { belief: "accept-can-wait", control: two_clients }],
    },
    Case {
        name: "one-that-does-not-read",
        role: Server,
        rank: Core,
        promise: "The server serves the others while one client does not read what it was sent",
        play: many_clients::one_does_not_read,
        exposes: &[
            Exposes { belief: "accept-can-wait", control: many_clients::one_reads_much },
            Exposes { belief: "one-write-takes-it-all", control: many_clients::one_reads_much },
        ],
    },
    Case {
        name: "each-its-own-answers",
        role: Server,
        rank: Core,
        promise: "The server gives each of ten clients that speak at once its own answers, in order",
        play: many_clients::each_its_own_answers,
        exposes: &[Exposes { belief: "accept-can-wait", control: two_clients }],
    },
    Case {
        name: "a-process-for-each",
        role: Server,
        rank: Core,
        promise: "The server talks with ten clients in ten processes",
        play: a_process_for_each,
        exposes: &[
            Exposes { belief: "accept-can-wait", control: two_clients },
            Exposes { belief: "handed-over-is-given-away", control: a_process_of_her_own },
            Exposes { belief: "signals-disturb-no-call", control: one_client },
        ],
    },
    Case {
        name: "killed-worker-hurts-nobody",
        role: Server,
        rank: Core,
        promise: "The server goes on serving everybody else when one client's process is killed",
        play: killed_worker_hurts_nobody,
        exposes: &[
            Exposes { belief: "handed-over-is-given-away", control: a_process_of_her_own },
            Exposes { belief: "signals-disturb-no-call", control: one_client },
        ],
    },
    Case {
        name: "no-zombies",
        role: Server,
        rank: Core,
        promise: "The server waits for its processes that have ended, so that no zombies are left",
        play: no_zombies,
        exposes: &[
            Exposes { belief: "ended-children-are-gone", control: one_client },
            Exposes { belief: "signals-disturb-no-call", control: one_client },
        ],
    },
    Case {
        name: "no-processes-left",
        role: Server,
        rank: Core,
        promise: "The server has no more processes after ten clients, and others that misbehave, than before",
        play: no_processes_left,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: one_client }],
    },
    Case {
        name: "nobody-elses-connection",
        role: Server,
        rank: Core,
        promise: "The server lets each connection be open in one process only, the one that talks with that client",
        play: nobody_elses_connection,
        exposes: &[
            Exposes { belief: "handed-over-is-given-away", control: a_process_of_her_own },
            Exposes { belief: "children-inherit-nothing", control: a_process_of_her_own },
        ],
    },
    Case {
        name: "one-process-listens",
        role: Server,
        rank: Core,
        promise: "The server lets its listening socket be open in one process only",
        play: one_process_listens,
        exposes: &[Exposes { belief: "children-inherit-nothing", control: a_process_of_her_own }],
    },
    Case {
        name: "all-the-answers-then-the-end",
        role: Server,
        rank: Core,
        promise: "The server answers all frames of a client that has said its last word, and closes, while others stay",
        play: the_end_while_others_stay,
        exposes: &[Exposes { belief: "handed-over-is-given-away", control: a_process_of_her_own }],
    },
    Case {
        name: "resets-among-others",
        role: Server,
        rank: Core,
        promise: "The server goes on serving the others when a client resets, be it in the middle of a frame",
        play: many_clients::resets_among_others,
        exposes: &[
            Exposes { belief: "network-never-fails", control: two_clients },
            Exposes { belief: "broken-pipe-is-an-error", control: two_clients },
        ],
    },
    Case {
        name: "bad-frames-among-others",
        role: Server,
        rank: Core,
        promise: "The server hangs up on a client that claims too much or ends inside a frame, and on nobody else",
        play: many_clients::bad_frames_among_others,
        exposes: &[Exposes {
            belief: "end-of-stream-ends-the-frame",
            control: frames::answers_still_due,
        }],
    },
    Case {
        name: "four-gigabytes",
        role: Server,
        rank: Core,
        promise: "The server asks for no memory because four bytes claim it: it closes, and serves the next client",
        play: frames::four_gigabytes,
        exposes: &[Exposes { belief: "header-can-be-trusted", control: frames::exactly_the_limit }],
    },
    Case {
        name: "a-hundred-frames",
        role: Server,
        rank: Core,
        promise: "The server answers each frame at once with its payload in upper case, a hundred times",
        play: frames::a_hundred_frames,
        exposes: &[
            Exposes { belief: "byte-order-is-obvious", control: frames::same_either_way },
            Exposes { belief: "length-counts-itself", control: frames::length_with_header },
            Exposes { belief: "write-is-sent", control: frames::much_is_answered_at_last },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: frames::answered_only_at_the_end,
            },
        ],
    },
    Case {
        name: "frames-as-in-lesson-09",
        role: Server,
        rank: Core,
        promise: "The server answers frames as in lesson 09: ten in one breath, one byte by byte, empty ones, long ones, any bytes",
        play: many_clients::frames_as_in_lesson_09,
        exposes: &[
            Exposes {
                belief: "header-may-go-first",
                control: frames::the_payload_is_answered_as_a_frame,
            },
            Exposes { belief: "write-is-sent", control: much_is_answered_at_last },
            Exposes { belief: "one-read-is-one-frame", control: one_frame_a_time },
            Exposes { belief: "bytes-may-be-trimmed", control: one_client },
            Exposes { belief: "each-read-is-whole-text", control: one_client },
            Exposes { belief: "one-read-is-one-header", control: payload_in_pieces },
            Exposes { belief: "one-read-is-one-payload", control: header_in_pieces },
            Exposes { belief: "zero-length-is-the-end", control: one_client },
        ],
    },
    Case {
        name: "no-descriptor-to-be-had",
        role: Server,
        rank: Core,
        promise: "The server outlives an `accept` that fails because no descriptor is left, and serves the next client",
        play: many_clients::no_descriptor_to_be_had,
        exposes: &[Exposes {
            belief: "accept-never-fails",
            control: many_clients::one_more_each_time,
        }],
    },
    Case {
        name: "address-in-use",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: many_clients::address_in_use,
        exposes: &[],
    },
];

/// Clients that are there at once: enough to tell a process for each from a few for all.
const SOME: usize = 10;

/// The process that listens has no part in the conversation with this client: it has handed its
/// connection over, and closed its own copy.
fn is_handed_over(server: &Program, peer: &Peer) -> Played {
    let listening = server.processes_that_listen()?;
    let with = server.processes_with(peer)?;
    let kept = listening.first().is_some_and(|parent| with.contains(parent));
    server.fact(Measure::ConnectionsKept { peer: peer.name() }, 0, kept.into())
}

/// One process has this client's connection, and it is not the one that listens.
fn has_a_process_of_its_own(server: &Program, peer: &Peer) -> Played {
    is_handed_over(server, peer)?;
    let with = server.processes_with(peer)?.len() as u64;
    server.fact(Measure::ProcessesWithConnection { peer: peer.name() }, 1, with)
}

/// One more client is one more process, whatever that inherits and whatever the others keep.
fn a_process_of_her_own(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    server.rests()?;
    let before = server.processes()?;
    let bob = server.connects("bob")?;
    exchange(&alice, &scene.word())?;
    exchange(&bob, &scene.word())?;
    server.rests()?;
    server.fact(Measure::ProcessesForOneMore, before + 1, server.processes()?)
}

fn a_process_for_each(scene: &Scene) -> Played {
    let server = scene.server()?;
    let all = crowd(scene, &server, SOME)?;
    for peer in &all {
        exchange(peer, &scene.word())?;
    }
    server.rests()?;
    let mut found = Vec::new();
    for peer in &all {
        is_handed_over(&server, peer)?;
        found.extend(server.processes_with(peer)?);
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
    has_a_process_of_its_own(&server, alice.peer())?;
    server.loses_the_process_of(alice.peer())?;
    alice.peer().hears_end_or_reset()?;
    server.stays_up()?;
    [bob, carol].into_iter().try_for_each(Held::goes_on)?;
    bob_is_served(scene, &server)
}

/// Whoever has ended may be waited for when the next one comes, and no later.
fn no_zombies(scene: &Scene) -> Played {
    let server = scene.server()?;
    for name in ["alice", "carol", "dave", "erin"] {
        is_served(scene, &server, name)?;
        server.rests()?;
    }
    let frank = begins(scene, &server, "frank", 2)?;
    server.loses_the_process_of(frank.peer())?;
    server.rests()?;
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())?;
    server.rests()?;
    let (own, all) = (server.zombies_of_the_listening_process()?, server.zombies()?);
    server.fact(Measure::Zombies { started_for: Purpose::Clients(5) }, 0, own)?;
    // A worker that starts others, or goes on to accept, is another matter than a parent's duty.
    server.fact(Measure::ZombiesOfWorkers, 0, all.saturating_sub(own))?;
    four_end_at_once(scene, &server)
}

/// Their parent may be told of it by one signal: who has ended is asked for until nobody is left.
fn four_end_at_once(scene: &Scene, server: &Program) -> Played {
    let names = ["grace", "heidi", "ivan", "judy"];
    let held = names.iter().map(|name| begins(scene, server, name, 2));
    let held = held.collect::<Result<Vec<_>, _>>()?;
    server.loses_the_processes_of(&held.iter().map(Held::peer).collect::<Vec<_>>())?;
    server.rests()?;
    bob_is_served(scene, server)?;
    server.rests()?;
    let measure = Measure::ZombiesOfABurst { ended: names.len() as u64 };
    server.fact(measure, 0, server.zombies_of_the_listening_process()?)
}

fn no_processes_left(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.shuts_down()?;
    alice.hears_end()?;
    alice.closes();
    server.rests()?;
    let before = server.processes()?;
    let all = crowd(scene, &server, SOME)?;
    all.iter().for_each(Peer::closes);
    server.rests()?;
    let after = |load| Measure::ProcessesAfter { load };
    server.fact(after(Load::Clients(SOME as u64)), before, server.processes()?)?;
    many_clients::some_misbehave(scene, &server, 1)?;
    server.fact(after(Load::MisbehavingClients(3)), before, server.processes()?)
}

fn nobody_elses_connection(scene: &Scene) -> Played {
    let server = scene.server()?;
    let all = crowd(scene, &server, 5)?;
    server.rests()?;
    all.iter().try_for_each(|peer| is_handed_over(&server, peer))?;
    all.iter().try_for_each(|peer| has_a_process_of_its_own(&server, peer))
}

fn one_process_listens(scene: &Scene) -> Played {
    let server = scene.server()?;
    let _all = crowd(scene, &server, 3)?;
    server.rests()?;
    let listening = server.processes_that_listen()?.len() as u64;
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
    server.rests()?;
    is_handed_over(&server, &alice)?;
    alice.hears_end()?;
    exchange(&bob, &scene.word())
}
