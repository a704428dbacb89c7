//! Beliefs that lesson 25 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
