//! The events on the stage as a short list, one line for each moment. A long list keeps its beginning
//! and its end.

use stage::trace::{Excerpt, Moment, Trace, What};

use super::chart::words_of_reading;
use super::picture::quoted_of;
use super::text::{capital, count, grouped};
use super::words::{ending, subject};

/// The most lines. A longer list keeps its first and last ones.
const RUNGS: usize = 8;
const FIRST: usize = 3;
const LAST: usize = RUNGS - FIRST - 1;

/// Number of columns of a quotation.
const SAID: usize = 48;

/// The whole list, one sentence for each moment.
pub fn story(trace: &Trace) -> Vec<String> {
    let shown = trace.moments.iter().filter(|moment| is_shown(moment));
    shown.map(|moment| capital(&rung(moment))).collect()
}

/// The list in at most [`RUNGS`] lines.
pub fn rungs(trace: &Trace) -> Vec<String> {
    let shown: Vec<&Moment> = trace.moments.iter().filter(|moment| is_shown(moment)).collect();
    if shown.len() <= RUNGS {
        return shown.into_iter().map(rung).collect();
    }
    let left_out = shown.len() - FIRST - LAST + trace.left_out;
    let mut lines: Vec<String> = shown[..FIRST].iter().map(|moment| rung(moment)).collect();
    lines.push(format!("… {left_out} more …"));
    lines.extend(shown[shown.len() - LAST..].iter().map(|moment| rung(moment)));
    lines
}

/// Whether the moment gets a line. Starting and listening does not, unless the server has more
/// arguments than an address.
fn is_shown(moment: &Moment) -> bool {
    match &moment.what {
        What::Starts { arguments } => arguments.len() > 1,
        What::Listens { .. } | What::Receives { .. } => false,
        _ => true,
    }
}

fn rung(moment: &Moment) -> String {
    let who = subject(&moment.who);
    match &moment.what {
        What::Starts { arguments } => {
            let words: Vec<String> = arguments.iter().map(|word| typed(word)).collect();
            format!("{who} starts: {}", words.join(" "))
        }
        What::Listens { address } => format!("{who} listens on {address}"),
        What::Receives { address } => format!("{who} receives on {address}"),
        What::IsAt { path } => format!("{who} is at {path}"),
        What::Connects => format!("{who} connects"),
        What::LeavesWaiting { peer } => format!("{who} has not accepted {peer}, who is waiting"),
        What::HasRead { peer, pieces, left } => {
            format!("{who} {}", words_of_reading(pieces, *left, Some(peer)))
        }
        What::Accepts => format!("{who} accepts the connection"),
        What::Says(bytes) => format!("{who} says {}", quoted(bytes)),
        What::SaysInPieces { bytes, pieces } => {
            format!("{who} says {} in {}", quoted(bytes), count(pieces.len(), "piece"))
        }
        What::SaysInABurst(messages) => {
            let messages: Vec<String> = messages.iter().map(quoted).collect();
            format!("{who} says at once {}", messages.join(" "))
        }
        What::SendsDatagram(bytes) => format!("{who} sends {}", datagram(bytes)),
        What::SendsInABurst(all) => {
            let all: Vec<String> = all.iter().map(quoted).collect();
            format!("{who} sends at once the datagrams {}", all.join(" "))
        }
        What::ReceivesDatagram { bytes, from: None } => format!("{who} hears {}", datagram(bytes)),
        What::ReceivesDatagram { bytes, from: Some(from) } => {
            format!("{who} hears {} from a stranger, {from}", datagram(bytes))
        }
        What::Leaves => format!("{who} closes the socket"),
        What::Hears(bytes) => format!("{who} hears {}", quoted(bytes)),
        What::HearsNothing => format!("{who} hears nothing"),
        What::HearsEnd => format!("{who} hears the end of the stream"),
        What::HearsReset => format!("{who}'s connection is reset"),
        What::Does(words) => format!("{who} {words}"),
        What::HearsIcmp(words) => format!("{who} hears {words}"),
        What::SendsIcmp(words) => format!("{who} sends {words}"),
        What::ShutsDown => format!("{who} shuts down its sending side"),
        What::Closes => format!("{who} closes the connection"),
        What::Resets => format!("{who} resets the connection"),
        What::Types(bytes) => format!("{who} receives {} on standard input", quoted(bytes)),
        What::StopsTyping => format!("{who}'s standard input ends"),
        What::Prints(bytes) => format!("{who} prints {}", quoted(bytes)),
        What::GetsSignal(signal) => format!("{who} receives {signal}"),
        What::ShortWrite { offered, taken: Some(taken) } => format!(
            "the kernel takes {} of the {} bytes that {who}'s `write` offered",
            grouped(*taken),
            grouped(*offered)
        ),
        What::ShortWrite { offered, taken: None } => {
            format!("{who}'s `write`, which offered {} bytes, is interrupted", grouped(*offered))
        }
        What::Ends(exit) => format!("{who} {}", ending(*exit, "exits", "is killed")),
    }
}

/// An argument as it would be typed: quoted if it contains a space.
fn typed(word: &str) -> String {
    match word.contains(char::is_whitespace) {
        true => format!("'{word}'"),
        false => word.to_owned(),
    }
}

fn quoted(excerpt: &Excerpt) -> String {
    quoted_of(&excerpt.bytes, excerpt.total, SAID)
}

fn datagram(excerpt: &Excerpt) -> String {
    match excerpt.total {
        0 => "an empty datagram".into(),
        _ => format!("the datagram {}", quoted(excerpt)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_keeps_its_beginning_and_its_end() {
        let mut trace = Trace::default();
        trace.note("server", What::Starts { arguments: vec!["127.0.0.1:8888".into()] });
        trace.note("server", What::Listens { address: "127.0.0.1:8888".into() });
        for _ in 0..50 {
            trace.note("alice", What::Says(Excerpt::of(b"hi")));
            trace.note("alice", What::Hears(Excerpt::of(b"HI")));
        }
        let rungs = rungs(&trace);
        assert_eq!(rungs.len(), RUNGS);
        assert_eq!(rungs[FIRST], "… 93 more …");
        assert_eq!(rungs[0], "alice says \"hi\"");
    }

    #[test]
    fn a_short_write_is_shown_with_both_numbers() {
        let mut trace = Trace::default();
        trace.note("server", What::ShortWrite { offered: 8_000_000, taken: Some(2_807_808) });
        trace.note("server", What::ShortWrite { offered: 999, taken: None });
        assert_eq!(
            rungs(&trace),
            [
                "the kernel takes 2,807,808 of the 8,000,000 bytes that the server's `write` offered",
                "the server's `write`, which offered 999 bytes, is interrupted",
            ]
        );
    }

    #[test]
    fn long_messages_say_how_long_they_were() {
        let mut trace = Trace::default();
        trace.note("alice", What::Says(Excerpt::of(&[b'a'; 5000])));
        assert!(rungs(&trace)[0].ends_with("a…\" (5000 bytes)"), "{:?}", rungs(&trace));
    }
}
