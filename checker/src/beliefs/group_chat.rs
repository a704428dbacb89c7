//! Beliefs that lesson 23 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
