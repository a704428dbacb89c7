//! Lesson 22: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
