//! Beliefs that lesson 11 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
