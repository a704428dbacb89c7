//! The stage: puts a network program among peers that behave as a real network may, at its most
//! awkward, on demand.

pub mod breach;
pub mod bytes;
pub mod fault;
pub mod trace;
