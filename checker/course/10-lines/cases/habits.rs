//! Controls for a server's habits with lines: how it reads them, and when and how it sends its answers.
//! Every lesson with a server that answers lines uses them, so they pass on the server's arguments.

use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::super::full_buffers::hears_a_part_until_the_end;
use super::server::{LONGEST, TOO_LONG, exchange, line, three_lines};
use crate::scene::Scene;

/// Starts the server with these arguments, and alice connects.
fn server_and_alice<'s>(scene: &Scene<'s>, others: &[&str]) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server_with(others)?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// `count` lines of 3,001 letters each, as one stream.
fn much(scene: &Scene, count: usize) -> Vec<u8> {
    (0..count).flat_map(|_| line(&scene.letters(3_001))).collect()
}

/// Each line arrives whole and by itself, and the last one ends with `\r\n`.
pub fn whole_lines_of_both_kinds(scene: &Scene, others: &[&str]) -> Played {
    let (_server, alice) = server_and_alice(scene, others)?;
    exchange(&alice, &scene.word())?;
    let word = scene.word();
    alice.says(&[&word[..], b"\r\n"].concat())?;
    alice.hears(&upper(&line(&word)))
}

/// The server sends the second answer with the first line in front of it.
pub fn second_answer_has_the_first(scene: &Scene, others: &[&str]) -> Played {
    let (_server, alice) = server_and_alice(scene, others)?;
    let (first, second) = (scene.word(), scene.word());
    exchange(&alice, &first)?;
    alice.says(&line(&second))?;
    alice.hears(&upper(&first))
}

/// The answers come without a newline.
pub fn answers_without_newline(scene: &Scene, others: &[&str]) -> Played {
    let (_server, alice) = server_and_alice(scene, others)?;
    for _ in 0..3 {
        let word = scene.word();
        alice.says(&line(&word))?;
        alice.hears(&upper(&word))?;
    }
    Ok(())
}

/// The server answers neither one short line nor three. Output that overflows a buffer comes while
/// the connection is open, and the rest at the end. The last two streams fill any usual buffer
/// exactly, so a server that reads until its buffer is full answers one of them completely.
pub fn much_is_answered_at_last(scene: &Scene, others: &[&str]) -> Played {
    let (server, alice) = server_and_alice(scene, others)?;
    let few: Vec<u8> = (0..3).flat_map(|_| line(&scene.word())).collect();
    alice.says(&few)?;
    alice.hears_nothing()?;
    let lines = much(scene, 30);
    let answers = upper(&[few, lines.clone()].concat());
    alice.says(&lines)?;
    alice.hears(&answers[..4096])?;
    alice.shuts_down()?;
    alice.hears(&answers[4096..])?;
    alice.closes();
    for (name, count, length) in [("carol", 128, 512), ("dave", 120, 500)] {
        let lines: Vec<u8> = (0..count).flat_map(|_| line(&scene.letters(length - 1))).collect();
        let peer = server.connects(name)?;
        peer.says(&lines)?;
        hears_a_part_until_the_end(&server, &peer, &upper(&lines))?;
        peer.closes();
    }
    Ok(())
}

/// No byte comes before the end of the stream, and all answers come after it. The stream is longer
/// than a usual buffer. Carol's line is too long: a server that reads each line as it arrives, and
/// holds back the answers, closes now.
pub fn answered_only_at_the_end(scene: &Scene, others: &[&str]) -> Played {
    let (server, alice) = server_and_alice(scene, others)?;
    let lines = much(scene, 300);
    alice.says(&lines)?;
    alice.hears_nothing()?;
    alice.shuts_down()?;
    alice.hears(&upper(&lines))?;
    alice.closes();
    let carol = server.connects("carol")?;
    carol.says(&line(&scene.letters(LONGEST + 1)))?;
    carol.hears_nothing()
}

/// Three lines in pieces, none of which ends between a `\r` and its `\n`.
pub fn cut_anywhere_but_in_the_delimiter(scene: &Scene, others: &[&str]) -> Played {
    let (_server, alice) = server_and_alice(scene, others)?;
    let (said, answers) = three_lines(scene);
    for pieces in [&[10][..], &[1, 9], &[2, 4, 4], &[4, 4, 2], &[1, 1, 2, 1, 1, 2, 1, 1]] {
        alice.says_cut(&said, pieces)?;
        alice.hears(&answers)?;
    }
    Ok(())
}

/// Alice receives one answer, and ignores all bytes after it.
pub fn first_answer(scene: &Scene, others: &[&str]) -> Played {
    let (_server, alice) = server_and_alice(scene, others)?;
    exchange(&alice, &scene.word())
}

/// The server goes on reading, however long the line is. It reports a line as too long only when the
/// newline has arrived.
pub fn too_long_at_its_newline(scene: &Scene, others: &[&str]) -> Played {
    let (_server, alice) = server_and_alice(scene, others)?;
    alice.says(&scene.letters(8 * LONGEST))?;
    alice.hears_nothing()?;
    alice.says(b"\n")?;
    alice.hears(TOO_LONG)
}
