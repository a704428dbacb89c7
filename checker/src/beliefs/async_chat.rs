//! Beliefs that lesson 24 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
