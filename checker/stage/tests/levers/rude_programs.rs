//! However the program behaves, the case ends by its deadline and leaves nothing behind.

use std::fs::File;
use std::time::Duration;

use serial_test::serial;
use stage::Limits;
use stage::breach::{Awaited, Instead};
use stage::trace::Exit;

use crate::load::quiet_and_busy;
use crate::{breach, free_address, kept, server_and_alice, specimen, stage, stage_with, timed};

#[test]
#[serial]
fn a_panic_on_a_detached_thread_is_found_at_the_curtain() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["thread-panics"], &[]));
        kept(alice.hears(b"hello"));
        let breach = breach(stage.curtain());
        assert_eq!(breach.awaited, Awaited::NoPanic);
        match breach.instead {
            Instead::Panic(words) => assert!(words.contains("this thread had enough"), "{words}"),
            other => panic!("{other:?}"),
        }
    });
}

/// A flood costs the stage more time than it costs the program.
fn impatient() -> Limits {
    Limits { idle_cpu: Duration::from_millis(200), ..Limits::default() }
}

#[test]
#[serial]
fn a_flood_does_not_fill_our_memory() {
    for way in ["floods-stdout", "floods-stderr"] {
        let me = std::process::id() as kernel::Pid;
        let before = kernel::memory_peak(me);
        let stage = stage_with(impatient());
        let program = kept(stage.starts("client", &specimen(&[way])));
        let (ended, time) = timed(|| program.ends_with(0));
        assert!(matches!(breach(ended).instead, Instead::Spins { .. }));
        drop(stage);
        let Some((before, after)) = before.zip(kernel::memory_peak(me)) else {
            return eprintln!("skipped: this machine does not report a process's memory");
        };
        let more = after.saturating_sub(before);
        assert!(more < 64 << 20, "{way} took {more} bytes");
        eprintln!("{way}: {} KiB more memory, {} ms", more >> 10, time.as_millis());
    }
}

/// It moves all the time, and so it would never rest.
#[test]
#[serial]
fn endless_sending_is_proved() {
    let stage = stage();
    let (server, alice) = kept(server_and_alice(&stage, &["sends-without-end"], &[]));
    kept(alice.says(b"some words"));
    kept(alice.hears(b"some words"));
    let breach = breach(server.rests());
    let Instead::Spins { calls, .. } = &breach.instead else { panic!("{breach:?}") };
    assert!(
        matches!(&calls[..], [one] if one.call == "send" && one.returned >= 16 << 20),
        "{calls:?}"
    );
}

/// Wrong bytes are enough: the rest of an endless stream is not waited for.
#[test]
#[serial]
fn a_broken_promise_needs_no_end() {
    let stage = stage();
    let (_server, alice) = kept(server_and_alice(&stage, &["sends-without-end"], &[]));
    kept(alice.says(b"some words"));
    let (heard, time) = timed(|| alice.hears(b"SOME WORDS"));
    let Instead::Bytes { heard, .. } = breach(heard).instead else { panic!("no bytes") };
    assert!(heard.len() <= 4 << 20, "{} bytes of evidence", heard.len());
    assert!(time < Limits::default().deadline / 2, "{time:?}");
}

/// Byte by byte, with much work for each: more processor time than a busy loop may use.
#[test]
#[serial]
fn a_slow_reader_gets_somewhere() {
    let stage = stage_with(impatient());
    let (server, alice) = kept(server_and_alice(&stage, &["plods"], &["30"]));
    kept(alice.says(&[b'x'; 40]));
    kept(alice.shuts_down());
    kept(server.prints(b"done\n"));
}

/// Processor time alone is not evidence.
#[test]
#[serial]
fn much_work_is_no_busy_loop() {
    let stage = stage_with(impatient());
    let program = kept(stage.starts("client", &specimen(&["works", "900"])));
    kept(program.prints(b"done\n"));
}

#[test]
#[serial]
fn the_evidence_of_a_flood_is_bounded() {
    let stage = stage_with(impatient());
    let program = kept(stage.starts("client", &specimen(&["floods-stdout"])));
    let breach = breach(program.prints(b"something else"));
    assert!(breach.heard().len() <= 8 << 20, "{} bytes of evidence", breach.heard().len());
}

#[test]
#[serial]
fn memory_has_a_bound() {
    let stage = stage_with(Limits { memory: 64 << 20, ..Limits::default() });
    let program = kept(stage.starts("client", &specimen(&["eats"])));
    match breach(program.ends_with(0)).instead {
        Instead::Ended(exit) => assert_eq!(exit, Exit::Signal(6)),
        other => panic!("{other:?}"),
    }
}

#[test]
#[serial]
fn processes_have_a_bound() {
    let stage = stage_with(Limits { processes: 30, ..Limits::default() });
    let program = kept(stage.starts("client", &specimen(&["forks"])));
    match breach(program.ends_with(0)).instead {
        Instead::Fact(count) => assert!(count > 30),
        other => panic!("{other:?}"),
    }
}

#[test]
#[serial]
fn the_deadline_holds_for_a_program_that_ignores_everything() {
    let deadline = Duration::from_millis(700);
    let stage = stage_with(Limits { deadline, ..Limits::default() });
    let program = kept(stage.starts("client", &specimen(&["stubborn"])));
    kept(program.prints(b"ready\n"));
    kept(program.gets_signal(15, "SIGTERM"));
    let (ended, time) = timed(|| program.ends_with(0));
    assert!(matches!(breach(ended).instead, Instead::Late { .. }));
    eprintln!("a deadline of {deadline:?} held after {time:?}");
}

#[test]
#[serial]
fn a_program_that_closes_its_output_is_still_waited_for() {
    let stage = stage();
    let program = kept(stage.starts("client", &specimen(&["closes-stdout"])));
    kept(program.ends_with(0));
}

/// Whenever the stage reads the program's output, the program is in the middle of copying.
#[test]
#[serial]
fn a_program_that_copies_to_its_output_does_not_keep_us_from_it() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["copies"], &[]));
        for line in [b"one\n", b"two\n"] {
            kept(server.prints_nothing());
            kept(alice.says(line));
            kept(server.prints(line));
        }
        alice.closes();
        kept(server.ends_with(0));
    });
}

/// It has left its session, its parent and its process group, ignores signals, and holds the port and our
/// pipe. It still ends with the stage.
#[test]
#[serial]
fn leftover_processes_end_with_the_stage() {
    quiet_and_busy(|_| {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = folder.path().join("lock");
        let address = free_address();
        let words = ["detaches", lock.to_str().expect("a plain name"), &address.to_string()];
        let stage = stage();
        let program = kept(stage.starts("server", &specimen(&words)));
        kept(program.listens(address));
        kept(program.prints(b"held\n"));
        kept(program.ends_with(0));
        let file = File::open(&lock).expect("the child made it");
        assert!(file.try_lock().is_err(), "the child is there");
        drop(stage);
        assert!(file.try_lock().is_ok(), "and now it is not");
    });
}

#[test]
#[serial]
fn more_input_than_a_pipe_holds_is_all_read() {
    let stage = stage();
    let program = kept(stage.starts("client", &specimen(&["counts-input"])));
    kept(program.types(&vec![b'x'; 1 << 20]));
    program.stops_typing();
    kept(program.prints(b"1048576\n"));
}
