//! Beliefs that lesson 08 meets first.

use super::Belief;

pub const BELIEFS: &[Belief] = &[];
