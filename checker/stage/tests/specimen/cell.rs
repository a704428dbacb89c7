//! A stage in a cell, with this program on it: prints `kept`, or what went wrong, or `refused` and the
//! reason.

use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use kernel::Cell;
use stage::breach::{Instead, On};
use stage::fault::{Halt, Missing, Played};
use stage::network::{check_ipv6, know_names, separate_ipv6};
use stage::peer::icmp_peer::Pinged;
use stage::{CommandLine, Limits, Stage};

use crate::say;

/// One address for all cells: each cell has a network of its own.
const ADDRESS: &str = "127.0.0.1:8888";

pub fn main(words: &[&str]) -> io::Result<()> {
    let cell = match Cell::enter(words == ["pings"]) {
        Ok(cell) => cell,
        Err(missing) => return say(&format!("refused: {}", missing.why)),
    };
    let stage = Stage::new(Some(cell), Limits::default());
    let played = match words {
        ["echo"] => echo(&stage),
        ["detaches", lock] => detaches(&stage, lock),
        ["pings"] => pings(&stage),
        ["names", folder] => names(&stage, folder.as_ref()),
        ["ipv6-apart", _] => ipv6_apart(&stage),
        ["keeps-time-waits", _] => keeps_time_waits(),
        ["numbers"] => numbers(&stage),
        _ => return Err(io::Error::other("which scene?")),
    };
    drop(stage);
    match played {
        Ok(()) => say("kept"),
        Err(halt) => say(&format!("{halt:?}")),
    }
}

fn myself(arguments: &[&str]) -> CommandLine {
    CommandLine {
        program: std::env::current_exe().expect("a program knows where it is"),
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        folder: None,
    }
}

fn address() -> SocketAddr {
    ADDRESS.parse().expect("a literal address")
}

/// Exchanges messages in one piece and in many, before and after the process that started us gives the
/// sign. Finally proves that a second client is never served.
fn echo(stage: &Stage) -> Played {
    let server = stage.starts("server", &myself(&["echo", ADDRESS]))?;
    server.listens(address())?;
    let alice = server.connects("alice")?;
    alice.says(b"hello")?;
    alice.hears(b"HELLO")?;
    say("up").and_then(|()| io::stdin().read_exact(&mut [0])).expect("a test at the other end");
    alice.says_byte_by_byte(b"byte by byte")?;
    alice.hears(b"BYTE BY BYTE")?;
    alice.says_in_a_burst(&[b"one ", b"breath"])?;
    alice.hears(b"ONE BREATH")?;
    let bob = server.connects("bob")?;
    bob.says(b"me too")?;
    match bob.hears(b"ME TOO") {
        Err(Halt::Breach(breach)) if breach.queued == ["bob"] => Ok(()),
        Err(halt) => Err(halt),
        Ok(()) => panic!("one client at a time, and both were served"),
    }
}

/// Each new process or thread gets one id, and the ids are consecutive.
fn numbers(stage: &Stage) -> Played {
    const LAST: i32 = 70_000;
    kernel::count_on_from(LAST)?;
    assert_eq!(kernel::last_number()?, LAST + 1, "the question's own");
    let server = stage.starts("server", &myself(&["echo-threads", ADDRESS]))?;
    server.listens(address())?;
    let before = kernel::last_number()?;
    let crowd = server.connects_many(3)?;
    crowd.iter().try_for_each(|peer| peer.says(b"hello").and_then(|()| peer.hears(b"HELLO")))?;
    assert_eq!(kernel::last_number()? - before, 3 + 1, "a thread for each, and the question");
    Ok(())
}

/// The program ends and leaves a process behind that has its own session, and that holds the port and the
/// output.
fn detaches(stage: &Stage, lock: &str) -> Played {
    let server = stage.starts("server", &myself(&["detaches", lock, ADDRESS]))?;
    server.listens(address())?;
    server.prints(b"held\n")?;
    server.ends_with(0)
}

/// The program pings bob once, and prints type, identifier and sequence number of every message that it
/// hears. It hears its own request and the messages of bob's script, but nothing from the kernel. Then
/// the program waits for ever.
fn pings(stage: &Stage) -> Played {
    let bob = Pinged::opens(stage, "bob", Ipv4Addr::LOCALHOST)?;
    let client = stage.starts("client", &myself(&["pings", "127.0.0.1"]))?;
    let request = bob.hears_request(&client, 1)?;
    client.prints_at_once(b"8 7 1\n")?;
    client.prints_nothing()?;
    bob.replies_to_another_pinger(&request)?;
    client.prints_at_once(b"0 65528 1\n")?;
    bob.reports_loss_to_another_pinger(&request)?;
    client.prints_at_once(b"3 0 0\n")?;
    bob.replies_with_options(&request)?;
    client.prints_at_once(b"0 7 1\n")?;
    bob.hears_no_request(&client)?;
    match client.prints(b"more") {
        Err(Halt::Breach(breach)) => match &breach.instead {
            Instead::Stuck { waits, .. } if waits[0].on == On::Other("a raw socket".into()) => {
                Ok(())
            }
            other => panic!("no proof that it waits for ever: {other:?}"),
        },
        other => other,
    }
}

/// A name with an address that it has only here.
fn names(stage: &Stage, folder: &Path) -> Played {
    let home = IpAddr::from([127, 0, 0, 7]);
    know_names(stage, &[("home.test", &[home])], folder)?;
    let server = stage.starts("server", &myself(&["echo", "home.test:8888"]))?;
    server.listens(SocketAddr::new(home, 8888))?;
    let alice = server.connects("alice")?;
    alice.says(b"hello")?;
    alice.hears(b"HELLO")
}

/// Checks that no reset ends a TIME_WAIT here.
fn keeps_time_waits() -> Played {
    let setting = "/proc/sys/net/ipv4/tcp_rfc1337";
    match std::fs::read_to_string(setting).as_deref().map(str::trim) {
        Ok("1") => Ok(()),
        value => match std::fs::write(setting, "1") {
            Ok(()) => panic!("it was {value:?}"),
            Err(error) => Err(Missing::new("settings of a cell's network", error).into()),
        },
    }
}

/// The same wildcard, before and after the default has changed.
fn ipv6_apart(stage: &Stage) -> Played {
    check_ipv6(8888)?;
    let server = stage.starts("server", &myself(&["echo", "[::]:8888"]))?;
    server.listens(address())?;
    server.connects("alice")?;
    server.gets_killed()?;
    separate_ipv6(stage)?;
    let server = stage.starts("server", &myself(&["echo", "[::]:8888"]))?;
    server.listens(address())?;
    match server.connects("bob") {
        Err(Halt::Breach(breach)) if breach.instead == Instead::Refused => Ok(()),
        Err(halt) => Err(halt),
        Ok(_) => panic!("it took IPv4, too"),
    }
}
