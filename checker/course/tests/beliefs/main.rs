//! Rules for all beliefs: which lessons expose each, and how each judges evidence.

mod exposed;
mod typed_evidence;
