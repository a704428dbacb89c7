//! Lesson 12: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
