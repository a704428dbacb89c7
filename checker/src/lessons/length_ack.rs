//! Lesson 07: TODO.

use super::Case;

pub const CASES: &[Case] = &[];
