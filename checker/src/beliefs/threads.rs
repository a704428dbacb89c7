//! Beliefs that lesson 16 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
