//! `checker dev book`: writes what the book has from the checker itself, the pictures of runs and a page
//! for each belief. They are under version control, and `checker dev check` makes them again and
//! compares, so that they cannot go stale.

pub mod beliefs;
pub mod pictures;

use crate::commands::{Ending, Usage};
use crate::course::workspace::Workspace;

pub fn run() -> anyhow::Result<Ending> {
    let root = Workspace::find().map_err(Usage::from)?.root;
    beliefs::write(&root)?;
    pictures::draw(&root)?;
    Ok(Ending::Fine)
}
