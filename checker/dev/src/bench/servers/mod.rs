//! `checker dev bench --servers`: the course's servers side by side, each with the same load. What
//! one thread, a thread a client, a process a client, readiness and tasks cost can be read off it.
//!
//! Every client does the same everywhere: it connects, asks so many times, each time when the answer
//! has come, leaves, and comes again. So a server that serves one client after another has its turn,
//! too, and the table shows what waiting for it means.

mod load;
mod server;
mod table;

use std::path::{Path, PathBuf};

use anyhow::Context;
use kernel::Signals;
use serde::Serialize;
use stage::rlimit::allow_descriptors;

use super::super::progress::progress;
use super::super::specimens::{self, Kind, rust};
use checker::course::lessons;
use checker::run::build;
use load::{Load, Talk};
use server::{Footprint, Server};

pub use table::{write, write_json};

/// How many clients there are at once.
const LEVELS: [usize; 4] = [1, 10, 100, 1_000];

/// Descriptors beyond those of the clients.
const SPARE: u64 = 100;

/// Stands for the package of a program that is none of the references.
const SPECIMENS: &str = "specimens";

/// One server of the comparison.
#[derive(Debug, Clone, Serialize)]
pub struct Contestant {
    /// The lesson's number; `None` for what comes from elsewhere.
    pub lesson: Option<usize>,
    pub name: &'static str,
    /// What it is called by cargo; `None` for Python's.
    #[serde(skip)]
    program: Option<&'static str>,
    #[serde(skip)]
    package: &'static str,
    #[serde(skip)]
    talk: Talk,
    pub result: Told,
}

/// What came of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// One for each level.
    Measured(Vec<Level>),
    /// It could not be measured, and why.
    NotMeasured(String),
}

/// A server under one load.
#[derive(Debug, Clone, Serialize)]
pub struct Level {
    pub clients: usize,
    /// Clients that got any answer at all while it was measured.
    pub served: usize,
    pub requests_per_second: f64,
    /// From asking, or for the first question of a visit from knocking, until the whole answer has
    /// come; in microseconds. `None` where no answer came.
    pub median_us: Option<u64>,
    /// Of a hundred answers, 99 come within this time.
    pub p99_us: Option<u64>,
    pub longest_us: Option<u64>,
    #[serde(flatten)]
    pub footprint: Footprint,
}

/// Who is compared. Lesson 24's own server is a chat, which tells everybody what anybody says: a
/// thousand clients would be a million answers. In its place stands what is under it, Tokio on one
/// thread, with lesson 09's frames.
fn contestants() -> Vec<Contestant> {
    let one = |slug: &'static str, name, package, program, talk| Contestant {
        lesson: lessons().iter().find(|lesson| lesson.slug == slug).map(|lesson| lesson.number),
        name,
        program,
        package,
        talk,
        result: Told::NotMeasured("not built".into()),
    };
    vec![
        one(
            "connection-loop",
            "one after another",
            "connection-loop-solution",
            Some("connection-loop-server-solution"),
            Talk::Raw,
        ),
        one(
            "threads",
            "a thread each",
            "threads-solution",
            Some("threads-server-solution"),
            Talk::Frames,
        ),
        one(
            "processes",
            "a process each",
            "processes-solution",
            Some("processes-server-solution"),
            Talk::Frames,
        ),
        one(
            "multiplex",
            "one thread, mio",
            "multiplex-solution",
            Some("multiplex-server-solution"),
            Talk::Frames,
        ),
        one(
            "async",
            "one thread, Tokio",
            SPECIMENS,
            Some("right-multiplex-server-one-thread-of-tokio"),
            Talk::Frames,
        ),
        one("", "Python's ThreadingTCPServer", "", None, Talk::Frames),
    ]
}

/// Measures everybody, each level so many times; the run in the middle counts.
pub fn measure(
    workspace: &Path,
    signals: &Signals,
    runs: usize,
) -> anyhow::Result<Vec<Contestant>> {
    let mut all = contestants();
    progress("building the servers, with optimizations …");
    let references: Vec<_> =
        all.iter().filter(|one| !one.package.is_empty() && one.package != SPECIMENS).collect();
    let packages = references.iter().map(|one| one.package.to_owned());
    let programs: Vec<String> =
        references.iter().filter_map(|one| one.program).map(str::to_owned).collect();
    let mut told = build::released(workspace, packages, &programs)?;
    let (mut specimens, _) = specimens::of_kind(workspace, Kind::Right)?;
    specimens.retain(|specimen| all.iter().any(|one| one.program == Some(&specimen.program())));
    told.programs.extend(rust::released(workspace, &specimens)?.programs);
    let folder = tempfile::tempdir()?;
    for contestant in &mut all {
        let command = match contestant.program {
            Some(name) => told.programs.get(name).map(|path| vec![path.clone()]),
            None => Some(pythons(folder.path())?),
        };
        let Some(command) = command else { continue };
        progress(&format!("measuring: {} …", contestant.name));
        contestant.result = levels(&command, contestant.talk, signals, runs)?;
    }
    Ok(all)
}

/// Python's server, in a file of its own.
fn pythons(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let file = folder.join("threading_server.py");
    std::fs::write(&file, include_str!("threading_server.py"))?;
    Ok(vec!["python3".into(), file])
}

fn levels(command: &[PathBuf], talk: Talk, signals: &Signals, runs: usize) -> anyhow::Result<Told> {
    let mut levels = Vec::new();
    for clients in LEVELS {
        if let Err(missing) = allow_descriptors(clients as u64 + SPARE) {
            progress(&format!("{clients} clients are left out: {missing}"));
            continue;
        }
        let mut measured = Vec::new();
        for _ in 0..runs {
            anyhow::ensure!(!signals.came(), "interrupted");
            match level(command, talk, clients)? {
                Ok(level) => measured.push(level),
                Err(why) => return Ok(Told::NotMeasured(why)),
            }
        }
        measured.sort_by(|a, b| a.requests_per_second.total_cmp(&b.requests_per_second));
        levels.push(measured.swap_remove(measured.len() / 2));
    }
    Ok(Told::Measured(levels))
}

/// One load on a fresh server. Where the server is at fault, why.
fn level(command: &[PathBuf], talk: Talk, clients: usize) -> anyhow::Result<Result<Level, String>> {
    let server = match Server::start(command)? {
        Ok(server) => server,
        Err(why) => return Ok(Err(why)),
    };
    let mut load = Load::new(server.address, talk, clients);
    let measured = load.play().and_then(|()| Ok((load.figures(), server.footprint()?)));
    // The clients go first: a server that is killed before them leaves its port in TIME_WAIT.
    drop(load);
    server.end();
    let (figures, footprint) = measured.context("under load")?;
    Ok(Ok(Level {
        clients,
        served: figures.served,
        requests_per_second: figures.requests_per_second,
        median_us: figures.share(0.5),
        p99_us: figures.share(0.99),
        longest_us: figures.share(1.0),
        footprint,
    }))
}
