//! Lesson 24: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
