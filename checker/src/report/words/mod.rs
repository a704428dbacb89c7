//! Sentences about a broken promise, a verdict or a warning. A failure message says what happened, and
//! then what should have happened, in words that a newcomer knows.

mod came;
mod loops;
mod measures;
mod shapes;
mod should;
mod waits;

use stage::breach::{Awaited, Breach, Instead};
use stage::bytes::harmless;
use stage::trace::{Exit, Rest};

use came::{Came, Quoting};
pub use waits::is_writing;

use crate::events::{Cause, Remark, Verdict, Warning};
use crate::report::picture;
use crate::report::text::{capital, columns, count, list, shortened};

/// Number of columns of a prompt that are quoted.
const PROMPT: usize = 40;

/// The longest summary, in columns.
const SUMMARY: usize = 90;

/// The event and the expectation: `alice heard only "HE", then the end of the stream. Alice should hear
/// "HELLO"`.
pub fn failure(breach: &Breach) -> String {
    explained(breach, Quoting::Bytes)
}

/// Like [`failure`], but counts the bytes, because a picture of them follows: `alice should hear 6
/// bytes, but heard 10`.
pub fn failure_before_picture(breach: &Breach) -> String {
    let came = Came { breach, quoting: Quoting::Lengths };
    match came.counted() {
        Some(counted) => format!("{}, but {counted}", should::should(breach, Quoting::Lengths)),
        None => explained(breach, Quoting::Lengths),
    }
}

fn explained(breach: &Breach, quoting: Quoting) -> String {
    let came = Came { breach, quoting };
    let event = came.event();
    let should = capital(&expectation(breach, quoting, &event));
    let parts = [Some(event), came.conclusion(), Some(should)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
}

/// The failure in one short line that stands by itself. The bytes and the expectation are in it if there
/// is room.
pub fn brief(breach: &Breach) -> String {
    brief_within(breach, SUMMARY)
}

/// Like [`brief`], in this many columns.
pub fn brief_within(breach: &Breach, room: usize) -> String {
    let event = |quoting| Came { breach, quoting }.event();
    let both = |quoting| {
        let event = event(quoting);
        format!("{event}; {}", expectation(breach, quoting, &event))
    };
    let least = match &breach.instead {
        Instead::Panic(_) => {
            format!("{} {}", subject(&breach.program), short_panic(&breach.stderr))
        }
        _ => event(Quoting::Bytes),
    };
    let candidates = [
        both(Quoting::Bytes),
        both(Quoting::Lengths),
        event(Quoting::Bytes),
        event(Quoting::Lengths),
    ];
    let fits = candidates.into_iter().find(|line| columns(line) <= room);
    fits.unwrap_or_else(|| shortened(&least, room))
}

/// `panicked at server.rs:21:38: Connection reset by peer`: without the folders, and only the words of
/// an error that `unwrap` or `expect` printed with all of its fields.
fn short_panic(stderr: &str) -> String {
    let line = panic_line(stderr).unwrap_or_else(|| "panicked".into());
    let Some((place, words)) = line.split_once(": ") else { return line };
    let file = place.rsplit_once('/').map_or(place, |(_, file)| file);
    let file = file.strip_prefix("panicked at ").unwrap_or(file);
    let error = words.split_once("message: \"").and_then(|(_, rest)| rest.split_once('"'));
    format!("panicked at {file}: {}", error.map_or(words, |(error, _)| error))
}

/// `the server should listen`, or `it should listen` after an event that begins with the program.
fn expectation(breach: &Breach, quoting: Quoting, event: &str) -> String {
    let should = should::should(breach, quoting);
    let program = subject(&breach.program);
    match should.strip_prefix(&program) {
        Some(rest) if event.starts_with(&format!("{program} ")) => format!("it{rest}"),
        _ => should,
    }
}

/// A verdict in one line.
pub fn summary(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Kept => "the promise was kept".into(),
        Verdict::Broken { breach, .. } => brief(breach),
        Verdict::Skipped { why } => format!("skipped: {why}"),
        Verdict::Unsure { why, cause: Cause::Slow } => format!("not judged: {why}"),
        Verdict::Unsure { why, .. } => {
            format!("could not run this case; this is not your program's fault: {why}")
        }
    }
}

/// A remark in one sentence.
pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::AllAddresses { program, address } => format!(
            "the {program} uses {address}, which is every address of this machine; other machines can \
             reach it there"
        ),
        Remark::AsksAgainAndAgain { program } => format!(
            "the {program} asks again and again without waiting, which keeps a processor busy"
        ),
        Remark::BlankErrorReport { program } => format!(
            "the {program} reported an error by an empty line; a user would like to read what happened"
        ),
        Remark::LongErrorReport { program, lines } => format!(
            "the {program} wrote {lines} lines to standard error; a user looks for one that says what is wrong"
        ),
        Remark::Prompt { program, text } => format!(
            "the {program} printed the prompt {}; programs that read its output would have to skip it",
            picture::quoted(text.as_bytes(), PROMPT)
        ),
    }
}

/// A warning, ready for standard error. It is escaped, because it may contain file names and text from
/// files.
pub fn warning(warning: &Warning) -> String {
    harmless(&match warning {
        Warning::NoCells { why } => format!(
            "note: this machine does not allow cells ({why}). Cases run in process groups instead; \
             `cargo checker doctor` lists the effects"
        ),
        Warning::ProgressPutAside { backup, why } => format!(
            "warning: your progress file could not be read: {why}. It was kept as {backup}, and a \
             new file was started"
        ),
        Warning::PlayedAgain { cases } => format!(
            "note: the machine was busy, and {} got too little processor time. {} being run again, alone",
            count(*cases, "case"),
            if *cases == 1 { "It is" } else { "They are" },
        ),
        Warning::BuildWaits { words } => {
            format!("note: the build waits for another cargo, for example your editor's ({words})")
        }
        Warning::ProgressNotSaved { why } => format!(
            "warning: your progress could not be saved ({why}). The verdict is not affected"
        ),
    })
}

/// A program (`server`) with its article; a peer (`alice`) as it is.
pub fn subject(who: &str) -> String {
    if who == "server" || who == "client" { format!("the {who}") } else { who.to_owned() }
}

/// ``the server waits in `recv` on alice's connection for more bytes``.
pub fn rest(rest: &Rest) -> String {
    format!("{} {}", subject(&rest.program), waits::waits_without_ports(&rest.waits))
}

/// `exits with status 1`, `is killed by SIGKILL (signal 9)`. The two verbs are given, for their tense.
pub fn ending(exit: Exit, exits: &str, killed: &str) -> String {
    match exit {
        Exit::Status(status) => format!("{exits} with status {status}"),
        Exit::Signal(number) => match signal(number) {
            Some(name) => format!("{killed} by {name} (signal {number})"),
            None => format!("{killed} by signal {number}"),
        },
    }
}

/// The name of a signal that may end a program. Linux and macOS share these numbers.
fn signal(number: i32) -> Option<&'static str> {
    Some(match number {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => return None,
    })
}

/// A panic in one line, without the thread's name and the advice on backtraces:
/// `panicked at src/server.rs:12:5: the message`. `None` if standard error does not contain one.
pub fn panic_line(stderr: &str) -> Option<String> {
    let mut lines = stderr.lines().skip_while(|line| !line.contains("panicked at "));
    let line = lines.next()?;
    let place = &line[line.find("panicked at ")?..];
    let words = lines.next().map(str::trim).filter(|words| !words.is_empty());
    Some(match words {
        Some(words) if place.ends_with(':') => format!("{place} {words}"),
        _ => place.to_owned(),
    })
}

/// A list of names: `.part, half and old`.
fn in_a_row(names: &[String]) -> String {
    if names.is_empty() { "no file".into() } else { list(names) }
}

/// Whether the program itself should have acted, rather than a peer.
fn is_about_program(awaited: &Awaited) -> bool {
    hearer(awaited).is_none() && !matches!(awaited, Awaited::Fact { .. } | Awaited::AtLeast { .. })
        || matches!(awaited, Awaited::Connection { .. } | Awaited::Reading { .. })
}

/// The peer that hears, or waits to hear.
fn hearer(awaited: &Awaited) -> Option<&str> {
    match awaited {
        Awaited::Bytes { hearer, .. }
        | Awaited::Datagram { hearer, .. }
        | Awaited::Described { hearer, .. }
        | Awaited::End { hearer }
        | Awaited::Silence { hearer } => Some(hearer),
        Awaited::Accepting { peer } | Awaited::Connection { peer, .. } => Some(peer),
        Awaited::Reading { speaker } => Some(speaker),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
