//! Lesson 24: the chat of lesson 23 again, on Tokio. The scenes are the same, with two more: a
//! mistake that only tasks make, and a load that only tasks can handle.

use super::Case;
use super::chat::{CLIENT, SERVER, a_silent_member, both, more_than_the_soft_limit, one_visit};
use crate::ids::*;
use crate::lessons::belief;

const OWN: [Case; 2] = [
    Case::server("a-silent-member", a_silent_member)
        .promises("The server serves the next member while the one before it is silent")
        .exposes(&[belief(A_TASK_MAY_BLOCK, one_visit)]),
    Case::server("more-than-the-soft-limit", more_than_the_soft_limit)
        .promises(
            "The server raises its descriptor limit of 100, and accepts 200 clients, then 1,100",
        )
        .exposes(&[belief(A_LIMIT_IS_A_LIMIT, a_silent_member)]),
];

// The plainest cases come first.
const SERVERS: [Case; SERVER.len() + OWN.len()] = both(&SERVER, &OWN);

pub const CASES: &[Case] = &both::<_, _, { SERVERS.len() + CLIENT.len() }>(&SERVERS, &CLIENT);
