//! The processes and threads of a program, counted while it serves several peers, and after they have left.

use serial_test::serial;
use stage::fault::Played;
use stage::peer::Peer;

use crate::load::quiet_and_busy;
use crate::{kept, server, stage};

fn hears_answer(peer: &Peer) -> Played {
    peer.says(b"hello")?;
    peer.hears(b"HELLO")
}

#[test]
#[serial]
fn threads_come_and_go_with_their_clients() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["echo-threads"], &[]));
        let all = ["alice", "bob", "carol"].map(|name| kept(server.connects(name)));
        all.iter().for_each(|peer| kept(hears_answer(peer)));
        kept(server.rests());
        assert_eq!(kept(server.threads().of_the_listening_process()), 4);
        assert_eq!(kept(server.processes().count()), 1);
        all.iter().for_each(Peer::closes);
        kept(server.rests());
        assert_eq!(kept(server.threads().of_the_listening_process()), 1);
    });
}

#[test]
#[serial]
fn each_worker_has_one_connection_and_its_loss_is_one_clients() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["echo-workers"], &[]));
        let [alice, bob] = ["alice", "bob"].map(|name| kept(server.connects(name)));
        kept(hears_answer(&alice));
        kept(hears_answer(&bob));
        kept(server.rests());
        let listening = kept(server.processes().that_listen());
        let [with_alice, with_bob] =
            [&alice, &bob].map(|peer| kept(server.processes().serving(peer)));
        assert_eq!((listening.len(), with_alice.len(), with_bob.len()), (1, 1, 1));
        assert_ne!(with_alice, with_bob);
        assert!(with_alice != listening && with_bob != listening);
        assert_eq!((kept(server.processes().count()), kept(server.processes().zombies())), (3, 0));

        kept(server.processes().kill_the_one_serving(&alice));
        kept(alice.hears_end_or_reset());
        kept(hears_answer(&bob));
        kept(server.stays_up());
        assert_eq!((kept(server.processes().count()), kept(server.processes().zombies())), (2, 1));
        assert_eq!(kept(server.processes().serving(&alice)), []);
    });
}
