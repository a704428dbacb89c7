//! Beliefs that lesson 14 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
