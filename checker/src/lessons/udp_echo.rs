//! Lesson 13: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
