//! Lesson 09: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
