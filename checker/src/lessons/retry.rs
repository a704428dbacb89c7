//! Lesson 15: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
