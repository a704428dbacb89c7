//! Lesson 18: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
