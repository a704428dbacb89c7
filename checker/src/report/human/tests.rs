//! The report for people, page by page. Each page is a snapshot: read it as a newcomer would.

use std::sync::Arc;

use stage::breach::{Awaited, Instead, Measure};

use super::*;
use crate::course::lessons;
use crate::events::{
    Announced, CaseReport, Cause, Isolation, LessonReport, Role, Verdict, Warning,
};
use crate::report::invitation::{invitation, welcome};
use crate::report::specimens::*;

/// Standard output and standard error after these lessons.
fn printed(reports: Vec<LessonReport>, setting: Setting, warnings: &[Warning]) -> (String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut human = Human::new(&mut out, &mut err, setting);
    let lessons = reports.len();
    let mut events = vec![Event::Begun { seed: 7, isolation: Isolation::Cell, lessons }];
    events.extend(warnings.iter().cloned().map(Event::Warned));
    for report in reports {
        let (lesson, title) = (report.lesson.clone(), report.title.clone());
        events.push(Event::Building { lesson: lesson.clone(), title: title.clone() });
        events.push(Event::Playing { lesson: lesson.clone(), title, cases: announced(&report) });
        let done =
            |case: &CaseReport| Event::CaseDone { lesson: lesson.clone(), case: case.clone() };
        events.extend(report.cases.iter().map(done));
        events.push(Event::LessonDone(report));
    }
    events.push(Event::Over { interrupted: false });
    for event in &events {
        human.handle(event).unwrap();
    }
    (plain(&out), plain(&err))
}

fn announced(report: &LessonReport) -> Vec<Announced> {
    let announced = |case: &CaseReport| Announced {
        name: case.name,
        role: case.role,
        rank: case.rank,
        promise: case.promise,
    };
    report.cases.iter().map(announced).collect()
}

fn plain(bytes: &[u8]) -> String {
    anstream::adapter::strip_bytes(bytes).into_vec().try_into().unwrap()
}

fn page(reports: Vec<LessonReport>) -> String {
    printed(reports, Setting::default(), &[]).0
}

#[test]
fn every_verdict() {
    let skipped = case(
        "backlog",
        "the backlog is five",
        Verdict::Skipped { why: "the kernel does not report the state of sockets".into() },
    );
    let unsure = case(
        "restart",
        "the port is free again at once",
        Verdict::Unsure {
            why: "starting the server: no process could be made".into(),
            cause: Cause::Environment,
        },
    );
    let mut not_built = lesson(1, Status::NotBuilt, 0, vec![]);
    not_built.compiler = Some(
        "warning: unused variable: `x`\n --> lessons/02-communication-loop/src/server.rs:3:9\n\n\
         error[E0425]: cannot find value `n` in this scope\n \
         --> lessons/02-communication-loop/src/server.rs:9:20\n  |\n\
         9 |     write(&buffer[..n]);\n  |                     ^ not found in this scope\n\n\
         error: expected `;`\n\nerror: could not compile `communication-loop`\n"
            .into(),
    );
    insta::assert_snapshot!(page(vec![
        lesson(0, Status::Passed, 10, vec![kept("one"), kept("two")]),
        lesson(0, Status::Passed, 10, vec![kept("one"), skipped.clone()]),
        lesson(
            0,
            Status::Failed,
            5,
            vec![
                kept("a-word"),
                whole_buffer(),
                of_client(kept("a-reply")),
                of_client(skipped.clone()),
            ]
        ),
        lesson(0, Status::Failed, 0, vec![not_written("one"), of_client(not_written("two"))]),
        not_built,
        lesson(2, Status::Unsure, 0, vec![kept("one"), unsure]),
        lesson(2, Status::Skipped, 0, vec![skipped]),
    ]));
}

#[test]
fn a_client_that_is_not_written_yet_takes_one_line() {
    let cases = vec![
        kept("a-word"),
        kept("silence"),
        of_client(not_written("a-reply")),
        of_client(not_written("refused")),
    ];
    insta::assert_snapshot!(page(vec![lesson(0, Status::Failed, 5, cases)]));
}

#[test]
fn bytes_that_differ_and_where_they_were_cut() {
    insta::assert_snapshot!(page(vec![lesson(1, Status::Failed, 3, vec![cut_character()])]));
}

#[test]
fn a_deadlock_and_the_other_failures() {
    let mut cases = vec![kept("first-client"), stuck(), panicked(), whole_buffer()];
    for name in ["again", "and-again"] {
        let mut case = panicked();
        case.name = name;
        cases.push(case);
    }
    let fact = |expected| Awaited::Fact { measure: Measure::Backlog, expected };
    for (name, expected) in [("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9)] {
        let breach = breach(fact(expected), Instead::Fact(expected + 1));
        cases.push(case(name, "the kernel says so, too", broken(breach)));
    }
    let setting = Setting { lists_all: true, ..Setting::default() };
    insta::assert_snapshot!(printed(vec![lesson(2, Status::Failed, 1, cases)], setting, &[]).0);
}

/// The report on lesson 09 for a program that is far off: three similar failures, and other cases that
/// were not played.
fn far_off() -> LessonReport {
    let all = cases::lessons::cases("framing").iter().filter(|case| case.role == Role::Server);
    let announced = |case: &cases::lessons::Case| Announced {
        name: case.name,
        role: case.role,
        rank: case.rank,
        promise: case.promise,
    };
    let all: Vec<Announced> = all.map(announced).collect();
    let failed = all[..3].iter().map(|one| case(one.name, one.promise, stuck().verdict)).collect();
    let mut report = lesson(8, Status::Failed, 0, failed);
    report.not_played = all[3..].to_vec();
    report.of = all.len();
    report
}

#[test]
fn the_promises_of_a_program_that_is_far_off_stand_in_groups() {
    insta::assert_snapshot!(page(vec![far_off()]));
}

#[test]
fn cases_that_were_not_played_leave_no_points() {
    let page = page(vec![far_off(), lesson(0, Status::Passed, 10, vec![kept("one")])]);
    assert!(page.contains("2 lessons: 1 passed, 1 failed\n"), "{page}");
}

#[test]
fn a_part_of_a_lesson_has_no_points() {
    let one = |status, case| {
        let mut report = lesson(8, status, 10, vec![case]);
        report.of = 46;
        page(vec![report])
    };
    let words = "This is one of 46 cases; cargo checker check 09 scores the lesson";
    for page in [one(Status::Passed, kept("one")), one(Status::Failed, stuck())] {
        assert!(page.contains(words) && !page.contains("points"), "{page}");
    }
}

#[test]
fn a_belief_that_explains_several_failures_is_shown_before_the_first_one() {
    let unnamed = || {
        let mut case = stuck();
        case.verdict = match case.verdict {
            Verdict::Broken { breach, .. } => Verdict::Broken { breach, belief: None },
            other => other,
        };
        case
    };
    let named = whole_buffer();
    let shown = |cases| page(vec![lesson(2, Status::Failed, 1, cases)]);
    let once = shown(vec![unnamed(), named.clone(), unnamed()]);
    assert!(once.contains(&format!("--case {}", unnamed().name)), "{once}");
    let second = CaseReport { name: "second", ..named.clone() };
    let twice = shown(vec![unnamed(), named.clone(), unnamed(), second]);
    assert!(twice.contains(&format!("--case {}", named.name)), "{twice}");
    assert!(twice.contains("(explains 2 of 4 failures)"), "{twice}");
    assert!(twice.contains("The same belief explains:\n    second\n"), "{twice}");
    assert!(twice.contains(&format!("Also failed:\n    {} and 1 more", unnamed().name)), "{twice}");
}

#[test]
fn only_failures_with_the_same_evidence_may_have_the_same_reason() {
    let again = CaseReport { name: "again", ..stuck() };
    let page = page(vec![lesson(2, Status::Failed, 1, vec![stuck(), panicked(), again])]);
    assert!(page.contains("perhaps for the same reason:\n    again: bob heard nothing"), "{page}");
    assert!(page.contains("Also failed:\n    reset: the server panicked"), "{page}");
}

#[test]
fn warnings_of_the_compiler_stand_before_the_verdict() {
    let mut report = lesson(0, Status::Passed, 10, vec![kept("one")]);
    report.compiler = Some("warning: unused variable: `x`\n".into());
    let page = page(vec![report]);
    assert!(page.starts_with("  warning: unused variable: `x`\n\n✓ 01 · One shot"), "{page}");
}

#[test]
fn where_a_program_may_write_stands_below_a_refusal() {
    let mut case = stuck();
    let Verdict::Broken { breach, .. } = &mut case.verdict else { unreachable!() };
    Arc::make_mut(breach).stderr = "tmpfile: Permission denied\n".into();
    let page = page(vec![lesson(2, Status::Failed, 1, vec![case])]);
    let both =
        "      tmpfile: Permission denied\n    (Here, a program may write files only beneath";
    assert!(page.contains(both), "{page}");
}

#[test]
fn a_panic_with_its_place() {
    insta::assert_snapshot!(page(vec![lesson(2, Status::Failed, 1, vec![panicked()])]));
}

#[test]
fn a_stand_in_is_replayed_as_it_was_played_and_gets_no_hints() {
    let server = Some("python3 'my server.py'".into());
    let replay = Replay { server, ..Replay::default() };
    let setting = Setting { replay, ..Setting::default() };
    let report = lesson(2, Status::Failed, 1, vec![stuck()]);
    insta::assert_snapshot!(printed(vec![report], setting, &[]).0);
}

#[test]
fn warnings_and_progress_keep_away_from_standard_output() {
    let warnings = [
        Warning::NoCells { why: "unshare: operation not permitted".into() },
        Warning::ProgressPutAside {
            backup: ".socketlings/progress.backup-1.toml".into(),
            why: "it is truncated".into(),
        },
        Warning::ProgressNotSaved { why: "permission denied".into() },
    ];
    let reports = vec![lesson(0, Status::Passed, 10, vec![kept("one"), kept("two")])];
    let quiet = Setting::default();
    let live = Setting { live: true, ..Setting::default() };
    let (out, err) = printed(reports.clone(), quiet, &warnings);
    assert!(!out.contains("unshare"), "{out}");
    insta::assert_snapshot!(err);
    let (live_out, live_err) = printed(reports, live, &[]);
    assert_eq!(live_out, out);
    assert!(live_err.contains("01-one-shot: 1/2"), "{live_err}");
}

#[test]
fn a_welcome_of_five_lines_and_an_invitation() {
    let mut out = Vec::new();
    welcome(&mut out, lessons().len()).unwrap();
    assert_eq!(plain(&out).trim_end().lines().count(), 5);
    for lesson in lessons() {
        invitation(&mut out, lesson).unwrap();
        out.extend_from_slice(b"\n");
    }
    insta::assert_snapshot!(plain(&out));
}

#[test]
fn roles_are_named_where_there_are_several() {
    let mut both = kept("together");
    both.role = Role::Both;
    let page = page(vec![lesson(0, Status::Failed, 1, vec![whole_buffer(), both])]);
    assert!(page.contains("server and client together"), "{page}");
}
