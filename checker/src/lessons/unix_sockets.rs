//! Lesson 20: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
