//! Lesson 21: addresses of both families, and names for them. Each client is told who is who; the
//! scenes differ in where the two meet. The scripts stand beside this table.

mod client;
mod server;

use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "ipv4",
        role: Server,
        rank: Core,
        promise: "The server tells each IPv4 client `you are A, I am B`, and closes",
        play: server::ipv4,
        exposes: &[Exposes {
            belief: "finished-connections-close-themselves",
            control: server::told_once,
        }],
    },
    Case {
        name: "ipv6",
        role: Server,
        rank: Core,
        promise: "The server listens on `[::1]`, and writes IPv6 addresses with their brackets",
        play: server::ipv6,
        exposes: &[
            Exposes { belief: "an-address-is-ip-colon-port", control: server::ipv4 },
            Exposes { belief: "the-colon-ends-the-host", control: server::name_of_ipv6 },
            Exposes { belief: "every-address-is-ipv4", control: server::ipv4_among_names },
        ],
    },
    Case {
        name: "localhost",
        role: Server,
        rank: Core,
        promise: "The server listens where `localhost` is",
        play: server::localhost,
        exposes: &[Exposes {
            belief: "an-address-is-numbers",
            control: server::both_families_apart,
        }],
    },
    Case {
        name: "name-of-ipv6",
        role: Server,
        rank: Core,
        promise: "The server listens where a name is that has an IPv6 address only",
        play: server::name_of_ipv6,
        exposes: &[
            Exposes { belief: "every-address-is-ipv4", control: server::name_of_ipv4 },
            Exposes { belief: "an-address-is-numbers", control: server::both_families_apart },
        ],
    },
    Case {
        name: "first-address-is-taken",
        role: Server,
        rank: Core,
        promise: "The server listens on the second address of a name when it cannot have the first",
        play: server::first_address_is_taken,
        exposes: &[Exposes {
            belief: "first-address-is-the-address",
            control: server::first_address_is_free,
        }],
    },
    Case {
        name: "first-address-is-free",
        role: Server,
        rank: Core,
        promise: "The server listens on the first address of a name when it can have that",
        play: server::first_address_is_free,
        exposes: &[],
    },
    Case {
        name: "first-family-is-taken",
        role: Server,
        rank: Core,
        promise: "The server listens on a name's address in the other family when it cannot have the first",
        play: server::first_family_is_taken,
        // Who tries both on one socket fails here, too, and has tried the second address.
        exposes: &[],
    },
    Case {
        name: "ipv4-wildcard",
        role: Server,
        rank: Core,
        promise: "The server on `0.0.0.0` tells each client which address it has reached",
        play: server::ipv4_wildcard,
        exposes: &[Exposes { belief: "i-am-what-i-was-told", control: server::ipv4 }],
    },
    Case {
        name: "dual-stack",
        role: Server,
        rank: Core,
        promise: "The server on `[::]` serves IPv6 and IPv4, each under its own addresses",
        play: server::dual_stack,
        exposes: &[
            Exposes {
                belief: "mapped-address-is-the-clients",
                control: server::both_families_apart,
            },
            Exposes { belief: "i-am-what-i-was-told", control: server::ipv6 },
        ],
    },
    Case {
        name: "dual-stack-against-the-default",
        role: Server,
        rank: Core,
        promise: "The server on `[::]` serves both families, whatever the machine's default is",
        play: server::dual_stack_against_the_default,
        exposes: &[
            Exposes { belief: "wildcard-takes-both-families", control: server::dual_stack },
            Exposes {
                belief: "mapped-address-is-the-clients",
                control: server::both_families_apart,
            },
        ],
    },
    Case {
        name: "nobody-is-waited-for",
        role: Server,
        rank: Core,
        promise: "The server tells a client at once, waits for no word of it, and serves the next",
        play: server::nobody_is_waited_for,
        exposes: &[],
    },
    Case {
        name: "one-client-after-another",
        role: Server,
        rank: Core,
        promise: "The server serves one client after another, those too that leave at once",
        play: server::one_client_after_another,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: server::one_client }],
    },
    Case {
        name: "gone-before-it-was-let-in",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after some had reset before they were let in",
        play: server::gone_before_it_was_let_in,
        exposes: &[
            Exposes { belief: "network-never-fails", control: server::two_clients },
            Exposes { belief: "broken-pipe-is-an-error", control: server::two_clients },
        ],
    },
    Case {
        name: "name-that-nobody-has",
        role: Server,
        rank: Core,
        promise: "The server says in one line that nobody has its name, and ends with status 1",
        play: server::name_that_nobody_has,
        exposes: &[],
    },
    Case {
        name: "address-in-use",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: server::address_in_use,
        exposes: &[],
    },
    Case {
        name: "ipv4-server",
        role: Client,
        rank: Core,
        promise: "The client prints the line that it is told, and ends with status 0",
        play: client::ipv4,
        exposes: &[],
    },
    Case {
        name: "ipv6-server",
        role: Client,
        rank: Core,
        promise: "The client finds a server at `[::1]`",
        play: client::ipv6,
        exposes: &[
            Exposes { belief: "the-colon-ends-the-host", control: client::name_of_ipv6 },
            Exposes { belief: "every-address-is-ipv4", control: client::ipv4_among_names },
        ],
    },
    Case {
        name: "server-at-localhost",
        role: Client,
        rank: Core,
        promise: "The client finds a server at `localhost`",
        play: client::localhost,
        exposes: &[Exposes { belief: "an-address-is-numbers", control: client::both_families }],
    },
    Case {
        name: "server-with-a-name-of-ipv6",
        role: Client,
        rank: Core,
        promise: "The client finds a server whose name has an IPv6 address only",
        play: client::name_of_ipv6,
        exposes: &[
            Exposes { belief: "every-address-is-ipv4", control: client::name_of_ipv4 },
            Exposes { belief: "an-address-is-numbers", control: client::both_families },
        ],
    },
    Case {
        name: "one-family-refuses",
        role: Client,
        rank: Core,
        promise: "The client tries a name's address in the other family when the first refuses",
        play: client::one_family_refuses,
        // Who tries both on one socket fails here, too, and has asked the second address.
        exposes: &[],
    },
    Case {
        name: "one-address-refuses",
        role: Client,
        rank: Core,
        promise: "The client tries a name's next address when the first refuses",
        play: client::one_address_refuses,
        exposes: &[Exposes {
            belief: "first-address-is-the-address",
            control: client::one_address_of_two,
        }],
    },
    Case {
        name: "both-addresses-let-in",
        role: Client,
        rank: Core,
        promise: "The client stays with the address that lets it in, and tries no more of them",
        play: client::both_addresses_let_in,
        exposes: &[],
    },
    Case {
        name: "all-addresses-refuse",
        role: Client,
        rank: Core,
        promise: "The client says in one line that nobody listens, when none of a name's addresses lets it in",
        play: client::all_addresses_refuse,
        exposes: &[],
    },
    Case {
        name: "line-in-pieces",
        role: Client,
        rank: Core,
        promise: "The client prints the whole line, in whatever pieces it comes",
        play: client::line_in_pieces,
        exposes: &[Exposes { belief: "one-read-is-the-whole-reply", control: client::ipv4 }],
    },
    Case {
        name: "says-nothing",
        role: Client,
        rank: Core,
        promise: "The client waits for its line, and says nothing",
        play: client::says_nothing,
        exposes: &[],
    },
    Case {
        name: "server-leaves",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server left without a word, and ends with status 1",
        play: client::server_leaves,
        exposes: &[],
    },
    Case {
        name: "server-resets",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server reset the connection, and ends with status 1",
        play: client::server_resets,
        exposes: &[
            Exposes { belief: "network-never-fails", control: client::server_leaves },
            Exposes { belief: "broken-pipe-is-an-error", control: client::server_leaves },
        ],
    },
    Case {
        name: "server-name-that-nobody-has",
        role: Client,
        rank: Core,
        promise: "The client says in one line that nobody has the server's name, and ends with status 1",
        play: client::name_that_nobody_has,
        exposes: &[],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        rank: Core,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: client::nobody_listens,
        exposes: &[],
    },
];
