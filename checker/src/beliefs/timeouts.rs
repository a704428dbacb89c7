//! Beliefs that lesson 22 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
