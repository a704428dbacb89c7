//! Lesson 18's scenes with the kinds that serve datagrams: the server answers each datagram whole,
//! once, and to its sender.

use stage::breach::Measure;
use stage::bytes::upper;
use stage::datagrams::Correspondent;
use stage::fault::{Missing, Played};
use stage::program::Program;

use crate::scene::Scene;

pub const UDP: &str = "udp";
pub const THREADING_UDP: &str = "threading-udp";

fn server<'s>(scene: &Scene<'s>, kind: &str) -> Played<Program<'s>> {
    scene.server_of_datagrams_with(&["--kind", kind])
}

fn exchange(peer: &Correspondent, bytes: &[u8]) -> Played {
    peer.says(bytes)?;
    peer.hears(&upper(bytes))
}

/// Small datagrams, an empty one, some with newlines, and bytes that are not text, from two senders
/// in turn.
fn datagrams(scene: &Scene, kind: &str) -> Played {
    let server = server(scene, kind)?;
    let (alice, bob) = (server.corresponds_with("alice")?, server.corresponds_with("bob")?);
    for _ in 0..3 {
        exchange(&alice, &scene.word())?;
        exchange(&bob, &[b" ", &scene.word()[..], b"\r\n", &scene.word(), b" \n\n"].concat())?;
    }
    exchange(&alice, b"")?;
    exchange(&bob, &[scene.chinese(2).as_bytes(), &scene.raw_bytes(500)].concat())?;
    exchange(&alice, &scene.word())
}

pub fn datagrams_in_turn(scene: &Scene) -> Played {
    datagrams(scene, UDP)
}

pub fn datagrams_on_threads(scene: &Scene) -> Played {
    datagrams(scene, THREADING_UDP)
}

/// Datagrams without white space.
fn words(scene: &Scene, kind: &str) -> Played {
    let server = server(scene, kind)?;
    let (alice, bob) = (server.corresponds_with("alice")?, server.corresponds_with("bob")?);
    for _ in 0..3 {
        exchange(&alice, &scene.word())?;
        exchange(&bob, &scene.word())?;
    }
    Ok(())
}

pub fn words_in_turn(scene: &Scene) -> Played {
    words(scene, UDP)
}

pub fn words_on_threads(scene: &Scene) -> Played {
    words(scene, THREADING_UDP)
}

/// More than Python's class receives by default, and the maximum.
fn large(scene: &Scene, kind: &str) -> Played {
    let server = server(scene, kind)?;
    let alice = server.corresponds_with("alice")?;
    for length in [8_193, 65_507] {
        exchange(&alice, &scene.much(length))?;
    }
    exchange(&alice, &scene.word())
}

pub fn large_in_turn(scene: &Scene) -> Played {
    large(scene, UDP)
}

pub fn large_on_threads(scene: &Scene) -> Played {
    large(scene, THREADING_UDP)
}

/// Senders whose datagrams are answered while the scene counts the threads or processes that serve
/// them.
const SENDERS: usize = 8;

/// The server makes and sends an answer in an instant, so no sender can delay one and see whether others
/// wait for it. But a single thread with blocking calls cannot serve two datagrams at once.
pub fn datagrams_at_once(scene: &Scene) -> Played {
    let server = server(scene, THREADING_UDP)?;
    let senders = (1..=SENDERS)
        .map(|number| server.corresponds_with(&format!("sender {number}")))
        .collect::<Played<Vec<_>>>()?;
    exchange(&senders[0], &scene.word())?;
    let all_write = || {
        for _ in 0..3 {
            let words: Vec<_> = senders.iter().map(|_| scene.word()).collect();
            senders.iter().zip(&words).try_for_each(|(sender, word)| sender.says(word))?;
            senders.iter().zip(&words).try_for_each(|(sender, word)| sender.hears(&upper(word)))?;
        }
        Ok(())
    };
    let serving = server.threads().tasks_that_serve(all_write)?;
    if serving < 2 && !server.threads().block_on_datagrams()? {
        let why = "the program answers them on one thread, by calls that do not wait";
        return Err(Missing::new("two datagrams that are served at once", why).into());
    }
    server.at_least(Measure::ThreadsThatServeDatagrams, 2, serving)
}

/// Eight senders with three datagrams each, all of which arrive before the server can receive the
/// first.
fn many_senders(scene: &Scene, kind: &str) -> Played {
    let server = server(scene, kind)?;
    let mut senders = Vec::new();
    for number in 1..=8 {
        let sender = server.corresponds_with(&format!("sender {number}"))?;
        // All are different, so that an answer to the wrong sender is noticed.
        let said: Vec<Vec<u8>> =
            (0..3).map(|_| [format!("{number} ").as_bytes(), &scene.word()].concat()).collect();
        senders.push((sender, said));
    }
    // One round after another, so that two consecutive datagrams have different senders.
    server.while_stopped(|| {
        (0..3).try_for_each(|round| {
            senders.iter().try_for_each(|(sender, said)| sender.says(&said[round]))
        })
    })?;
    for (sender, said) in &senders {
        let answers: Vec<Vec<u8>> = said.iter().map(|one| upper(one)).collect();
        sender.hears_in_any_order(&answers.iter().map(|one| &one[..]).collect::<Vec<_>>())?;
    }
    senders.iter().try_for_each(|(sender, _)| sender.hears_nothing())
}

pub fn many_senders_in_turn(scene: &Scene) -> Played {
    many_senders(scene, UDP)
}

pub fn many_senders_on_threads(scene: &Scene) -> Played {
    many_senders(scene, THREADING_UDP)
}
