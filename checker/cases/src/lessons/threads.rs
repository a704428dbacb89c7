//! Lesson 16: lesson 09's server with a thread for each client, so that nobody waits for anybody else:
//! not for one who has said half a frame, and not for one who does not read.

use stage::breach::{Load, Measure};
use stage::bytes::upper;
use stage::fault::Played;

use super::framing::server::{
    self as frames, bob_is_served, exchange, first_answer, frame, header_in_pieces, one_client,
    one_frame_a_time, payload_in_pieces, server_and_alice, two_clients,
};
use super::left_behind::{Open, SLACK, spared};
use super::many_clients::{self, crowd, is_served};
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
            Exposes { belief: "locks-may-be-held-over-io", control: two_clients },
        ],
    },
    Case {
        name: "many-are-held",
        role: Server,
        rank: Core,
        promise: "The server keeps each client's unfinished frame apart, and serves those who are ready",
        play: many_clients::many_are_held,
        exposes: &[
            Exposes { belief: "accept-can-wait", control: two_clients },
            Exposes { belief: "locks-may-be-held-over-io", control: two_clients },
        ],
    },
    Case {
        name: "one-that-does-not-read",
        role: Server,
        rank: Core,
        promise: "The server serves the others while one client does not read what it was sent",
        play: many_clients::one_does_not_read,
        exposes: &[
            Exposes { belief: "locks-may-be-held-over-io", control: many_clients::one_reads_much },
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
        name: "two-hundred-at-once",
        role: Server,
        rank: Core,
        promise: "The server serves two hundred clients at once, all of them in the middle of a frame",
        play: two_hundred_at_once,
        exposes: &[Exposes { belief: "accept-can-wait", control: two_clients }],
    },
    Case {
        name: "a-thread-for-each",
        role: Server,
        rank: Core,
        promise: "The server has a thread more for each client more that is connected",
        play: a_thread_for_each,
        exposes: &[Exposes { belief: "accept-can-wait", control: two_clients }],
    },
    Case {
        name: "nothing-left-behind",
        role: Server,
        rank: Core,
        promise: "The server has no more threads and no more descriptors after 200 clients than before",
        play: nothing_left_behind,
        exposes: &[
            Exposes { belief: "zero-is-nothing-yet", control: one_client },
            Exposes { belief: "finished-connections-close-themselves", control: one_client },
        ],
    },
    Case {
        name: "nothing-left-of-bad-ones",
        role: Server,
        rank: Core,
        promise: "The server has no more threads and no more descriptors after 30 clients that misbehave than before",
        play: nothing_left_of_bad_ones,
        exposes: &[],
    },
    Case {
        name: "all-the-answers-then-the-end",
        role: Server,
        rank: Core,
        promise: "The server answers all frames of a client that has said its last word, and closes, while others stay",
        play: many_clients::all_the_answers_then_the_end,
        exposes: &[
            Exposes { belief: "zero-is-nothing-yet", control: one_client },
            Exposes { belief: "finished-connections-close-themselves", control: one_client },
        ],
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
        name: "no-thread-to-be-had",
        role: Server,
        rank: Core,
        promise: "The server hangs up on a client for whom there is no thread, and goes on serving the others",
        play: no_thread_to_be_had,
        exposes: &[Exposes {
            belief: "threads-are-always-to-be-had",
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

fn two_hundred_at_once(scene: &Scene) -> Played {
    // Some programs have two for each client: one hears, one speaks.
    scene.makes_room_for_threads(2 * 200 + 16);
    let server = scene.server()?;
    let all = crowd(scene, &server, 200)?;
    let payload = scene.word();
    let (beginning, rest) = (&frame(&payload)[..6], &frame(&payload)[6..]);
    for peer in &all {
        peer.says(beginning)?;
    }
    is_served(scene, &server, "bob")?;
    for peer in &all {
        peer.says(rest)?;
    }
    all.iter().rev().try_for_each(|peer| peer.hears(&frame(&upper(&payload))))
}

/// More than any processor count would explain, few enough for any machine.
const SOME: usize = 20;

fn a_thread_for_each(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    server.rests()?;
    let before = server.threads()?;
    let all = crowd(scene, &server, SOME)?;
    for peer in &all {
        exchange(peer, &scene.word())?;
    }
    server.rests()?;
    let (most, more) = (SOME as u64, server.threads()?.saturating_sub(before));
    let told = if more + SLACK < most { more } else { most };
    server.fact(Measure::ThreadsForMore { clients: most }, most, told)
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
        // A thread that is still busy with its end cannot be used again.
        server.rests()
    };
    // A runtime may keep threads for the next clients: what is kept after twenty is not left behind.
    twenty_come_and_go()?;
    let (threads, before) = (server.threads()?, Open::by(&server)?);
    (0..9).try_for_each(|_| twenty_come_and_go())?;
    before.is_all_that(&server, Load::MoreClients(180))?;
    let after = spared(threads, server.threads()?);
    server.fact(Measure::ThreadsAfter { load: Load::MoreClients(180) }, threads, after)
}

/// Ten of each kind, more than what may differ.
fn nothing_left_of_bad_ones(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    server.rests()?;
    let (threads, before) = (server.threads()?, Open::by(&server)?);
    many_clients::some_misbehave(scene, &server, 10)?;
    let after = spared(threads, server.threads()?);
    let load = Load::MisbehavingClients(30);
    server.fact(Measure::ThreadsAfter { load }, threads, after)?;
    before.is_all_that(&server, load)?;
    exchange(&alice, &scene.word())
}

/// Alice has a thread. For the others there is no memory to make one.
fn no_thread_to_be_had(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    let shortage = server.runs_out_of_memory()?;
    server.connects("carol")?;
    server.pulls_through()?;
    server.connects("dave")?;
    shortage.ends()?;
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)
}
