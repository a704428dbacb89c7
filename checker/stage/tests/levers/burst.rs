//! The burst: several sends, one read.

use serial_test::serial;

use crate::load::quiet_and_busy;
use crate::{kept, server_and_alice, stage, timed};

#[test]
#[serial]
fn a_burst_is_one_read_two_hundred_times() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["reads"], &[]));
        let ((), time) = timed(|| {
            for _ in 0..200 {
                kept(alice.says_in_a_burst(&[b"first", b"second", b"", b"third"]));
                kept(server.prints(b"16\n"));
            }
        });
        eprintln!("burst, {machine}: {:.2} ms each", time.as_secs_f64() * 5.0);
    });
}

/// Bytes beyond the receive queue follow as the program reads. A stopped program is not reported as hung.
#[test]
#[serial]
fn more_than_a_receive_queue_holds_still_arrives() {
    let stage = stage();
    let (_server, alice) = kept(server_and_alice(&stage, &["echo"], &[]));
    let message = vec![b'a'; 3 << 20];
    kept(alice.says_in_a_burst(&[&message, b"end"]));
    kept(alice.hears(&[&vec![b'A'; 3 << 20][..], b"END"].concat()));
}

/// `SIGSTOP` would make `epoll_wait` fail with `EINTR` in a correct program.
#[test]
#[serial]
fn a_program_in_epoll_is_left_alone() {
    let stage = stage();
    let (server, alice) = kept(server_and_alice(&stage, &["waits", "epoll-edge"], &[]));
    kept(alice.says_in_a_burst(&[b"first", b"second"]));
    // The first edge wakes it. If the call had been interrupted, the program would have ended.
    kept(server.stays_up());
}
