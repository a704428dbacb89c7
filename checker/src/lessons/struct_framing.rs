//! Lesson 08: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
