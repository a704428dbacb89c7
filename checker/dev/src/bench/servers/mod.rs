//! `checker dev bench --servers`: compares the course's servers under the same load. The table shows the
//! cost of one thread, a thread per client, a process per client, readiness and tasks.
//!
//! Every client does the same: it connects, sends a fixed number of questions, each after the previous
//! answer, disconnects, and connects again. So the comparison includes a server that serves one client
//! after another, and the table shows the waiting times of its clients.

mod chart;
mod contestants;
mod load;
mod machine;
mod scale;
mod server;
mod table;

use std::path::{Path, PathBuf};

use anyhow::Context;
use kernel::Signals;
use serde::Serialize;
use stage::rlimit::allow_descriptors;

use super::super::progress::progress;
use super::super::specimens::{self, Kind, rust};
use checker::run::build;
use contestants::{SPECIMENS, contestants};
use load::{Load, Talk};
use server::{Footprint, Server};

pub use chart::draw;
pub use table::{write, write_json};

/// Numbers of clients at once.
const LEVELS: [usize; 4] = [1, 10, 100, 1_000];

/// Descriptors beyond those of the clients.
const SPARE: u64 = 100;

/// One server of the comparison.
#[derive(Debug, Clone, Serialize)]
pub struct Contestant {
    /// The lesson's number; `None` for a program that is not from the course.
    pub lesson: Option<usize>,
    pub name: &'static str,
    /// Its name in cargo; `None` for Python's server.
    #[serde(skip)]
    program: Option<&'static str>,
    #[serde(skip)]
    package: String,
    /// Its arguments after the address.
    #[serde(skip)]
    options: &'static [&'static str],
    #[serde(skip)]
    talk: Talk,
    pub result: Measurement,
}

/// The result of one server.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measurement {
    /// One for each level.
    Measured(Vec<Level>),
    /// It could not be measured, for this reason.
    NotMeasured(String),
}

/// A server under one load.
#[derive(Debug, Clone, Serialize)]
pub struct Level {
    pub clients: usize,
    /// Clients that got at least one answer during the measurement.
    pub served: usize,
    pub requests_per_second: f64,
    /// Microseconds from the question, or from the connect for the first question of a visit, until the
    /// whole answer has arrived. `None` if no answer arrived.
    pub median_us: Option<u64>,
    /// 99 of 100 answers arrive within this time.
    pub p99_us: Option<u64>,
    pub longest_us: Option<u64>,
    #[serde(flatten)]
    pub footprint: Footprint,
}

/// Measures all servers, each level `runs` times, and keeps the median run.
pub fn measure(
    workspace: &Path,
    signals: &Signals,
    runs: usize,
) -> anyhow::Result<Vec<Contestant>> {
    let mut all = contestants();
    progress("building the servers, with optimizations …");
    let references: Vec<_> =
        all.iter().filter(|one| !one.package.is_empty() && one.package != SPECIMENS).collect();
    let packages = references.iter().map(|one| one.package.clone());
    let programs: Vec<String> =
        references.iter().filter_map(|one| one.program).map(str::to_owned).collect();
    let mut output = build::released(workspace, packages, &programs)?;
    let (mut specimens, _) = specimens::of_kind(workspace, Kind::Right)?;
    specimens.retain(|specimen| all.iter().any(|one| one.program == Some(&specimen.program())));
    output.programs.extend(rust::released(workspace, &specimens)?.programs);
    let folder = tempfile::tempdir()?;
    for contestant in &mut all {
        let command = match contestant.program {
            Some(name) => output.programs.get(name).map(|path| vec![path.clone()]),
            None => Some(pythons(folder.path())?),
        };
        let Some(command) = command else { continue };
        progress(&format!("measuring: {} …", contestant.name));
        contestant.result = levels(&command, contestant, signals, runs)?;
    }
    Ok(all)
}

/// Writes Python's server to a file, and returns its command.
fn pythons(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let file = folder.join("threading_server.py");
    std::fs::write(&file, include_str!("threading_server.py"))?;
    Ok(vec!["python3".into(), file])
}

fn levels(
    command: &[PathBuf],
    contestant: &Contestant,
    signals: &Signals,
    runs: usize,
) -> anyhow::Result<Measurement> {
    let mut levels = Vec::new();
    for clients in LEVELS {
        if let Err(missing) = allow_descriptors(clients as u64 + SPARE) {
            progress(&format!("{clients} clients are left out: {missing}"));
            continue;
        }
        let mut measured = Vec::new();
        for _ in 0..runs {
            anyhow::ensure!(!signals.came(), "interrupted");
            match level(command, contestant, clients)? {
                Ok(level) => measured.push(level),
                Err(why) => return Ok(Measurement::NotMeasured(why)),
            }
        }
        measured.sort_by(|a, b| a.requests_per_second.total_cmp(&b.requests_per_second));
        levels.push(measured.swap_remove(measured.len() / 2));
    }
    Ok(Measurement::Measured(levels))
}

/// Measures one load on a new server. The inner error says what is wrong with the server.
fn level(
    command: &[PathBuf],
    contestant: &Contestant,
    clients: usize,
) -> anyhow::Result<Result<Level, String>> {
    let server = match Server::start(command, contestant.options)? {
        Ok(server) => server,
        Err(why) => return Ok(Err(why)),
    };
    let mut load = Load::new(server.address, contestant.talk, clients);
    let measured = load.run().and_then(|()| Ok((load.figures(), server.footprint()?)));
    // Clients close first: a server that is killed before them leaves its port in TIME_WAIT.
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
