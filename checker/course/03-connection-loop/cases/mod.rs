//! Lesson 03: one client after another, for ever. A client's behaviour must not affect the others.

use stage::breach::{Load, Measure, Purpose};
use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;

use super::Case;
use super::communication_loop::server as conversation;
use super::left_behind::Open;
use crate::ids::*;
use crate::lessons::{belief, rows};
use crate::scene::Scene;

pub const CASES: &[Case] = &[
    Case::server("a-hundred-clients", a_hundred_clients)
        .promises("The server serves one client after another, a hundred of them")
        .exposes(&[
            belief(MESSAGE_IS_A_LINE, conversation::line_is_answered),
            belief(READ_FILLS_THE_BUFFER, conversation::buffers_are_answered),
            belief(WRITE_IS_SENT, conversation::much_is_answered_at_last),
            belief(READ_TO_END_IS_ONE_MESSAGE, conversation::answered_only_at_the_end),
            belief(ONE_ACCEPT_IS_ENOUGH, one_client),
            belief(ZERO_IS_NOTHING_YET, one_client),
        ]),
    Case::server("whole-conversations", whole_conversations)
        .promises(
            "The server converses with each client as in lesson 02, until that client is done",
        )
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, conversation::one_exchange),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, one_client),
            belief(ZERO_IS_NOTHING_YET, one_client),
        ]),
    Case::server("longer-than-any-buffer", conversation::longer_than_any_buffer)
        .promises("The server sends back all of a message longer than any buffer, as in lesson 02"),
    Case::server("many-in-one-breath", conversation::many_in_one_breath).promises(
        "The server answers every byte of many messages that arrive together, as in lesson 02",
    ),
    Case::server("text-in-every-cut", conversation::text_in_every_cut)
        .promises(
            "The server sends back the same bytes in whatever pieces they arrive, as in lesson 02",
        )
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, conversation::text_cut_between_characters)]),
    Case::server("any-bytes", conversation::any_bytes)
        .promises(
            "The server sends bytes back unchanged, even if they are not text, as in lesson 02",
        )
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, one_client)]),
    Case::server("spaces-belong-to-the-message", conversation::spaces_belong_to_the_message)
        .promises("The server also sends back the spaces at a message's ends, as in lesson 02")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, one_client)]),
    Case::server("reset-hurts-nobody-else", reset_hurts_nobody_else)
        .promises("The server serves the next client after one has reset its connection")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    rows::gone_before_the_reply(gone_before_the_reply).exposes(&[
        belief(NETWORK_NEVER_FAILS, two_clients),
        belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
    ]),
    Case::server("leaves-mid-message", leaves_mid_message)
        .promises("The server serves the next client after one has left without reading its answer")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    rows::silent_visitors(silent_visitors).exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, one_client)]),
    Case::server("waiting-clients-in-order", waiting_clients_in_order)
        .promises("The server serves waiting clients in the order in which they connected")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, one_client)]),
    Case::server("backlog-of-five", backlog_of_five)
        .promises("The server asks for a backlog of 5")
        .exposes(&[belief(BACKLOG_IS_THE_DEFAULT, one_client)]),
    Case::server("six-can-wait", six_can_wait).promises(
        "The server serves each of six clients that wait while it serves another (backlog + 1)",
    ),
    Case::server("back-at-once", back_at_once)
        .promises(
            "The server can restart on its port right after it was stopped in mid-conversation",
        )
        .exposes(&[belief(PORT_IS_FREE_AT_ONCE, back_after_no_conversation)]),
    Case::server("no-descriptor-left", no_descriptor_left)
        .promises("The server keeps no descriptor and no zombie of 200 clients that are gone")
        .exposes(&[belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, one_client)]),
    rows::address_in_use(),
];

fn exchange(scene: &Scene, peer: &Peer) -> Played {
    let word = scene.word();
    peer.says(&word)?;
    peer.hears(&upper(&word))
}

fn one_client(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    exchange(scene, &alice)
}

fn two_clients(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    alice.closes();
    let bob = server.connects("bob")?;
    exchange(scene, &bob)
}

fn a_hundred_clients(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    alice.closes();
    server.stays_up()?;
    for number in 2..=100 {
        let client = server.connects(&format!("client {number}"))?;
        exchange(scene, &client)?;
        client.closes();
    }
    Ok(())
}

fn whole_conversations(scene: &Scene) -> Played {
    let server = scene.server()?;
    for name in ["alice", "bob"] {
        let peer = server.connects(name)?;
        exchange(scene, &peer)?;
        // In PHP, this text is false, like an empty one.
        peer.says(b"0")?;
        peer.hears(b"0")?;
        let much = scene.letters(20_000);
        peer.says(&much)?;
        peer.shuts_down()?;
        peer.hears(&upper(&much))?;
        peer.hears_end()?;
        peer.closes();
    }
    Ok(())
}

fn reset_hurts_nobody_else(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    alice.resets()?;
    let carol = server.connects("carol")?;
    carol.resets()?;
    let bob = server.connects("bob")?;
    exchange(scene, &bob)
}

fn gone_before_the_reply(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    alice.says_and_resets(&scene.word())?;
    let bob = server.connects("bob")?;
    exchange(scene, &bob)
}

fn leaves_mid_message(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.says(&scene.letters(50_000))?;
    alice.closes();
    // Carol has half-closed before she leaves, and the server is in the middle of its answer. Its
    // write then fails with `EPIPE` and raises a signal (SIGPIPE, write(2)).
    let carol = server.connects_deaf_from_afar("carol")?;
    carol.says(&scene.letters(128_000))?;
    carol.shuts_down()?;
    server.rests()?;
    carol.resets()?;
    let bob = server.connects("bob")?;
    exchange(scene, &bob)
}

fn silent_visitors(scene: &Scene) -> Played {
    let server = scene.server()?;
    for name in ["alice", "carol", "dave"] {
        server.connects(name)?.closes();
    }
    server.stays_up()?;
    let bob = server.connects("bob")?;
    exchange(scene, &bob)
}

fn waiting_clients_in_order(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    let waiting = ["bob", "carol", "dave"].map(|name| server.connects(name));
    alice.closes();
    for peer in waiting {
        let peer = peer?;
        exchange(scene, &peer)?;
        peer.closes();
    }
    Ok(())
}

fn backlog_of_five(scene: &Scene) -> Played {
    let server = scene.server()?;
    let backlog = server.listener().facts()?.backlog;
    server.fact(Measure::Backlog, 5, backlog)
}

fn six_can_wait(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    let mut waiting = Vec::new();
    for number in 1..=6 {
        waiting.push(server.connects(&format!("client {number}"))?);
    }
    server.rests()?;
    // A server that has accepted some of them already is faster than required, which is fine.
    if server.listener().facts()?.waiting == 6 {
        let late = server.knocks("client 7")?;
        let measure = Measure::WaitingConnections { room: 6 };
        server.fact(measure, 6, server.listener().facts()?.waiting)?;
        late.gives_up();
    }
    alice.closes();
    for peer in waiting {
        exchange(scene, &peer)?;
        peer.closes();
    }
    Ok(())
}

/// The server is ended while it talks to alice, so its side of the connection closes first.
fn back_at_once(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    server.gets_killed()?;
    alice.hears_end()?;
    alice.closes();
    server.listener().leaves_time_wait()?;
    let again = scene.server()?;
    let bob = again.connects("bob")?;
    exchange(scene, &bob)
}

fn back_after_no_conversation(scene: &Scene) -> Played {
    scene.server()?.gets_killed()?;
    let again = scene.server()?;
    let bob = again.connects("bob")?;
    exchange(scene, &bob)
}

/// The number of zombies that a correct program may have. A program that starts a process for each client may
/// wait for those that have ended when the next client comes, so a few of the last are left.
const UNREAPED: u64 = 20;

fn no_descriptor_left(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    let before = Open::by(&server)?;
    alice.closes();
    for number in 1..=200 {
        let client = server.connects(&format!("client {number}"))?;
        exchange(scene, &client)?;
        client.closes();
    }
    server.rests()?;
    before.expect_no_more(&server, Load::Clients(200))?;
    let zombies = server.processes().zombies()?;
    let spared = if zombies <= UNREAPED { 0 } else { zombies };
    server.fact(Measure::Zombies { started_for: Purpose::Clients(200) }, 0, spared)
}
