//! `checker watch`: the screen beside the editor.

use clap::{ArgMatches, Command};

use super::arguments::{flag, positional};
use super::{Ending, Usage, lesson};
use crate::course::workspace::Workspace;

#[derive(Debug)]
pub struct Options {
    lesson: Option<String>,
    poll: bool,
    plain: bool,
}

impl Options {
    pub fn add_to(command: Command) -> Command {
        command.args([
            positional("lesson", "LESSON")
                .help("The lesson to begin with [default: the current one]"),
            flag("poll").help(
                "Look for changed files every now and then, where the system does not report \
                     them: on network drives, and on Windows drives under WSL",
            ),
            flag("plain").help(
                "Print the verdicts line by line, without a screen; screen readers can \
                     follow them",
            ),
        ])
    }

    pub fn of(matches: &mut ArgMatches) -> Options {
        Options {
            lesson: matches.remove_one("lesson"),
            poll: matches.get_flag("poll"),
            plain: matches.get_flag("plain"),
        }
    }
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let lesson = options.lesson.as_deref().map(lesson).transpose()?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    show(workspace, options, lesson.map(|lesson| lesson.number))
}

/// The screen is a part of an installed checker.
#[cfg(feature = "complete")]
fn show(workspace: Workspace, options: &Options, lesson: Option<usize>) -> anyhow::Result<Ending> {
    let (checker, workspace) = (std::env::current_exe()?, workspace.root);
    let Options { poll: polls, plain, .. } = *options;
    watch::show(&watch::Arguments { checker, workspace, polls, plain, lesson })?;
    Ok(Ending::Fine)
}

/// In a checkout, the screen is the program `checker-watch`, which is built at first use.
#[cfg(not(feature = "complete"))]
fn show(workspace: Workspace, options: &Options, lesson: Option<usize>) -> anyhow::Result<Ending> {
    const SCREEN: super::on_demand::OnDemand = super::on_demand::OnDemand {
        package: "watch",
        program: "checker-watch",
        options: &[],
        label: "the screen",
    };
    // The screen reads objects, which only the second program writes.
    #[cfg(feature = "more")]
    let checker = std::env::current_exe()?;
    #[cfg(not(feature = "more"))]
    let checker = super::second_program::path()?;
    let mut arguments = vec![checker.into(), workspace.root.clone().into()];
    arguments.extend(options.poll.then(|| "--poll".into()));
    arguments.extend(options.plain.then(|| "--plain".into()));
    arguments.extend(lesson.map(|lesson| lesson.to_string().into()));
    SCREEN.replace_this(&workspace.root, arguments)
}
