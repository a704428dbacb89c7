//! `checker dev new`: makes the files of a lesson, a case, a belief or a wrong program with their first
//! lines. Then it writes the files that are derived from the course, and prints the author's next steps.
//! The first lines are in `templates`. Lines that the author has to replace begin with `TODO:`, and
//! `checker dev check` finds each of them.

mod belief;
mod case;
mod lesson;
mod names;
mod plan;
mod template;
mod wrong;

use std::io::Write;

use checker::commands::{Ending, Usage};
use checker::course::workspace::Workspace;
use checker::events::Role;
use clap::Subcommand;

use crate::write;
use plan::Plan;

#[derive(Debug, Subcommand)]
pub enum Thing {
    /// Make the files of a new lesson at the end of the course
    Lesson {
        /// Its name in folders and packages, such as `proxy`
        slug: String,
    },
    /// Add a case to a lesson: a script, and its row in the table
    Case {
        /// A number (3) or a name (one-shot)
        lesson: String,
        /// The case's name, such as `two-clients`
        name: String,
        /// Which program it is about [default: the lesson's first]
        #[arg(long, value_name = "ROLE", value_parser = names::role)]
        role: Option<Role>,
    },
    /// Add a belief to a lesson: its text, and its predicate
    Belief {
        /// A number (3) or a name (one-shot)
        lesson: String,
        /// The belief's id, such as `one-accept-is-enough`
        id: String,
    },
    /// Add a program that the checker must fail and name
    Wrong {
        /// A number (3) or a name (one-shot)
        lesson: String,
        /// `server` or `client`
        #[arg(value_parser = names::role)]
        role: Role,
        /// `BELIEF`, `BELIEF--VARIANT` or `nothing-named--VARIANT`; `.py` or `.c` behind it chooses another
        /// language than Rust
        name: String,
    },
}

pub fn run(thing: &Thing) -> anyhow::Result<Ending> {
    let root = Workspace::find().map_err(Usage::from)?.root;
    let course = write::course::read(&root)?;
    let plan = match thing {
        Thing::Lesson { slug } => lesson::plan(&root, &course, slug),
        Thing::Case { lesson, name, role } => case::plan(&root, &course, lesson, name, *role),
        Thing::Belief { lesson, id } => belief::plan(&root, &course, lesson, id),
        Thing::Wrong { lesson, role, name } => wrong::plan(&root, &course, lesson, *role, name),
    };
    let Plan { files, next } = plan?;
    let mut out = anstream::stdout().lock();
    for place in plan::write(&root, &files)?.into_iter().chain(write::update(&root)?) {
        writeln!(out, "wrote {place}")?;
    }
    writeln!(out, "\nNext:")?;
    next.iter().try_for_each(|step| writeln!(out, "- {step}"))?;
    Ok(Ending::Fine)
}
