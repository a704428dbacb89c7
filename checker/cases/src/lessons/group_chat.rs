//! Lesson 23: a group chat, in which all that came before meets: frames of JSON, many clients, and
//! one of them who does not read. Lesson 24 plays the same scenes, so they stand in `chat`.

use super::chat::{CLIENT, SERVER, a_silent_member, both, one_in_the_room};
use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::Server;

const OWN: [Case; 1] = [Case {
    name: "a-silent-member",
    role: Server,
    rank: Core,
    promise: "The server serves the next member while the one before it says nothing",
    play: a_silent_member,
    exposes: &[Exposes { belief: "accept-can-wait", control: one_in_the_room }],
}];

const SERVERS: [Case; OWN.len() + SERVER.len()] = both(&OWN, &SERVER);

pub const CASES: &[Case] = &both::<_, _, { SERVERS.len() + CLIENT.len() }>(&SERVERS, &CLIENT);
