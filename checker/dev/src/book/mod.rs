//! `checker dev book`: writes the parts of the book that come from the checker: the pictures of runs,
//! and a page for each belief. They are under version control. `checker dev check` makes them again and
//! compares; `checker dev book --check` does only that.

pub mod beliefs;
pub mod pictures;

use std::io::Write;

use checker::commands::{Ending, Usage};
use checker::course::lessons;
use checker::course::workspace::Workspace;

/// Writes pictures and pages, or, with `check`, lists those that are not up to date.
pub fn run(check: bool) -> anyhow::Result<Ending> {
    let root = Workspace::find().map_err(Usage::from)?.root;
    if check {
        pictures::build(&root)?;
        let all: Vec<_> = lessons().iter().collect();
        let flaws = [beliefs::flaws(&root)?, pictures::flaws(&root, &all)?.0].concat();
        for flaw in &flaws {
            writeln!(anstream::stdout(), "{flaw}")?;
        }
        return Ok(if flaws.is_empty() { Ending::Fine } else { Ending::Failed });
    }
    beliefs::write(&root)?;
    pictures::draw(&root)?;
    Ok(Ending::Fine)
}
