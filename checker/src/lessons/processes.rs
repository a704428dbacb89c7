//! Lesson 17: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
