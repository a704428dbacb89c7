//! Lesson 04: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
