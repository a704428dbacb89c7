//! Lesson 06: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
