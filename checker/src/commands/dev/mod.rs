//! `checker dev`, hidden: for those who maintain the course. `check` lets the course prove itself,
//! `soak` plays it again and again on a busy machine and counts what differs, `mutants` counts changes to
//! the references that no case notices, `bench` measures.
//! Learners have no use for any of them.

mod bench;
mod book;
mod cast;
mod check;
mod flaw;
mod luck;
mod mutants;
mod playing;
mod soak;
pub mod specimens;
mod tree;

use std::io::Write;

use clap::Subcommand;

use super::Ending;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prove the course: skeletons fail, references pass, wrong programs are caught and named
    Check(check::Options),
    /// Play every case again and again beside busy loops, and count verdicts that differ
    Soak(soak::Options),
    /// Draw the book's pictures, and write its pages of beliefs, anew
    Book {
        /// Change nothing, and say which pictures are not what their runs give
        #[arg(long)]
        check: bool,
    },
    /// Change the references a little, again and again, and count the changes that no case notices
    Mutants(mutants::Options),
    /// Measure how quick the checker is, beside what is aimed for
    Bench(bench::Options),
    /// Keep one processor busy until the process that started this one ends
    #[command(hide = true)]
    Burn { parent: u32 },
    /// Play one scene of the bench in a process of its own
    #[command(hide = true)]
    Scene(bench::scene::Options),
}

pub fn run(command: &Command) -> anyhow::Result<Ending> {
    match command {
        Command::Check(options) => check::run(options),
        Command::Soak(options) => soak::run(options),
        Command::Book { check } => book::run(*check),
        Command::Mutants(options) => mutants::run(options),
        Command::Bench(options) => bench::run(options),
        Command::Burn { parent } => soak::load::burn(*parent),
        Command::Scene(options) => bench::scene::run(options),
    }
}

/// Says on standard error what is being done.
fn progress(words: &str) {
    // Where that is closed, nobody waits for it.
    let _ = writeln!(anstream::stderr(), "{words}");
}
