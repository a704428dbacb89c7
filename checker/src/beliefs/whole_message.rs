//! Beliefs that lesson 04 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
