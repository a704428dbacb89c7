//! Lesson 23: a group chat, in which all that came before meets: frames of JSON, many clients, and
//! one of them who does not read. Lesson 24 plays the same scenes, so they stand in `chat`.

use super::Case;
use super::chat::{CLIENT, SERVER, both};

pub const CASES: &[Case] = &both::<_, _, { SERVER.len() + CLIENT.len() }>(&SERVER, &CLIENT);
