//! The screen as a learner has it: a real pseudo-terminal with the real checker behind it, keys in,
//! screen out. Nothing here waits for a clock: each step reads the terminal until it shows what is
//! awaited.

mod ends;
mod keys;
mod looks;
mod plain;
mod pty;
mod saves;
mod starts;
mod workspace;
