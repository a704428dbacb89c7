//! Lesson 19: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
