//! Beliefs that lesson 12 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
