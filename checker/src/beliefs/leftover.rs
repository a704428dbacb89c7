//! Beliefs that lesson 06 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
