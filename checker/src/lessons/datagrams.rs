//! Lesson 14: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
