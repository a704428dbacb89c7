//! A program that is short of descriptors or memory gets errors, and works again afterwards.

use serial_test::serial;
use stage::fault::Played;
use stage::peer::Peer;
use stage::rlimit::{ensure_descriptors, with_soft_limit};

use crate::load::quiet_and_busy;
use crate::{kept, server, server_and_alice, specimen, stage};

fn hears_answer(peer: &Peer) -> Played {
    peer.says(b"hello")?;
    peer.hears(b"HELLO")
}

#[test]
#[serial]
fn no_descriptor_and_then_one_again() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["echo-threads"], &[]));
        kept(hears_answer(&alice));
        let shortage = kept(server.resources().descriptors_run_out());
        // The descriptor that Linux had reserved before.
        let bob = kept(server.connects("bob"));
        kept(hears_answer(&bob));
        kept(shortage.program_survives());
        kept(server.prints(b"no descriptor\n"));
        kept(hears_answer(&alice));
        let carol = kept(server.connects("carol"));
        kept(carol.says(b"hello"));
        kept(carol.hears_nothing());
        kept(shortage.ends());
        kept(carol.hears(b"HELLO"));
    });
}

#[test]
#[serial]
fn no_thread_and_then_one_again() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["echo-threads"], &[]));
        kept(hears_answer(&alice));
        let shortage = kept(server.resources().memory_runs_out());
        let bob = kept(server.connects("bob"));
        kept(bob.hears_end());
        kept(shortage.program_survives());
        kept(server.prints(b"no thread\n"));
        kept(hears_answer(&alice));
        kept(shortage.ends());
        let carol = kept(server.connects("carol"));
        kept(hears_answer(&carol));
    });
}

#[test]
#[serial]
fn a_program_that_ends_has_not_survived_the_shortage() {
    let stage = stage();
    let server = kept(server(&stage, &["echo-workers"], &[]));
    let shortage = kept(server.resources().descriptors_run_out());
    let _alice = kept(server.connects("alice"));
    crate::breach(shortage.program_survives());
    kept(shortage.ends());
}

#[test]
#[serial]
fn a_soft_limit_holds_for_the_programs_started_under_it() {
    let stage = stage();
    let few = kept(with_soft_limit(50, || stage.starts("few", &specimen(&["limit"]))));
    kept(few.prints(b"50\n"));
    kept(ensure_descriptors(100));
    let many = kept(stage.starts("many", &specimen(&["limit"])));
    kept(many.ends_with(0));
    let own = kept(with_soft_limit(50, || stage.starts("own", &specimen(&["limit"]))));
    kept(own.prints(b"50\n"));
}
