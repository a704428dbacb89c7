//! Beliefs that lesson 07 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
