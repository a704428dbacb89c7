//! The events on the stage as a short list, one line for each moment. A long list keeps its beginning,
//! its end, and the last of the events that cases are about, such as a reset.

use stage::trace::{Excerpt, Moment, Trace, What};

use super::picture::quoted_of;
use super::text::{capital, count, grouped, list};
use super::words::{ending, subject};

/// The most lines of a list that leaves nothing out.
const RUNGS: usize = 15;

/// Number of lines that a longer list keeps from its beginning, from its middle and from its end.
const FIRST: usize = 3;
const MIDDLE: usize = 3;
const LAST: usize = 8;

/// Number of columns of a quotation.
const SAID: usize = 48;

/// The whole list, one sentence for each moment.
pub fn story(trace: &Trace) -> Vec<String> {
    shown(trace).iter().map(|line| capital(line)).collect()
}

/// The list without the middle of a long one.
pub fn rungs(trace: &Trace) -> Vec<String> {
    let lines = shown(trace);
    if lines.len() <= RUNGS && trace.left_out == 0 {
        return lines;
    }
    let last = lines.len() - LAST.min(lines.len());
    let middle = FIRST.min(last)..last;
    let events: Vec<&Moment> =
        trace.moments.iter().filter(|moment| is_shown(trace, moment)).collect();
    let notable = middle.rev().filter(|at| is_what_cases_are_about(&events[*at].what));
    let kept: Vec<usize> = notable.take(MIDDLE).collect();
    let is_kept = |at: usize| at < FIRST || at >= last || kept.contains(&at);
    let mut list = Vec::new();
    let mut left_out = 0;
    for (at, line) in lines.into_iter().enumerate() {
        if is_kept(at) {
            list.extend((left_out > 0).then(|| format!("… {left_out} more …")));
            left_out = 0;
            list.push(line);
        } else {
            left_out += 1;
        }
        // The trace itself left out what happened after its first moments.
        left_out += if at + 1 == FIRST { trace.left_out } else { 0 };
    }
    list
}

fn shown(trace: &Trace) -> Vec<String> {
    let moments = trace.moments.iter().filter(|moment| is_shown(trace, moment));
    moments.map(|moment| rung(trace, moment)).collect()
}

/// Whether the moment gets a line. Starting and listening does not, unless the server has more
/// arguments than an address, or starts again.
fn is_shown(trace: &Trace, moment: &Moment) -> bool {
    match &moment.what {
        What::Starts { arguments } => arguments.len() > 1 || starts_again(trace, moment),
        What::Listens { .. } | What::Receives { .. } => false,
        _ => true,
    }
}

/// Whether the program has started before.
fn starts_again(trace: &Trace, moment: &Moment) -> bool {
    let before = trace.moments.iter().take_while(|other| !std::ptr::eq(*other, moment));
    let is_start = |other: &Moment| matches!(other.what, What::Starts { .. });
    before.filter(|other| other.who == moment.who).any(is_start)
}

/// Whether cases are about such an event: anything but saying, hearing and connecting.
fn is_what_cases_are_about(what: &What) -> bool {
    !matches!(
        what,
        What::Says(_)
            | What::Hears(_)
            | What::Types(_)
            | What::Prints(_)
            | What::SendsDatagram(_)
            | What::ReceivesDatagram { .. }
            | What::Connects
            | What::Accepts
            | What::Closes
            | What::HearsEnd
            | What::HasRead { .. }
    )
}

/// The moment as a sentence, without its capital letter and its full stop.
pub fn rung(trace: &Trace, moment: &Moment) -> String {
    let who = subject(&moment.who);
    match &moment.what {
        What::Starts { arguments } if arguments.len() <= 1 => format!("{who} starts again"),
        What::Starts { arguments } => {
            let again = if starts_again(trace, moment) { " again" } else { "" };
            let words: Vec<String> = arguments.iter().map(|word| typed(word)).collect();
            format!("{who} starts{again}: {}", words.join(" "))
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

/// `reads 5 bytes`, `reads 1, 3 and 6 bytes`, `reads 2 bytes, leaves 3`. Names the peer if it is given.
pub fn words_of_reading(pieces: &[u64], left: u64, of: Option<&str>) -> String {
    const MANY: usize = 8;
    let read: Vec<u64> = pieces.iter().copied().filter(|piece| *piece > 0).collect();
    let all = match &read[..] {
        [] => "reads nothing".to_owned(),
        [one] => format!("reads {}", count(usize::try_from(*one).unwrap_or(usize::MAX), "byte")),
        some if some.len() <= MANY => {
            let some: Vec<String> = some.iter().map(u64::to_string).collect();
            format!("reads {} bytes", list(&some))
        }
        many if many.iter().all(|piece| *piece == many[0]) => {
            let each = count(usize::try_from(many[0]).unwrap_or(usize::MAX), "byte");
            format!("reads {} times {each}", many.len())
        }
        many => format!("reads {} bytes in {} pieces", many.iter().sum::<u64>(), many.len()),
    };
    let from = of.map(|who| format!(" from {who}")).unwrap_or_default();
    match left {
        0 => format!("{all}{from}"),
        left => format!("{all}{from}, leaves {left}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_exchanges(number: usize) -> Trace {
        let mut trace = Trace::default();
        trace.note("server", What::Starts { arguments: vec!["127.0.0.1:8888".into()] });
        trace.note("server", What::Listens { address: "127.0.0.1:8888".into() });
        for _ in 0..number {
            trace.note("alice", What::Says(Excerpt::of(b"hi")));
            trace.note("alice", What::Hears(Excerpt::of(b"HI")));
        }
        trace
    }

    #[test]
    fn nothing_is_left_out_of_a_short_list() {
        let mut trace = of_exchanges(7);
        trace.note("alice", What::Closes);
        assert_eq!(rungs(&trace).len(), RUNGS);
    }

    #[test]
    fn a_long_list_keeps_its_beginning_and_its_end() {
        let rungs = rungs(&of_exchanges(50));
        assert_eq!(rungs.len(), FIRST + 1 + LAST);
        assert_eq!(rungs[FIRST], "… 89 more …");
        assert_eq!(rungs[0], "alice says \"hi\"");
    }

    #[test]
    fn a_long_list_keeps_the_event_that_the_case_is_about() {
        let mut trace = of_exchanges(20);
        trace.note("bob", What::Resets);
        trace.moments.extend(of_exchanges(20).moments.drain(2..));
        let rungs = rungs(&trace);
        let reset = rungs.iter().position(|rung| rung == "bob resets the connection");
        assert_eq!(reset, Some(FIRST + 1), "{rungs:?}");
        assert_eq!(rungs[FIRST], "… 37 more …");
        assert_eq!(rungs[FIRST + 2], "… 32 more …");
    }

    #[test]
    fn a_program_that_starts_again_gets_a_line() {
        let mut trace = of_exchanges(1);
        trace.note("server", What::Starts { arguments: vec!["127.0.0.1:8888".into()] });
        assert_eq!(rungs(&trace)[2], "the server starts again");
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

    #[test]
    fn the_sizes_of_reads_are_summarized() {
        let read = |pieces: &[u64], left| words_of_reading(pieces, left, None);
        assert_eq!(
            words_of_reading(&[1, 3], 2, Some("bob")),
            "reads 1 and 3 bytes from bob, leaves 2"
        );
        assert_eq!(read(&[5], 0), "reads 5 bytes");
        assert_eq!(read(&[1, 3, 6], 0), "reads 1, 3 and 6 bytes");
        assert_eq!(read(&[0, 0, 10], 0), "reads 10 bytes");
        assert_eq!(read(&[0, 0], 4), "reads nothing, leaves 4");
        assert_eq!(read(&[1; 40], 0), "reads 40 times 1 byte");
        assert_eq!(read(&[1, 1, 1, 1, 1, 1, 1, 1, 92], 2), "reads 100 bytes in 9 pieces, leaves 2");
    }
}
