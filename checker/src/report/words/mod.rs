//! Sentences about what happened: a broken promise, a verdict, a warning. Each says who should
//! have done what and what came instead, in words that a newcomer knows.

mod came;
mod loops;
mod measures;
mod shapes;
mod should;
mod waits;

use stage::breach::{Awaited, Breach, Instead};
use stage::bytes::harmless;
use stage::trace::Exit;

use came::{Came, Naming, Quoting};

use crate::events::{Cause, Remark, Verdict, Warning};
use crate::report::picture;
use crate::report::text::{count, list};

/// Most bytes of a prompt that are quoted.
const PROMPT: usize = 40;

/// `alice should hear "HELLO", but heard only "HE", then the end of the stream`.
pub fn sentence(breach: &Breach) -> String {
    tell(breach, Quoting::Bytes)
}

/// The same where a picture of the bytes follows, so that they need not stand in the sentence.
pub fn sentence_before_picture(breach: &Breach) -> String {
    tell(breach, Quoting::Lengths)
}

/// Only what came: `alice heard only "HE", then the end of the stream`. A number by itself would say
/// nothing: there it is the whole sentence.
pub fn clause(breach: &Breach) -> String {
    if matches!(breach.instead, Instead::Fact(_)) {
        return sentence(breach);
    }
    Came { breach, quoting: Quoting::Bytes, naming: Naming::Alone }.tell()
}

fn tell(breach: &Breach, quoting: Quoting) -> String {
    let should = should::should(breach, quoting);
    let came = Came { breach, quoting, naming: Naming::FollowsOn }.tell();
    format!("{should}, but {came}")
}

/// A verdict in one sentence.
pub fn summary(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Kept => "the promise was kept".into(),
        Verdict::Broken { breach, .. } => sentence(breach),
        Verdict::Skipped { why } => format!("skipped: {why}"),
        Verdict::Unsure { why, cause: Cause::Slow } => format!("not judged: {why}"),
        Verdict::Unsure { why, .. } => {
            format!("could not run this case; this is not your program's fault: {why}")
        }
    }
}

/// What a user would like better, in one sentence.
pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::LongErrorReport { program, lines } => format!(
            "the {program} reported an error in {lines} lines; users would rather read one line"
        ),
        Remark::Prompt { program, text } => format!(
            "the {program} printed {} before it had anything to print; other programs that read its \
             output would have to skip that",
            picture::quoted(text.as_bytes(), PROMPT)
        ),
    }
}

/// A warning, ready for standard error. Names of files stand in it, and words that are in them.
pub fn warning(warning: &Warning) -> String {
    harmless(&match warning {
        Warning::NoCells { why } => format!(
            "note: this machine allows no cells of their own for the cases ({why}). They run in \
             process groups instead; `cargo checker doctor` says what is lost"
        ),
        Warning::ProgressPutAside { backup, why } => format!(
            "warning: your progress file could not be used: {why}. Nothing is lost: it was put \
             aside as {backup}, and a new one was begun"
        ),
        Warning::PlayedAgain { cases } => format!(
            "note: the machine was busy, and {} got too little processor time. {} played again, alone",
            count(*cases, "case"),
            if *cases == 1 { "It is" } else { "They are" },
        ),
        Warning::ProgressNotSaved { why } => format!(
            "warning: your progress could not be saved ({why}). The verdict stands all the same"
        ),
    })
}

/// A program (`server`) with its article; a peer (`alice`) as it is.
pub fn subject(who: &str) -> String {
    if who == "server" || who == "client" { format!("the {who}") } else { who.to_owned() }
}

/// `ends with status 1`, `is ended by SIGKILL (signal 9)`: the two verbs in the tense that is
/// wanted.
pub fn ending(exit: Exit, ends: &str, is_ended: &str) -> String {
    match exit {
        Exit::Status(status) => format!("{ends} with status {status}"),
        Exit::Signal(number) => match signal(number) {
            Some(name) => format!("{is_ended} by {name} (signal {number})"),
            None => format!("{is_ended} by signal {number}"),
        },
    }
}

/// The signals that end programs here, by the numbers that Linux and macOS share.
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

/// `panicked at src/server.rs:12:5: the words`: a panic in one line, without the thread's name and
/// the advice on backtraces. `None` where nothing on standard error tells of one.
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

/// Names in a row: `.part, half and old`.
fn in_a_row(names: &[String]) -> String {
    if names.is_empty() { "none".into() } else { list(names) }
}

/// Whether what was awaited is something that the program itself does, so that the rest of the
/// sentence may say `it`.
fn is_about_program(awaited: &Awaited) -> bool {
    hearer(awaited).is_none() && !matches!(awaited, Awaited::Fact { .. } | Awaited::AtLeast { .. })
        || matches!(awaited, Awaited::Connection { .. } | Awaited::Reading { .. })
}

/// The peer whom it concerns: who hears, or waits to hear.
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
