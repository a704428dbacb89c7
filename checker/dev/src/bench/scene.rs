//! The scenes that measure themselves. The hidden command `checker dev scene` runs one of them in its
//! own process, and prints a single number. A scene with programs gets its own cell, too.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use kernel::{Cell, Signals};
use stage::breach::Instead;
use stage::bytes::upper;
use stage::fault::{Fault, Halt, Played};
use stage::peer::Peer;
use stage::program::Program;
use stage::{CommandLine, Limits, Stage};

use checker::commands::Ending;
use checker::commands::check::jobs;
use checker::course::lessons;
use checker::course::workspace::Workspace;
use checker::run::{self, Programs, Request};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scene {
    /// Both sides wait for each other: milliseconds until the proof
    BothWait,
    /// A client that is never accepted waits: milliseconds until the proof
    NeverAccepted,
    /// One byte at a time: pieces per second
    Pieces,
    /// Twelve bytes in every cut: seconds
    Cuts,
    /// A check of the references: the peak memory in megabytes
    Memory,
}

impl Scene {
    /// The name on the command line.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

#[derive(Debug, Args)]
pub struct Options {
    #[arg(value_enum)]
    scene: Scene,

    /// The server for the scene: it answers in upper case, until its client is done
    server: Option<PathBuf>,

    #[arg(long, value_name = "N", value_parser = jobs, default_value = "2")]
    jobs: usize,
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let measured = match (&options.server, options.scene) {
        (_, Scene::Memory) => memory(options.jobs)?,
        (None, _) => anyhow::bail!("this scene needs a server"),
        (Some(server), scene) => play(scene, server.clone())?,
    };
    writeln!(anstream::stdout(), "{measured}")?;
    Ok(Ending::Fine)
}

/// Number of pieces.
const PIECES: usize = 8_000;

/// There are 2,048 ways to cut twelve bytes.
const TWELVE: &[u8] = b"twelve bytes";

fn play(scene: Scene, program: PathBuf) -> anyhow::Result<f64> {
    let signals = Signals::catch()?;
    kernel::die_with_parent(15);
    let cell = Cell::enter(false).map_err(|missing| anyhow::anyhow!(missing))?;
    let stage =
        Stage::new(Some(cell), Limits { deadline: Duration::from_secs(60), ..Limits::default() });
    stage.heed(signals);
    let address = SocketAddr::from(([127, 0, 0, 1], 8888));
    let line = CommandLine { program, arguments: vec![address.to_string()], folder: None };
    let played = || -> Played<f64> {
        let server = stage.starts("server", &line)?;
        server.listens(address)?;
        let alice = server.connects("alice")?;
        exchange(&alice)?;
        match scene {
            Scene::BothWait => until_proof(&alice),
            Scene::NeverAccepted => never_accepted(&server),
            Scene::Pieces => pieces(&alice),
            Scene::Cuts => cuts(&alice),
            Scene::Memory => Err(Fault::new("running a scene", "it has no programs").into()),
        }
    };
    played().map_err(|halt| anyhow::anyhow!("the scene did not run: {halt:?}"))
}

fn exchange(peer: &Peer) -> Played {
    peer.says(b"hello")?;
    peer.hears(b"HELLO")
}

fn never_accepted(server: &Program) -> Played<f64> {
    let bob = server.connects("bob")?;
    bob.says(b"hello")?;
    until_proof(&bob)
}

/// The peer waits for something that never comes. Returns the time until the proof.
fn until_proof(peer: &Peer) -> Played<f64> {
    let begun = Instant::now();
    match peer.hears(b"HELLO") {
        Err(Halt::Breach(breach)) if matches!(breach.instead, Instead::Stuck { .. }) => {
            Ok(begun.elapsed().as_secs_f64() * 1e3)
        }
        Err(halt) => Err(halt),
        Ok(()) => Err(Fault::new("waiting for a hang", "an answer came").into()),
    }
}

fn pieces(alice: &Peer) -> Played<f64> {
    let stream = vec![b'a'; PIECES];
    let begun = Instant::now();
    alice.says_byte_by_byte(&stream)?;
    let time = begun.elapsed().as_secs_f64();
    alice.hears(&upper(&stream))?;
    Ok(PIECES as f64 / time)
}

fn cuts(alice: &Peer) -> Played<f64> {
    let begun = Instant::now();
    alice.says_in_every_cut(TWELVE, &upper(TWELVE))?;
    Ok(begun.elapsed().as_secs_f64())
}

/// A check of all references, as a learner would run it.
fn memory(jobs: usize) -> anyhow::Result<f64> {
    let workspace = Workspace::find().map_err(|nowhere| anyhow::anyhow!(nowhere))?;
    let request = Request {
        lessons: lessons().iter().collect(),
        programs: Programs::Solutions,
        case: None,
        seed: 7,
        jobs,
        spares: false,
        isolation: None,
        build: true,
        sandbox: false,
        workspace: Some(workspace.root),
    };
    run::play(&request, &mut |_| {})?;
    let peak = kernel::memory_peak(std::process::id() as i32)
        .ok_or_else(|| anyhow::anyhow!("this machine does not report the memory used"))?;
    Ok(peak as f64 / 1e6)
}
