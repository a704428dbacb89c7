//! Beliefs that lesson 21 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
