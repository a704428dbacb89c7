//! Lesson 20: Unix sockets. Lesson 09's conversation at a path in the file system, and over packets
//! that need no frames. The scripts are in the files next to the tables.

mod client;
mod clients;
mod packets;
mod paths;
mod place;
mod server;
mod servers;

use super::Case;
use super::chat::both;
use clients::CLIENT;
use servers::SERVER;

pub const CASES: &[Case] = &both::<_, _, { SERVER.len() + CLIENT.len() }>(&SERVER, &CLIENT);
