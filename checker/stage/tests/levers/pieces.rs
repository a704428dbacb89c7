//! Pieces: each takes one read.

use serial_test::serial;

use crate::load::quiet_and_busy;
use crate::{kept, server, server_and_alice, stage, timed};

#[test]
#[serial]
fn two_thousand_pieces_of_one_byte_are_two_thousand_reads() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["reads"], &[]));
        let (said, time) = timed(|| alice.says_byte_by_byte(&[b'x'; 2000]));
        kept(said);
        kept(alice.shuts_down());
        kept(server.prints(&b"1\n".repeat(2000)));
        kept(server.ends_with(0));
        eprintln!("pieces, {machine}: {:.0} pieces a second", 2000.0 / time.as_secs_f64());
    });
}

#[test]
#[serial]
fn pieces_of_any_length_stay_apart() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["reads"], &[]));
        kept(alice.says_in_pieces(&[&[1; 3], &[2; 1], &[3; 1400], &[4; 9000], &[5; 2]]));
        kept(server.prints(b"3\n1\n1400\n9000\n2\n"));
    });
}

#[test]
#[serial]
fn a_program_with_a_buffer_answers_pieces() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["echo-lines"], &[]));
        for _ in 0..20 {
            kept(alice.says_byte_by_byte(b"one line\n"));
            kept(alice.hears(b"ONE LINE\n"));
        }
    });
}

#[test]
#[serial]
fn a_program_that_wants_more_before_it_reads_is_not_kept_waiting() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let server = kept(server(&stage, &["low-water"], &["10"]));
        let alice = kept(server.connects("alice"));
        kept(server.prints(b"ready\n"));
        let (said, time) = timed(|| alice.says_byte_by_byte(&[b'x'; 100]));
        kept(said);
        kept(alice.shuts_down());
        kept(server.prints(b"100 bytes, many at once\n"));
        eprintln!("pieces below a low-water mark, {machine}: {} ms for 100", time.as_millis());
    });
}
