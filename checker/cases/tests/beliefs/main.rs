//! The rules that all beliefs keep: where each is exposed, and how it judges evidence.

mod exposed;
mod typed_evidence;
