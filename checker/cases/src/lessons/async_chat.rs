//! Lesson 24: the chat of lesson 23 again, on Tokio. The scenes are the same, and there are two more:
//! what only tasks get wrong, and what only they make possible.

use super::chat::{CLIENT, SERVER, a_silent_member, both, more_than_the_soft_limit, one_visit};
use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::Server;

const OWN: [Case; 2] = [
    Case {
        name: "a-silent-member",
        role: Server,
        rank: Core,
        promise: "The server serves the next member while the one before it says nothing",
        play: a_silent_member,
        exposes: &[Exposes { belief: "a-task-may-block", control: one_visit }],
    },
    Case {
        name: "more-than-the-soft-limit",
        role: Server,
        rank: Core,
        promise: "The server raises its limit of descriptors, and lets 200 in where it was given 100",
        play: more_than_the_soft_limit,
        exposes: &[Exposes { belief: "a-limit-is-a-limit", control: a_silent_member }],
    },
];

const SERVERS: [Case; OWN.len() + SERVER.len()] = both(&OWN, &SERVER);

pub const CASES: &[Case] = &both::<_, _, { SERVERS.len() + CLIENT.len() }>(&SERVERS, &CLIENT);
