//! Several peers at once, and programs that were given few descriptors to begin with.

use serial_test::serial;
use stage::simultaneous::{speak_and_reset, speak_at_once};

use crate::load::quiet_and_busy;
use crate::{kept, server, server_and_alice, specimen, stage};

#[test]
#[serial]
fn what_is_said_at_once_is_there_before_any_of_it_is_read() {
    let stage = stage();
    let (server, alice) = kept(server_and_alice(&stage, &["reads"], &[]));
    for _ in 0..50 {
        kept(speak_at_once(&[(&alice, b"first"), (&alice, b"second")]));
        kept(server.prints(b"11\n"));
    }
}

/// Being stopped would make its wait fail. Held, it notices nothing, and the trap is sprung each time.
#[test]
#[serial]
#[cfg(target_arch = "x86_64")]
fn a_program_in_epoll_is_held_while_they_speak() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["reads-by-epoll"], &[]));
        for _ in 0..50 {
            kept(speak_at_once(&[(&alice, b"first"), (&alice, b"second")]));
            kept(server.prints(b"11\n"));
        }
        kept(stage.curtain());
    });
}

#[test]
#[serial]
fn last_words_are_there_together_with_the_reset_behind_them() {
    let stage = stage();
    let (server, alice) = kept(server_and_alice(&stage, &["reads"], &[]));
    kept(speak_and_reset((&alice, b"first"), (&alice, b"second")));
    kept(server.prints(b"11\n"));
    kept(server.ends_with(1));
}

#[test]
#[serial]
fn a_soft_limit_is_what_a_program_begins_with_and_no_others() {
    let stage = stage();
    let few = kept(stage.with_few_descriptors(50, || stage.starts("few", &specimen(&["limit"]))));
    kept(few.prints(b"50\n"));
    kept(stage.has_descriptors(100));
    let many = kept(stage.starts("many", &specimen(&["limit"])));
    kept(many.ends_with(0));
    let own = kept(stage.with_few_descriptors(50, || stage.starts("own", &specimen(&["limit"]))));
    kept(own.prints(b"50\n"));
}

#[test]
#[serial]
fn one_that_was_deaf_hears_what_was_kept_for_it() {
    let stage = stage();
    let server = kept(server(&stage, &["writes"], &["500000"]));
    let alice = kept(server.connects_deaf_from_afar("alice"));
    kept(server.rests());
    kept(alice.begins_to_listen());
    let all: Vec<u8> = (0..500_000).map(|at| (at % 251) as u8).collect();
    kept(alice.hears(&all));
}
