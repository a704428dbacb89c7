//! Beliefs that lesson 18 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
