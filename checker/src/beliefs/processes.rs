//! Beliefs that lesson 17 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
