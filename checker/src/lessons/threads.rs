//! Lesson 16: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
