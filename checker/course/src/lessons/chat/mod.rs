//! The chat of lessons 23 and 24: the scenes that both lessons use. Each lesson has its own table
//! of cases. This module holds the rows that they share, and the scripts.

mod client;
mod client_errors;
mod clients;
mod clock;
mod crowd;
mod deaf;
mod departures;
mod frames;
mod member;
mod server;
mod servers;

pub use clients::CLIENT;
pub use crowd::{a_silent_member, more_than_the_soft_limit, one_visit};
pub use server::one_in_the_room;
pub use servers::SERVER;

use super::Case;

/// Joins two tables of A and B rows into one of A + B rows.
pub const fn both<const A: usize, const B: usize, const C: usize>(
    first: &[Case; A],
    second: &[Case; B],
) -> [Case; C] {
    assert!(A + B == C, "all rows, and no more");
    let mut all = [first[0]; C];
    let mut at = 0;
    while at < C {
        all[at] = if at < A { first[at] } else { second[at - A] };
        at += 1;
    }
    all
}
