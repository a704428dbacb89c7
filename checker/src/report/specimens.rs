//! Example results: one for each verdict, and one failure of each kind that a learner may see. The
//! snapshots of the reports use them.

use std::time::Duration;

use stage::breach::{After, Awaited, Breach, Cut, Instead, On, Wait};
use stage::trace::{Excerpt, Exit, Trace, What};

use super::Reporter;
use super::json::{Form, Json};
use super::replay::Replay;
use crate::course::{Lesson, lessons};
use crate::events::{
    CaseReport, Cause, Event, Isolation, LessonReport, Rank, Role, Status, Verdict,
};

/// A broken promise of the server, with empty standard error.
pub fn breach(awaited: Awaited, instead: Instead) -> Breach {
    Breach::new("server", awaited, instead)
}

pub fn hears(hearer: &str, expected: &[u8]) -> Awaited {
    Awaited::Bytes { hearer: hearer.into(), expected: expected.to_vec() }
}

pub fn heard(heard: &[u8], after: After) -> Instead {
    Instead::Bytes { heard: heard.to_vec(), after }
}

pub fn wait(call: &str, on: On) -> Wait {
    Wait { call: call.into(), on }
}

pub fn connection(peer: &str) -> On {
    On::Connection { peer: peer.into() }
}

pub fn broken(breach: Breach) -> Verdict {
    Verdict::Broken { breach: breach.into(), belief: None }
}

pub fn case(name: &'static str, promise: &'static str, verdict: Verdict) -> CaseReport {
    let trace = Trace::default();
    CaseReport {
        name,
        role: Role::Server,
        rank: Rank::Core,
        promise,
        verdict,
        remarks: Vec::new(),
        trace,
        duration: Duration::from_millis(9),
    }
}

pub fn of_client(mut case: CaseReport) -> CaseReport {
    case.role = Role::Client;
    if let Verdict::Broken { breach, .. } = &mut case.verdict {
        std::sync::Arc::make_mut(breach).program = "client".into();
    }
    case
}

pub fn lesson(index: usize, status: Status, points: u32, cases: Vec<CaseReport>) -> LessonReport {
    let lesson: &Lesson = &lessons()[index];
    LessonReport {
        lesson: lesson.folder(),
        title: lesson.title.clone(),
        status,
        points,
        judged_points: lesson.points,
        max_points: lesson.points,
        duration: Duration::from_millis(412),
        of: cases.len(),
        not_played: Vec::new(),
        cases,
        compiler: None,
    }
}

pub fn kept(name: &'static str) -> CaseReport {
    case(name, "whatever is promised is kept", Verdict::Kept)
}

pub fn not_written(name: &'static str) -> CaseReport {
    let words = "not written yet: lesson 01, the server".to_owned();
    let awaited = Awaited::Listening { address: "127.0.0.1:8888".into() };
    let mut breach = breach(awaited, Instead::NotWritten(words));
    breach.exit = Some(Exit::Status(101));
    breach.stderr =
        "thread 'main' (7) panicked at lessons/01-one-shot/src/server.rs:9:5:\nnot yet \
                     implemented: lesson 01, the server\n"
            .into();
    case(name, "a client gets its own bytes back in capitals", broken(breach))
}

/// A reply that is the whole buffer, which a belief explains.
pub fn whole_buffer() -> CaseReport {
    let awaited = hears("alice", b"HELLO");
    let mut case = case(
        "only-what-came",
        "the reply holds the received bytes and no others",
        Verdict::Broken {
            breach: breach(awaited, heard(b"HELLO\0\0\0\0\0\0\0", After::End)).into(),
            belief: Some("buffer-is-message".into()),
        },
    );
    case.trace.note("server", What::Listens { address: "127.0.0.1:8888".into() });
    case.trace.note("alice", What::Connects);
    case.trace.note("alice", What::Says(Excerpt::of(b"hello")));
    case.trace.note("alice", What::Hears(Excerpt::of(b"HELLO\0\0\0\0\0\0\0")));
    case.trace.note("alice", What::HearsEnd);
    case
}

/// A character that was cut in two and lost.
pub fn cut_character() -> CaseReport {
    let stream = "你好 abc\r\n".as_bytes();
    let mut breach = breach(
        hears("alice", "你好 ABC\r\n".as_bytes()),
        heard("\u{fffd}\u{fffd}好 ABC\r\n".as_bytes(), After::Open),
    );
    breach.cut =
        Some(Cut { stream: stream.to_vec(), pieces: vec![2, stream.len() - 2], is_smallest: true });
    let mut case = case(
        "every-cut",
        "however the bytes are cut, they come back in capitals and in order",
        broken(breach),
    );
    case.trace.note("alice", What::Connects);
    for _ in 0..30 {
        case.trace.note("alice", What::Says(Excerpt::of(b"ping")));
        case.trace.note("alice", What::Hears(Excerpt::of(b"PING")));
    }
    let pieces = vec![2, stream.len() - 2];
    case.trace.note("alice", What::SaysInPieces { bytes: Excerpt::of(stream), pieces });
    case
}

/// A server that reads only from alice while bob waits.
pub fn stuck() -> CaseReport {
    let instead = Instead::Stuck {
        waits: vec![wait("recv", connection("alice"))],
        heard: vec![],
        watched_ms: None,
    };
    let mut case = case(
        "next-client",
        "bob is served after alice has left",
        broken(breach(hears("bob", b"HI"), instead)),
    );
    case.trace.note("alice", What::Connects);
    case.trace.note("alice", What::Says(Excerpt::of(b"hello")));
    case.trace.note("alice", What::Hears(Excerpt::of(b"HELLO")));
    case.trace.note("bob", What::Connects);
    case.trace.note("bob", What::Says(Excerpt::of(b"hi")));
    case
}

/// A server that panics when its client resets.
pub fn panicked() -> CaseReport {
    let words = "called `Result::unwrap()` on an `Err` value: Os { code: 104, kind: \
                 ConnectionReset, message: \"Connection reset by peer\" }";
    let mut breach = breach(Awaited::StillRunning, Instead::Panic(words.into()));
    breach.stderr = format!(
        "listening\n\nthread 'main' (4711) panicked at lessons/03-connection-loop/src/server.rs:21:38:\n\
         {words}\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n"
    );
    breach.exit = Some(Exit::Status(101));
    let mut case = case("reset", "a client that resets affects no other client", broken(breach));
    case.trace.note("alice", What::Connects);
    case.trace.note("alice", What::Says(Excerpt::of(b"hel")));
    case.trace.note("alice", What::Resets);
    case
}

/// A report in this format: a lesson with a case of every status, and one that did not build.
pub fn of_every_status(form: Form) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut report = Json::new(&mut out, &mut err, Replay::default(), form);
    let skipped = case("backlog", "p", Verdict::Skipped { why: "no kernel facts".into() });
    let unsure = case(
        "restart",
        "p",
        Verdict::Unsure { why: "starting the server".into(), cause: Cause::Environment },
    );
    let mut not_built = lesson(1, Status::NotBuilt, 0, vec![]);
    not_built.compiler = Some("error: expected `;`\n".into());
    let cases = vec![kept("a-word"), whole_buffer(), of_client(stuck()), skipped, unsure];
    for event in [
        Event::Begun { seed: 7, isolation: Isolation::Cell, lessons: 2 },
        Event::LessonDone(lesson(0, Status::Failed, 5, cases)),
        Event::LessonDone(not_built),
        Event::Over { interrupted: false },
    ] {
        report.handle(&event).unwrap();
    }
    assert!(err.is_empty());
    String::from_utf8(out).unwrap()
}
