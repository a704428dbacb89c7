//! Beliefs that lesson 13 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
