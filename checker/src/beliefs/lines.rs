//! Beliefs that lesson 10 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
