//! Scenes with a server that runs commands.

use stage::breach::{Load, Measure, Purpose};
use stage::fault::Played;

use super::Ask;
use super::commands::*;
use crate::lessons::left_behind::Open;
use crate::scene::Scene;

/// About 200 kB: more than three times a pipe's capacity (64 KiB, pipe(7)).
const MUCH: usize = 28_600;
/// About 2 kB, which a pipe holds on every machine.
const LITTLE: usize = 290;

/// One client and its commands.
pub fn asked<const N: usize>(scene: &Scene, ask: Ask, commands: [Command; N]) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    commands.iter().try_for_each(|command| ask(&alice, command))
}

/// A server that goes wrong after its first answer does not pass.
pub fn two_commands(scene: &Scene, ask: Ask) -> Played {
    asked(scene, ask, [word(scene), word(scene)])
}

/// A newline follows the command. A shell ignores it.
pub fn line_is_answered(scene: &Scene, ask: Ask) -> Played {
    let command = word(scene);
    asked(scene, ask, [Command { line: [&command.line[..], b"\n"].concat(), ..command }])
}

/// The commands are exactly as long as a buffer of 1024 bytes.
pub fn buffers_are_answered(scene: &Scene, ask: Ask) -> Played {
    asked(scene, ask, [long(scene, 1024), long(scene, 1024)])
}

pub fn twenty_commands(scene: &Scene, ask: Ask) -> Played {
    let commands: [Command; 20] =
        std::array::from_fn(|at| if at % 2 == 0 { sum(scene) } else { word(scene) });
    asked(scene, ask, commands)
}

pub fn two_clients(scene: &Scene, ask: Ask) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    ask(&alice, &word(scene))?;
    alice.closes();
    server.stays_up()?;
    let bob = server.connects("bob")?;
    ask(&bob, &sum(scene))?;
    ask(&bob, &word(scene))
}

/// A client half-closes and still receives its answer. Then the server closes, too.
pub fn last_word(scene: &Scene, ask: Ask) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    ask(&alice, &word(scene))?;
    alice.shuts_down()?;
    alice.hears_end()?;
    alice.closes();
    let bob = server.connects("bob")?;
    ask(&bob, &word(scene))
}

pub fn error_alone(scene: &Scene, ask: Ask) -> Played {
    asked(scene, ask, [error(scene), word(scene)])
}

/// A server that reads only standard output passes here, and one that decides by the exit status
/// does not.
pub fn failing_alone(scene: &Scene, ask: Ask) -> Played {
    asked(scene, ask, [failing(scene), word(scene)])
}

pub fn error_and_output(scene: &Scene, ask: Ask) -> Played {
    let commands =
        [warning(scene), failing(scene), word(scene), zero(), zero_on_stderr(scene), word(scene)];
    asked(scene, ask, commands)
}

pub fn much_on_stdout(scene: &Scene, ask: Ask) -> Played {
    asked(scene, ask, [numbers(scene, MUCH), word(scene)])
}

pub fn much_on_both(scene: &Scene, ask: Ask) -> Played {
    asked(scene, ask, [on_both(scene, MUCH, true), on_both(scene, MUCH, false)])
}

pub fn little_on_both(scene: &Scene, ask: Ask) -> Played {
    asked(scene, ask, [numbers(scene, LITTLE), on_both(scene, LITTLE, true)])
}

/// A process that a command started lives on. Alice still receives the answers, and then the end of the
/// stream: the process does not hold her connection.
pub fn leaves_a_child(scene: &Scene, ask: Ask) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    ask(&alice, &leaving_a_child(scene))?;
    ask(&alice, &word(scene))?;
    alice.shuts_down()?;
    alice.hears_end()
}

pub fn reads_its_input(scene: &Scene, ask: Ask) -> Played {
    asked(scene, ask, [reading(scene), word(scene)])
}

/// The number of zombies that a correct program may have. A program that waits for a child only when it
/// starts the next leaves the last one.
const UNREAPED: u64 = 2;

pub fn leaves_no_zombie(scene: &Scene, ask: Ask) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    for _ in 0..15 {
        ask(&alice, &word(scene))?;
    }
    server.rests()?;
    let zombies = server.processes().zombies()?;
    let spared = if zombies <= UNREAPED { 0 } else { zombies };
    server.fact(Measure::Zombies { started_for: Purpose::Commands }, 0, spared)
}

pub fn leaves_no_descriptor(scene: &Scene, ask: Ask) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    ask(&alice, &word(scene))?;
    server.rests()?;
    let before = Open::by(&server)?;
    for _ in 0..15 {
        ask(&alice, &word(scene))?;
    }
    server.rests()?;
    before.expect_no_more(&server, Load::MoreCommands(15))
}

/// An argument cannot contain a NUL (execve(2)), so the server cannot start alice's command. Her
/// answer is not checked.
pub fn cannot_start(scene: &Scene, ask: Ask) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.says(&[&word(scene).line[..], b"\0", &scene.word()].concat())?;
    server.stays_up()?;
    alice.closes();
    let bob = server.connects("bob")?;
    ask(&bob, &word(scene))
}

/// Alice resets when her next command is due, and carol when her answer is due. Bob is served.
pub fn resets(scene: &Scene, ask: Ask) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    ask(&alice, &word(scene))?;
    alice.resets()?;
    let carol = server.connects("carol")?;
    carol.says_and_resets(&word(scene).line)?;
    let bob = server.connects("bob")?;
    ask(&bob, &word(scene))
}
