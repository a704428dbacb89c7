//! Beliefs that lesson 19 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
