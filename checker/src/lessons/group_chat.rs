//! Lesson 23: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
