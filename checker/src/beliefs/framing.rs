//! Beliefs that lesson 09 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
