//! Pings: a program hears on its raw socket what a script sends, and nothing else. The kernel's count of
//! messages shows when they have come.

use std::process::{Command, Stdio};

use serial_test::serial;
use stage::breach::Shape;
use stage::peer::icmp_peer::Pinged;

use crate::load::quiet_and_busy;
use crate::{before_the_deadline, breach, kept, specimen, stage};

#[test]
#[serial]
fn a_peer_is_pinged_and_answers_by_script() {
    if let Err(missing) = kernel::probe_raw_sockets() {
        return eprintln!("skipped, nothing shown: no raw sockets in cells here ({})", missing.why);
    }
    quiet_and_busy(|_| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stage-specimen"));
        let output = command.args(["in-cell", "pings"]).stderr(Stdio::inherit()).output();
        let output = output.expect("the specimen");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "kept\n");
    });
}

#[test]
#[serial]
fn outside_a_cell_there_are_no_pings() {
    let stage = stage();
    let refused = Pinged::opens(&stage, "bob", std::net::Ipv4Addr::LOCALHOST);
    let why = refused.map(|_| ()).expect_err("no cell, no pings");
    assert!(format!("{why:?}").contains("only root gets one"), "{why:?}");
}

/// A wait until a moment of a clock counts as rest. It was once taken for movement, since the kernel reports
/// the moment slightly differently each time.
#[test]
#[serial]
fn a_wait_until_a_point_in_time_is_rest() {
    quiet_and_busy(|_| {
        let stage = stage();
        let program = kept(stage.starts("client", &specimen(&["until", "60000"])));
        kept(program.rests());
        before_the_deadline(&stage);
    });
}

/// A program that is done with a request prints, and the stage waits for that.
#[test]
#[serial]
fn a_program_that_polls_a_clock_is_waited_for() {
    let stage = stage();
    let program = kept(stage.starts("client", &specimen(&["until", "100"])));
    kept(program.prints_at_once(b"done\n"));
    let program = kept(stage.starts("client", &specimen(&["until", "100"])));
    let early = std::time::Instant::now() + std::time::Duration::from_secs(60);
    let shape = Shape::Loss { sequence: 1 };
    let awaited = breach(program.prints_line_not_before(early, b"done", shape));
    assert_eq!(awaited.heard(), b"done");
}
