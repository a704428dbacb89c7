//! The scenes of this lesson's cases, and their controls. All datagrams are sent before the
//! server's output is checked, so that it may print at any time.

use stage::datagrams::Correspondent;
use stage::fault::Played;
use stage::program::Program;

use crate::scene::Scene;

/// The largest payload that fits into one Ethernet packet: 1,500 bytes without the two headers.
const ONE_PACKET: usize = 1472;
/// The maximum payload of a datagram over IPv4.
const LARGEST: usize = 65_507;

/// Starts the server with these sizes, and alice.
fn server_and_alice<'s>(
    scene: &Scene<'s>,
    sizes: &[usize],
) -> Played<(Program<'s>, Correspondent<'s>)> {
    let words: Vec<String> = sizes.iter().map(usize::to_string).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let server = scene.server_of_datagrams_with(&words)?;
    let alice = server.corresponds_with("alice")?;
    Ok((server, alice))
}

/// The server's output for a datagram of which it received at most `size` bytes.
fn shown(text: &str, size: usize) -> String {
    match text.get(..size) {
        Some(part) if part.len() < text.len() => format!("{part} (cut from {} bytes)", text.len()),
        _ => text.to_owned(),
    }
}

/// The server prints the results of these receives, counted from 1, and exits with status 0.
fn shows(server: &Program, receives: &[&str]) -> Played {
    for (index, shown) in receives.iter().enumerate() {
        let line = format!("info_{}: {shown}", index + 1);
        if shown.is_empty() {
            // Both forms show an empty datagram: with a space after the colon, and without.
            server.prints_line_or(line.as_bytes(), line.trim_end().as_bytes())?;
        } else {
            server.prints_line(line.as_bytes())?;
        }
    }
    server.ends_with(0)?;
    server.prints_nothing()
}

/// `count` letters, as text.
fn letters(scene: &Scene, count: usize) -> String {
    String::from_utf8(scene.letters(count)).expect("letters are UTF-8")
}

/// Datagrams of these lengths are sent at once, and received into buffers of these sizes.
fn said_and_shown(scene: &Scene, lengths: &[usize], sizes: &[usize]) -> Played {
    let (server, alice) = server_and_alice(scene, sizes)?;
    let said: Vec<String> = lengths.iter().map(|length| letters(scene, *length)).collect();
    alice.says_in_a_burst(&said.iter().map(String::as_bytes).collect::<Vec<_>>())?;
    let receives: Vec<String> =
        said.iter().zip(sizes).map(|(text, size)| shown(text, *size)).collect();
    shows(&server, &receives.iter().map(String::as_str).collect::<Vec<_>>())
}

pub fn boundaries_are_kept(scene: &Scene) -> Played {
    said_and_shown(scene, &[5, 2], &[1024, 1024])
}

pub fn exact_fit(scene: &Scene) -> Played {
    said_and_shown(scene, &[5, 2], &[5, 2])
}

pub fn five_into_three(scene: &Scene) -> Played {
    said_and_shown(scene, &[5, 2], &[3, 2])
}

pub fn one_byte_too_many(scene: &Scene) -> Played {
    said_and_shown(scene, &[7, 7, 7], &[7, 6, 7])
}

/// The server may or may not report that the first datagram was truncated. The second one is not
/// the rest of the first.
pub fn cut_without_a_word(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[3, 2])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_a_burst(&[hello.as_bytes(), hi.as_bytes()])?;
    let reported = format!("info_1: {}", shown(&hello, 3));
    server.prints_line_or(reported.as_bytes(), format!("info_1: {}", &hello[..3]).as_bytes())?;
    server.prints_line(format!("info_2: {hi}").as_bytes())
}

/// Random lengths and sizes, so that some fit and some do not.
pub fn a_dozen(scene: &Scene) -> Played {
    let number = || (0..12).map(|_| scene.number(1..=12)).collect::<Vec<usize>>();
    let (lengths, sizes) = (number(), number());
    said_and_shown(scene, &lengths, &sizes)
}

pub fn one_after_the_other(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[2, 2])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says(hello.as_bytes())?;
    server.rests()?;
    alice.says(hi.as_bytes())?;
    shows(&server, &[&shown(&hello, 2), &hi])
}

pub fn one_receive_each(scene: &Scene) -> Played {
    said_and_shown(scene, &[5, 2, 4], &[1024])
}

pub fn empty_alone(scene: &Scene) -> Played {
    said_and_shown(scene, &[0], &[1024])
}

pub fn empty_between(scene: &Scene) -> Played {
    said_and_shown(scene, &[5, 0, 2, 0], &[5, 5, 5, 5])
}

/// Datagrams of one byte replace the empty ones.
pub fn not_quite_empty(scene: &Scene) -> Played {
    said_and_shown(scene, &[5, 1, 2, 1], &[5, 5, 5, 5])
}

pub fn three_senders(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[1024, 3, 1024])?;
    let said: [String; 3] = std::array::from_fn(|at| letters(scene, 4 + at));
    alice.says(said[0].as_bytes())?;
    server.rests()?;
    server.corresponds_with("bob")?.says(said[1].as_bytes())?;
    server.corresponds_with("carol")?.says_and_leaves(said[2].as_bytes())?;
    shows(&server, &[&said[0], &shown(&said[1], 3), &said[2]])
}

pub fn one_sender(scene: &Scene) -> Played {
    said_and_shown(scene, &[4, 5, 6], &[1024, 3, 1024])
}

pub fn one_packet(scene: &Scene) -> Played {
    said_and_shown(
        scene,
        &[ONE_PACKET, ONE_PACKET + 1, ONE_PACKET + 1],
        &[ONE_PACKET, ONE_PACKET, ONE_PACKET + 1],
    )
}

pub fn largest(scene: &Scene) -> Played {
    said_and_shown(scene, &[LARGEST, LARGEST], &[LARGEST, ONE_PACKET])
}

pub fn size_beyond_the_largest(scene: &Scene) -> Played {
    said_and_shown(scene, &[LARGEST, 5], &[100_000, 65_536])
}

/// The form in which the server should show bytes that are not text: `\xe4\xbd`.
fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()
}

/// One byte of a character arrives, and two of another.
pub fn character_cut_in_two(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[4, 5, 1024])?;
    let (whole, cut, word) = (scene.chinese(1), scene.chinese(1), letters(scene, 2));
    let both = whole.clone() + &cut;
    alice.says_in_a_burst(&[both.as_bytes(), both.as_bytes(), word.as_bytes()])?;
    let shown = |part| whole.clone() + &escaped(&cut.as_bytes()[..part]) + " (cut from 6 bytes)";
    shows(&server, &[&shown(1), &shown(2), &word])
}

pub fn whole_characters(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[3, 1024])?;
    let (first, second) = (scene.chinese(1), scene.chinese(2));
    alice.says_in_a_burst(&[first.as_bytes(), second.as_bytes()])?;
    shows(&server, &[&first, &second])
}

pub fn bytes_that_are_no_text(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[1024, 1024])?;
    let (word, character) = (letters(scene, 4), scene.chinese(1));
    let said = [b"\xff", word.as_bytes(), b"\x80\xfe", character.as_bytes(), b"\xc0"].concat();
    // The first byte of a character, but letters follow it. Then two sequences that UTF-8 forbids: a NUL in
    // two bytes, and one half of a UTF-16 surrogate pair (RFC 3629, 3).
    let invalid =
        [b"\xe4", word.as_bytes(), b"\xc0\x80", word.as_bytes(), b"\xed\xa0\x80"].concat();
    alice.says(&said)?;
    alice.says(&invalid)?;
    let said = format!("\\xff{word}\\x80\\xfe{character}\\xc0");
    let invalid = format!("\\xe4{word}\\xc0\\x80{word}\\xed\\xa0\\x80");
    shows(&server, &[&said, &invalid])
}

pub fn spaces_are_shown(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[1024])?;
    let message = letters(scene, 5) + "  ";
    alice.says(message.as_bytes())?;
    shows(&server, &[&message])
}

/// Bytes with a special meaning in some language, which are ordinary text here.
pub fn marks_are_shown(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[1024, 1024, 1024])?;
    let [one, other, last] = [4, 4, 4].map(|length| letters(scene, length));
    let marks = format!("{one}\\n\t\"{other}\" '%s' {{}} \\xff");
    let zeros = format!("{one}\0{last}\0");
    let in_front = format!(" \t{other}");
    alice.says_in_a_burst(&[marks.as_bytes(), zeros.as_bytes(), in_front.as_bytes()])?;
    shows(&server, &[&marks, &zeros, &in_front])
}

pub fn nothing_is_sent_back(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &[1024, 2])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_a_burst(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello, &hi])?;
    alice.hears_nothing()
}

pub fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.opens_post("somebody else")?;
    let server = scene.server_starts_with(&["1024"])?;
    server.ends_with(1)?;
    server.reports_an_error()
}
