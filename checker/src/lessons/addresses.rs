//! Lesson 21: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
