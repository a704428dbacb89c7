//! Simultaneous messages of several peers.

use serial_test::serial;
use stage::simultaneous::{say_and_reset_simultaneously, say_simultaneously};

use crate::load::quiet_and_busy;
use crate::{kept, server_and_alice, stage};

#[test]
#[serial]
fn simultaneous_messages_have_arrived_before_any_is_read() {
    let stage = stage();
    let (server, alice) = kept(server_and_alice(&stage, &["reads"], &[]));
    for _ in 0..50 {
        kept(say_simultaneously(&[(&alice, b"first"), (&alice, b"second")]));
        kept(server.prints(b"11\n"));
    }
}

/// `SIGSTOP` would make its wait fail, so it is held by ptrace. It notices nothing, and the trap works each
/// time.
#[test]
#[serial]
#[cfg(target_arch = "x86_64")]
fn a_program_in_epoll_is_held_while_they_speak() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["reads-by-epoll"], &[]));
        for _ in 0..50 {
            kept(say_simultaneously(&[(&alice, b"first"), (&alice, b"second")]));
            kept(server.prints(b"11\n"));
        }
        kept(stage.curtain());
    });
}

#[test]
#[serial]
fn a_message_has_arrived_together_with_the_reset_after_it() {
    let stage = stage();
    let (server, alice) = kept(server_and_alice(&stage, &["reads"], &[]));
    kept(say_and_reset_simultaneously((&alice, b"first"), (&alice, b"second")));
    kept(server.prints(b"11\n"));
    kept(server.ends_with(1));
}
