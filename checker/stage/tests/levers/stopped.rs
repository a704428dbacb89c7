//! Programs that do not run while a script acts.

use serial_test::serial;
use stage::RAN_ON;
use stage::breach::Instead;
use stage::fault::{Cause, Halt, Played};
use stage::peer::Peer;
use stage::program::Program;
use stage::trace::Exit;

use crate::load::quiet_and_busy;
use crate::{kept, server_and_alice, stage};

const ROUNDS: usize = 20;

fn says_twice_while_pinned(server: &Program, alice: &Peer) -> Played {
    server.rests()?;
    server.while_only_pinned(|| {
        alice.says(b"first")?;
        alice.says(b"second")
    })
}

#[track_caller]
fn has_run<T>(played: Played<T>) -> bool {
    match played {
        Ok(_) => false,
        Err(Halt::Fault(fault)) if fault.why == RAN_ON => fault.cause == Cause::Starved,
        Err(halt) => panic!("{halt:?}"),
    }
}

#[test]
#[serial]
fn a_pinned_program_runs_after_the_act_or_the_case_is_unsure() {
    quiet_and_busy(|machine| {
        let mut pinned = 0;
        for _ in 0..ROUNDS {
            let stage = stage();
            let (server, alice) = kept(server_and_alice(&stage, &["reads-by-epoll"], &[]));
            if !has_run(says_twice_while_pinned(&server, &alice)) {
                kept(server.prints(b"11\n"));
                pinned += 1;
            }
        }
        eprintln!("pinned, {machine}: {pinned} of {ROUNDS}");
    });
}

/// The kernel keeps a thread that ends while it is held, and its process, until the holder asks for its end.
#[test]
#[serial]
fn a_program_that_is_killed_while_it_is_held_can_be_reaped() {
    let stage = stage();
    let (server, alice) = kept(server_and_alice(&stage, &["echo-threads"], &[]));
    kept(alice.says(b"hello"));
    kept(alice.hears(b"HELLO"));
    let pid = kept(server.processes().that_listen())[0];
    let Ok(held) = kernel::hold(&[pid]) else {
        eprintln!("skipped: this machine does not let us hold a program");
        return;
    };
    kernel::signal_process(pid, libc::SIGKILL).unwrap();
    held.release();
    // A child that cannot be reaped would never end for the stage.
    let Err(Halt::Breach(breach)) = server.ends_with(0) else { panic!("it has not been killed") };
    assert_eq!(breach.instead, Instead::Ended(Exit::Signal(libc::SIGKILL)));
}

/// The act waits for the program, which cannot answer unless it runs.
#[test]
#[serial]
fn a_pinned_program_that_runs_makes_the_case_unsure() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["reads-by-epoll"], &[]));
        kept(server.rests());
        let played = server.while_only_pinned(|| {
            alice.says(b"hello")?;
            server.prints(b"5\n")
        });
        assert!(has_run(played), "nothing was noticed");
    });
}
