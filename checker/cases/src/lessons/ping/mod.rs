//! Lesson 25: ping. A program that speaks the network's own language, one floor below ports, and
//! hears everything there that is said on its machine. The scripts stand beside this table.

mod scenes;

use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::Client;

const ANY_REPLY: Exposes = Exposes { belief: "any-reply-is-mine", control: scenes::nobody_else };

/// What may be wrong with a request: each shows in its bytes.
const REQUEST: &[Exposes] = &[
    Exposes { belief: "packet-fields-are-native", control: scenes::bob_looks_at_nothing },
    Exposes { belief: "kernel-fills-in-every-checksum", control: scenes::bob_looks_at_nothing },
    Exposes { belief: "checksum-covers-the-header", control: scenes::bob_looks_at_nothing },
    Exposes { belief: "odd-byte-does-not-count", control: scenes::bob_looks_at_nothing },
    Exposes { belief: "sums-wrap-around", control: scenes::bob_looks_at_nothing },
];

pub const CASES: &[Case] = &[
    Case {
        name: "all-come-back",
        role: Client,
        rank: Core,
        promise: "The client prints a line for each reply at once, how many came back, and ends with status 0",
        play: scenes::three_pings,
        exposes: REQUEST,
    },
    Case {
        name: "one-at-a-time",
        role: Client,
        rank: Core,
        promise: "The client sends the next request when the one before is answered, and not earlier",
        play: scenes::one_at_a_time,
        exposes: &[],
    },
    Case {
        name: "requests-on-the-wire",
        role: Client,
        rank: Core,
        promise: "The client sends echo requests with a right checksum, and numbers them from 1 in network byte order",
        play: scenes::twenty_pings,
        exposes: REQUEST,
    },
    Case {
        name: "own-request-is-no-reply",
        role: Client,
        rank: Core,
        promise: "The client does not take its own request for the reply, though a raw socket hears that, too",
        play: scenes::own_request,
        exposes: &[Exposes {
            belief: "raw-socket-hears-only-replies",
            control: scenes::answered_at_home,
        }],
    },
    Case {
        name: "somebody-elses-reply",
        role: Client,
        rank: Core,
        promise: "The client does not take a reply with another identifier for its own",
        play: scenes::somebody_elses_answer,
        exposes: &[ANY_REPLY],
    },
    Case {
        name: "two-at-once",
        role: Client,
        rank: Core,
        promise: "The client does not take the reply to another ping of the same program for its own",
        play: scenes::two_at_once,
        exposes: &[Exposes {
            belief: "nobody-else-has-my-identifier",
            control: scenes::somebody_elses_answer,
        }],
    },
    Case {
        name: "reply-comes-twice",
        role: Client,
        rank: Core,
        promise: "The client does not take a second reply to the last request for the reply to this one",
        play: scenes::an_answer_comes_twice,
        exposes: &[Exposes {
            belief: "next-reply-is-to-the-last-request",
            control: scenes::three_pings,
        }],
    },
    Case {
        name: "somebody-elses-trouble",
        role: Client,
        rank: Core,
        promise: "The client is not misled by a message that tells somebody else of an unreachable host",
        play: scenes::somebody_elses_trouble,
        exposes: &[],
    },
    Case {
        name: "report-on-its-own-request",
        role: Client,
        rank: Core,
        promise: "The client waits for the reply for its second, though somebody reports that the request did not arrive",
        play: scenes::trouble_of_its_own,
        exposes: &[],
    },
    Case {
        name: "another-type-of-message",
        role: Client,
        rank: Core,
        promise: "The client does not take a message of another type for the reply, though its numbers are there",
        play: scenes::answer_of_another_type,
        exposes: &[],
    },
    Case {
        name: "message-without-data",
        role: Client,
        rank: Core,
        promise: "The client survives a message for somebody else that has no data behind its header",
        play: scenes::answer_without_data,
        exposes: &[],
    },
    Case {
        name: "header-with-options",
        role: Client,
        rank: Core,
        promise: "The client finds the message behind an IP header of any length",
        play: scenes::header_with_options,
        exposes: &[Exposes { belief: "ip-header-has-20-bytes", control: scenes::three_pings }],
    },
    Case {
        name: "one-is-lost",
        role: Client,
        rank: Core,
        promise: "The client gives a request up after a second and goes on; its reply, when it comes at last, is none",
        play: scenes::one_is_lost,
        exposes: &[
            Exposes { belief: "every-request-is-answered", control: scenes::three_pings },
            Exposes { belief: "lost-packet-is-a-failure", control: scenes::three_pings },
            Exposes { belief: "next-reply-is-to-the-last-request", control: scenes::three_pings },
        ],
    },
    Case {
        name: "strangers-talk-on",
        role: Client,
        rank: Core,
        promise: "The client gives a request up after a second, however much comes for somebody else meanwhile, and ends with status 1 when nothing came back",
        play: scenes::strangers_talk,
        exposes: &[Exposes { belief: "each-read-has-its-second", control: scenes::nobody_talks }],
    },
    Case {
        name: "time-that-it-took",
        role: Client,
        rank: Core,
        promise: "The client prints in milliseconds how long a reply took",
        play: scenes::time_that_it_took,
        exposes: &[],
    },
    Case {
        name: "name-of-the-host",
        role: Client,
        rank: Core,
        promise: "The client finds the IPv4 address of a name, and prints the address that answered",
        play: scenes::name_of_the_host,
        exposes: &[],
    },
    Case {
        name: "name-of-both-kinds",
        role: Client,
        rank: Core,
        promise: "The client takes the IPv4 address of a name that has one of IPv6, too",
        play: scenes::name_of_both_kinds,
        exposes: &[],
    },
    Case {
        name: "no-address",
        role: Client,
        rank: Core,
        promise: "The client says in one line on standard error that a name has no IPv4 address, and ends with status 1",
        play: scenes::no_address,
        exposes: &[],
    },
    Case {
        name: "no-way-there",
        role: Client,
        rank: Core,
        promise: "The client says in one line on standard error that a request cannot be sent, and ends with status 1",
        play: scenes::no_way_there,
        exposes: &[],
    },
    Case {
        name: "count-is-a-number",
        role: Client,
        rank: Core,
        promise: "The client refuses a count that is none, be its beginning a number or not, in one line on standard error, with status 1",
        play: scenes::no_number,
        exposes: &[],
    },
];
