//! Lesson 25: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
