//! Lesson 03: one client after another, for ever. What a client does is that client's affair alone.

use stage::breach::{Load, Measure};
use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;

use super::communication_loop::server as conversation;
use super::left_behind::Open;
use super::scene::Scene;
use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::Server;

pub const CASES: &[Case] = &[
    Case {
        name: "a-hundred-clients",
        role: Server,
        rank: Core,
        promise: "The server serves one client after another, a hundred of them",
        play: a_hundred_clients,
        exposes: &[
            Exposes { belief: "message-is-a-line", control: conversation::line_is_answered },
            Exposes {
                belief: "read-fills-the-buffer",
                control: conversation::buffers_are_answered,
            },
            Exposes { belief: "write-is-sent", control: conversation::much_is_answered_at_last },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: conversation::answered_only_at_the_end,
            },
            Exposes { belief: "one-accept-is-enough", control: one_client },
            Exposes { belief: "zero-is-nothing-yet", control: one_client },
        ],
    },
    Case {
        name: "whole-conversations",
        role: Server,
        rank: Core,
        promise: "The server keeps lesson 02's conversation with each client, until that client is done",
        play: whole_conversations,
        exposes: &[
            Exposes { belief: "buffer-is-message", control: conversation::one_exchange },
            Exposes { belief: "finished-connections-close-themselves", control: one_client },
            Exposes { belief: "zero-is-nothing-yet", control: one_client },
        ],
    },
    Case {
        name: "longer-than-any-buffer",
        role: Server,
        rank: Core,
        promise: "The server sends back all of a message that is longer than any buffer, as in lesson 02",
        play: conversation::longer_than_any_buffer,
        exposes: &[],
    },
    Case {
        name: "many-in-one-breath",
        role: Server,
        rank: Core,
        promise: "The server answers every byte of many messages that arrive together, as in lesson 02",
        play: conversation::many_in_one_breath,
        exposes: &[],
    },
    Case {
        name: "text-in-every-cut",
        role: Server,
        rank: Core,
        promise: "The server sends the same bytes back in whatever pieces they come, as in lesson 02",
        play: conversation::text_in_every_cut,
        exposes: &[Exposes {
            belief: "each-read-is-whole-text",
            control: conversation::text_cut_between_characters,
        }],
    },
    Case {
        name: "any-bytes",
        role: Server,
        rank: Core,
        promise: "The server sends back bytes that are no text as they came, as in lesson 02",
        play: conversation::any_bytes,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: one_client }],
    },
    Case {
        name: "spaces-belong-to-the-message",
        role: Server,
        rank: Core,
        promise: "The server sends back the spaces at a message's ends, too, as in lesson 02",
        play: conversation::spaces_belong_to_the_message,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: one_client }],
    },
    Case {
        name: "reset-hurts-nobody-else",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after one has reset its connection",
        play: reset_hurts_nobody_else,
        exposes: &[
            Exposes { belief: "network-never-fails", control: two_clients },
            Exposes { belief: "broken-pipe-is-an-error", control: two_clients },
        ],
    },
    Case {
        name: "gone-before-the-reply",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after one was gone before its reply",
        play: gone_before_the_reply,
        exposes: &[
            Exposes { belief: "network-never-fails", control: two_clients },
            Exposes { belief: "broken-pipe-is-an-error", control: two_clients },
        ],
    },
    Case {
        name: "leaves-mid-message",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after one has left without hearing its answer",
        play: leaves_mid_message,
        exposes: &[
            Exposes { belief: "network-never-fails", control: two_clients },
            Exposes { belief: "broken-pipe-is-an-error", control: two_clients },
        ],
    },
    Case {
        name: "silent-visitors",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after some have left without a word",
        play: silent_visitors,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: one_client }],
    },
    Case {
        name: "waiting-clients-in-order",
        role: Server,
        rank: Core,
        promise: "The server serves the clients that wait in the order in which they came",
        play: waiting_clients_in_order,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: one_client }],
    },
    Case {
        name: "backlog-of-five",
        role: Server,
        rank: Core,
        promise: "The server asks for a backlog of 5",
        play: backlog_of_five,
        exposes: &[Exposes { belief: "backlog-is-the-default", control: one_client }],
    },
    Case {
        name: "six-can-wait",
        role: Server,
        rank: Core,
        promise: "While one client is served, six more can wait to be accepted (backlog + 1), and each is served",
        play: six_can_wait,
        exposes: &[Exposes { belief: "backlog-is-the-default", control: one_client }],
    },
    Case {
        name: "back-at-once",
        role: Server,
        rank: Core,
        promise: "The server comes back on its port straight after it was ended in mid-conversation",
        play: back_at_once,
        exposes: &[Exposes { belief: "port-is-free-at-once", control: back_after_no_conversation }],
    },
    Case {
        name: "no-descriptor-left",
        role: Server,
        rank: Core,
        promise: "The server has no more descriptors open after 200 clients than before",
        play: no_descriptor_left,
        exposes: &[Exposes {
            belief: "finished-connections-close-themselves",
            control: one_client,
        }],
    },
    Case {
        name: "address-in-use",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: address_in_use,
        exposes: &[],
    },
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
    // Carol has said her last word when she leaves, and the server is in the middle of its answer: then
    // its write fails with `EPIPE`, and brings a signal (SIGPIPE, write(2)).
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
    let backlog = server.listener()?.backlog;
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
    // A server that has accepted some of them already is quicker than it has to be, which is fine.
    if server.listener()?.waiting == 6 {
        let late = server.knocks("client 7")?;
        let measure = Measure::WaitingConnections { room: 6 };
        server.fact(measure, 6, server.listener()?.waiting)?;
        late.gives_up();
    }
    alice.closes();
    for peer in waiting {
        exchange(scene, &peer)?;
        peer.closes();
    }
    Ok(())
}

/// The server is ended while it talks with alice, so its side of the connection closes first.
fn back_at_once(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    exchange(scene, &alice)?;
    server.is_killed()?;
    alice.hears_end()?;
    alice.closes();
    server.leaves_time_wait()?;
    let again = scene.server()?;
    let bob = again.connects("bob")?;
    exchange(scene, &bob)
}

fn back_after_no_conversation(scene: &Scene) -> Played {
    scene.server()?.is_killed()?;
    let again = scene.server()?;
    let bob = again.connects("bob")?;
    exchange(scene, &bob)
}

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
    before.is_all_that(&server, Load::Clients(200))
}

fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.somebody_has_the_address()?;
    let server = scene.server_starts()?;
    server.ends_with(1)?;
    server.complains()
}
