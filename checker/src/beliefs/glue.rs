//! Beliefs that lesson 05 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
