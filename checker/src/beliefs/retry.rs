//! Beliefs that lesson 15 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
