//! Lesson 11: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
