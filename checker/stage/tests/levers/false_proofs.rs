//! The worst error of a stage: to report that a program will never move, although it does.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;

use serial_test::serial;

use crate::load::quiet_and_busy;
use crate::{kept, server, server_and_alice, specimen, stage, timed};

/// Programs that are merely slow, each in its own way, print `done` in the end.
#[test]
#[serial]
fn slow_is_not_stuck() {
    let ways = [
        "computes",
        "steps",
        "polls",
        "child",
        "detached-child",
        "thread",
        "main-thread-has-gone",
        "alarm",
        "posix-timer",
        "timerfd",
        "timerfd-in-epoll",
        "receive-timeout",
        "condition",
    ];
    quiet_and_busy(|_| {
        for way in ways {
            let stage = stage();
            let program = kept(stage.starts("client", &specimen(&["slow", way])));
            if let Err(halt) = program.prints(b"done\n").and_then(|()| program.ends_with(0)) {
                panic!("{way}: {halt:#?}");
            }
        }
    });
}

/// A slow process outside the stage: the stage must not conclude that it will not answer.
#[test]
#[serial]
fn waiting_for_a_stranger_is_not_a_deadlock() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("outside");
    let tcp = TcpListener::bind("127.0.0.1:0").expect("a port");
    let tcp_way = format!("outside-server={}", tcp.local_addr().expect("an address"));
    let unix = UnixListener::bind(&path).expect("a path");
    let unix_way = format!("outside-unix-server={}", path.display());
    let lock_path = folder.path().join("lock");
    let lock = std::fs::File::create(&lock_path).expect("a file");
    let lock_way = format!("file-lock={}", lock_path.display());

    std::thread::scope(|threads| {
        threads.spawn(move || {
            let (mut stream, _) = tcp.accept().expect("a visitor");
            pass_time();
            stream.write_all(b"x").expect("still there");
        });
        slow(&tcp_way);
        threads.spawn(move || {
            let (mut stream, _) = unix.accept().expect("a visitor");
            pass_time();
            stream.write_all(b"x").expect("still there");
        });
        slow(&unix_way);
        lock.lock().expect("nobody else has it");
        threads.spawn(move || {
            pass_time();
            lock.unlock().expect("it was ours");
        });
        slow(&lock_way);
    });
}

fn slow(way: &str) {
    let stage = stage();
    let program = kept(stage.starts("client", &specimen(&["slow", way])));
    if let Err(halt) = program.prints(b"done\n") {
        panic!("{way}: {halt:#?}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a stranger's slowness, which the stage does not see"
)]
fn pass_time() {
    std::thread::sleep(std::time::Duration::from_millis(300));
}

/// A correct program that pauses between any two steps, and gets five hundred requests.
#[test]
#[serial]
fn five_hundred_rounds_with_a_program_that_dawdles() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["echo-late"], &["7"]));
        let mut random = fastrand::Rng::with_seed(7);
        let ((), time) = timed(|| {
            for round in 0..500 {
                let word: Vec<u8> =
                    (0..random.usize(1..30)).map(|_| random.lowercase() as u8).collect();
                let said = match round % 3 {
                    0 => alice.says(&word),
                    1 => alice.says_byte_by_byte(&word),
                    _ => alice.says_in_a_burst(&[&word[..1], &word[1..]]),
                };
                kept(said);
                kept(alice.hears(&word.to_ascii_uppercase()));
            }
        });
        eprintln!("500 rounds, {machine}: {} ms", time.as_millis());
    });
}

/// Two writes and Nagle's algorithm: the second waits in the program's kernel for our acknowledgement of the
/// first, while every thread of the program rests.
#[test]
#[serial]
fn bytes_that_the_kernel_holds_back_are_in_flight() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["echo-lines"], &[]));
        let ((), time) = timed(|| {
            for _ in 0..300 {
                kept(alice.says(b"a line\n"));
                kept(alice.hears(b"A LINE\n"));
            }
        });
        eprintln!("300 answers in two writes, {machine}: {} ms", time.as_millis());
    });
}

/// The script listens to alice; bob, who is not deaf, receives what the program sends him.
#[test]
#[serial]
fn a_peer_that_reads_is_not_in_the_way() {
    let stage = stage();
    let server = kept(server(&stage, &["bob-first"], &[]));
    let alice = kept(server.connects("alice"));
    let _bob = kept(server.connects("bob"));
    kept(alice.hears(b"A"));
}

/// A client whose first SYN found no room sends it again a second later.
#[test]
#[serial]
fn a_client_whose_first_syn_is_dropped_is_accepted() {
    let stage = stage();
    let server = kept(server(&stage, &["backlog"], &["0", "later"]));
    let _alice = kept(server.connects("alice"));
    let _bob = kept(server.connects("bob"));
    let _carol = kept(server.connects("carol"));
    kept(server.stays_up());
}
