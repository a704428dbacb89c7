//! Lesson 23: a group chat, which combines the earlier lessons: frames of JSON, many clients, and
//! one of them that does not read. Lesson 24 uses the same scenes, so they are in `chat`.

use super::Case;
use super::chat::{CLIENT, SERVER, a_silent_member, both, one_in_the_room};
use crate::ids::*;
use crate::lessons::belief;

const OWN: [Case; 1] = [Case::server("a-silent-member", a_silent_member)
    .promises("The server serves the next member while the one before it is silent")
    .exposes(&[belief(ACCEPT_CAN_WAIT, one_in_the_room)])];

// The plainest cases come first.
const SERVERS: [Case; SERVER.len() + OWN.len()] = both(&SERVER, &OWN);

pub const CASES: &[Case] = &both::<_, _, { SERVERS.len() + CLIENT.len() }>(&SERVERS, &CLIENT);
