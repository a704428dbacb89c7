//! Turns the command line into a request. Every mistake is found here, before anything is built or
//! started. The error lists the valid choices.

use std::path::{Path, PathBuf};

use super::{Options, default_jobs};
use crate::commands::{Format, Usage};
use crate::course::nearest::suggestion;
use crate::course::own_programs::OwnPrograms;
use crate::course::{Lesson, command, lessons, select};
use crate::events::Role;
use crate::report::replay::Replay;
use crate::run::{Programs, Request};
use cases::lessons::cases;

use super::program::check_runnable;

/// The lessons that the command line names, if any.
pub fn named_lessons(options: &Options) -> Result<Vec<&'static Lesson>, Usage> {
    Ok(select::select(&options.lessons, lessons())?)
}

/// The request to run these lessons.
pub fn request(
    options: &Options,
    lessons: Vec<&'static Lesson>,
    workspace: Option<PathBuf>,
) -> Result<Request, Usage> {
    let programs = programs(options, &lessons, workspace.as_deref())?;
    for (name, path) in
        [("the workspace", workspace.clone()), ("TMPDIR", Some(std::env::temp_dir()))]
    {
        if let Some(path) = path.filter(|path| path.to_str().is_none()) {
            let path = path.display();
            return Err(Usage(format!("the path of {name} is not UTF-8: {path}")));
        }
    }
    if options.solutions {
        check_solutions(&lessons, workspace.as_deref())?;
    }
    if let Some(case) = &options.case {
        check_case(case, &lessons, &programs)?;
    }
    Ok(Request {
        lessons,
        programs,
        case: options.case.clone(),
        // Short enough to type, and exact in every JSON reader.
        seed: options.seed.unwrap_or_else(|| u64::from(fastrand::u32(..))),
        jobs: options.jobs.unwrap_or_else(default_jobs),
        // Spare nothing if the user asked for a single case, or if a program reads the result: it needs
        // a score.
        spares: !options.all
            && options.case.is_none()
            && matches!(options.format, Format::Human | Format::Lines),
        isolation: options.isolation.chosen(),
        build: !options.no_build,
        sandbox: options.sandbox,
        workspace,
    })
}

/// The options that a replay has to repeat.
pub fn replay(options: &Options) -> Replay {
    Replay {
        solutions: options.solutions,
        server: options.server.clone(),
        client: options.client.clone(),
        isolation: options.isolation.chosen(),
    }
}

fn programs(
    options: &Options,
    lessons: &[&Lesson],
    workspace: Option<&Path>,
) -> Result<Programs, Usage> {
    if options.solutions {
        return Ok(Programs::Solutions);
    }
    let stand_ins = [(Role::Server, &options.server), (Role::Client, &options.client)];
    let mut any = false;
    for (role, command) in stand_ins {
        let Some(command) = command else { continue };
        any = true;
        check_command(role, command)?;
        if let Some(lesson) = lessons.iter().find(|lesson| !lesson.programs.contains(&role)) {
            let role = role.name();
            return Err(Usage(format!(
                "lesson {} has no {role}, so `--{role}` does not apply to it",
                lesson.heading()
            )));
        }
    }
    if !any {
        return Ok(Programs::Learner(own_programs(lessons, workspace)?));
    }
    if lessons.is_empty() {
        return Err(Usage(
            "name the lesson that the program stands in for, like `checker check 1 --server …`"
                .into(),
        ));
    }
    let (server, client) = (options.server.clone(), options.client.clone());
    Ok(Programs::StandIns { server, client })
}

/// The programs of `socketlings.toml`. Checks that those of the given lessons can be started.
fn own_programs(lessons: &[&Lesson], workspace: Option<&Path>) -> Result<OwnPrograms, Usage> {
    let Some(root) = workspace else { return Ok(OwnPrograms::default()) };
    let own = OwnPrograms::read(root)?;
    let roles =
        lessons.iter().flat_map(|lesson| lesson.programs.iter().map(move |role| (lesson, role)));
    for program in roles.filter_map(|(lesson, role)| own.find(lesson, *role)) {
        check_runnable(&program.command(root)[0], root).map_err(|why| {
            let (place, role) = (program.place(), program.role.name());
            Usage(format!("{place}: the {role} cannot be started: {why}"))
        })?;
    }
    Ok(own)
}

/// The reference of each lesson must be there.
fn check_solutions(lessons: &[&Lesson], workspace: Option<&Path>) -> Result<(), Usage> {
    let folder =
        |lesson: &Lesson| workspace.map(|root| root.join("solutions").join(lesson.folder()));
    let missing = lessons
        .iter()
        .find(|lesson| folder(lesson).is_none_or(|folder| !folder.join("Cargo.toml").is_file()));
    match missing {
        Some(lesson) => Err(Usage(format!(
            "`--solutions` needs the reference of lesson {}, and there is no package in solutions/{}",
            lesson.heading(),
            lesson.folder()
        ))),
        None => Ok(()),
    }
}

/// A command is split into words as a shell splits them.
fn check_command(role: Role, command: &str) -> Result<(), Usage> {
    let role = role.name();
    let words =
        command::words(command).map_err(|why| Usage(format!("`--{role} {command}` {why}")))?;
    check_runnable(&words[0], Path::new(""))
        .map_err(|why| Usage(format!("`--{role} {command}` cannot be started: {why}")))
}

fn check_case(name: &str, lessons: &[&Lesson], programs: &Programs) -> Result<(), Usage> {
    let [lesson] = lessons else {
        return Err(Usage(format!(
            "a case belongs to one lesson: name it, like `checker check 1 --case {name}`"
        )));
    };
    let all = cases(&lesson.slug);
    let Some(case) = all.iter().find(|case| case.name == name) else {
        let names: Vec<&str> = all.iter().map(|case| case.name).collect();
        let listed: String = names.iter().map(|name| format!("\n    {name}")).collect();
        return Err(Usage(format!(
            "lesson {} has no case `{name}`. {}Its cases are:{listed}",
            lesson.heading(),
            suggestion(name, names.iter().copied()),
        )));
    };
    let missing = match programs {
        Programs::StandIns { server: None, .. } if case.role != Role::Client => Role::Server,
        Programs::StandIns { client: None, .. } if case.role != Role::Server => Role::Client,
        _ => return Ok(()),
    };
    Err(Usage(format!("the case `{name}` needs a {0}, too: add `--{0} COMMAND`", missing.name())))
}
