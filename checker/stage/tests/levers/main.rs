//! Each lever of the stage works on a small real program (`tests/specimen`), on a quiet machine and beside
//! other work that keeps every core busy.
//!
//! Each test is `#[serial]`. A stage counts, stops and ends all descendants of its process, so two
//! stages in one process would control each other's programs.

mod burst;
mod busy_loop;
mod cell;
mod connection_end;
mod datagrams;
mod deadlock;
mod deaf_peer;
mod environment;
mod every_cut;
mod false_proofs;
mod graceful_stop;
mod kernel_facts;
mod listener;
mod load;
mod many_peers;
mod nursery;
mod overdue;
mod pieces;
mod pings;
mod rude_programs;
mod segments;
mod short_write;
mod shortage;
mod simultaneous;
mod stopped;
mod unix;
mod walls;
mod workers;

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use stage::breach::{Breach, Instead, Wait};
use stage::fault::{Halt, Played};
use stage::peer::Peer;
use stage::program::Program;
use stage::{CommandLine, Limits, Stage};

/// The specimen program with this behaviour.
fn specimen(words: &[&str]) -> CommandLine {
    CommandLine {
        program: env!("CARGO_BIN_EXE_stage-specimen").into(),
        arguments: words.iter().map(|word| (*word).to_owned()).collect(),
        folder: None,
    }
}

/// A stage on the machine's own network, under limits that a busy machine keeps as well.
fn stage() -> Stage {
    stage_with(Limits { deadline: Duration::from_secs(30), ..Limits::default() })
}

fn stage_with(limits: Limits) -> Stage {
    Stage::new(None, limits)
}

/// An address whose port was free a moment ago.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address")
}

/// A specimen that listens. `way` comes before its address, `more` after it.
fn server<'s>(stage: &'s Stage, way: &[&str], more: &[&str]) -> Played<Program<'s>> {
    let address = free_address();
    let text = address.to_string();
    let server = stage.starts("server", &specimen(&[way, &[text.as_str()], more].concat()))?;
    server.listens(address)?;
    Ok(server)
}

/// A specimen that listens, and alice, who is connected to it.
fn server_and_alice<'s>(
    stage: &'s Stage,
    way: &[&str],
    more: &[&str],
) -> Played<(Program<'s>, Peer<'s>)> {
    let server = server(stage, way, more)?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// The broken promise that a script is expected to end with.
#[track_caller]
fn breach<T>(played: Played<T>) -> Breach {
    match played {
        Err(Halt::Breach(breach)) => *breach,
        Err(halt) => panic!("not a breach: {halt:?}"),
        Ok(_) => panic!("the promise was kept"),
    }
}

/// The program's waits, which were proved to last for ever.
#[track_caller]
fn stuck<T>(played: Played<T>) -> Vec<Wait> {
    match breach(played).instead {
        Instead::Stuck { waits, .. } => waits,
        other => panic!("no proof: {other:?}"),
    }
}

/// The stage had its result before the deadline: it did not wait for it.
#[track_caller]
fn before_the_deadline(stage: &Stage) {
    assert!(!stage.is_past_curtain(), "the deadline is over");
}

#[track_caller]
fn kept<T>(played: Played<T>) -> T {
    played.unwrap_or_else(|halt| panic!("{halt:#?}"))
}

/// A result and the time that it took.
fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let result = act();
    (result, begun.elapsed())
}
