//! Beliefs that lesson 20 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
