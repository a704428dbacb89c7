//! Lesson 05: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
