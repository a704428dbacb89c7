//! The screen as a learner uses it: a real pseudo-terminal and the real checker. The tests press keys
//! and read the screen. They do not sleep: each step reads the terminal until it shows the expected
//! text.

mod editor;
mod ends;
mod keys;
mod looks;
mod plain;
mod pty;
mod saves;
mod second_program;
mod starts;
#[path = "../../examples/bench/svg.rs"]
mod svg;
mod workspace;
