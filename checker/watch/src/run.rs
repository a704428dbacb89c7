//! A run of the lesson while its events arrive, and the failure that is shown. The detail of the
//! previous run stays visible, dimmed, until this run has one.

use protocol::Status;
use protocol::events::{Announced, CaseDone, Event, LessonDone};

#[derive(Debug, Default)]
pub struct LiveRun {
    pub phase: Phase,
    pub seed: u64,
    pub cases: Vec<Case>,
    /// The result of the lesson.
    pub outcome: Option<LessonDone>,
    pub warning: Option<String>,
    /// What the build waits for.
    pub waits: Option<String>,
    /// The failure that the user selected.
    chosen: Option<String>,
    /// The first failure of a program that is written.
    first: Option<String>,
    /// The detail that was shown before this run began.
    before: Option<Detail>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Phase {
    #[default]
    Starting,
    Building,
    Playing,
    Over,
}

#[derive(Debug, Clone)]
pub struct Case {
    pub name: String,
    pub role: String,
    pub promise: String,
    pub done: Option<CaseDone>,
}

impl Case {
    pub fn is(&self, status: Status) -> bool {
        self.done.as_ref().is_some_and(|done| done.status == status)
    }

    /// Whether it failed because the program is not written yet.
    pub fn is_not_written(&self) -> bool {
        self.done.as_ref().is_some_and(|done| done.not_written)
    }
}

/// The detail about the lesson, beside its list of promises.
#[derive(Debug, Clone)]
pub enum Detail {
    /// A failure in full, and its place among all failures.
    Failure {
        name: String,
        number: usize,
        of: usize,
        text: String,
    },
    /// The lesson does not build. This is the compiler's message.
    Compiler(String),
    /// No program is written yet.
    NotBegun,
    Passed,
    /// The report's text: unsure, skipped, or an error of the checker.
    Words(String),
}

impl LiveRun {
    pub fn begin(&mut self) {
        let before = self.detail().map(|(detail, _)| detail);
        *self = LiveRun { before, cases: std::mem::take(&mut self.cases), ..LiveRun::default() };
    }

    pub fn handle(&mut self, event: Event) {
        match event {
            Event::Begun { seed, .. } => self.seed = seed,
            // Only a wait for another cargo is worth a warning during the build.
            Event::Warned { text } if self.phase == Phase::Building => self.waits = Some(text),
            Event::Warned { text } => self.warning = Some(text),
            Event::Building { .. } => self.phase = Phase::Building,
            Event::Playing { cases, .. } => {
                self.phase = Phase::Playing;
                self.waits = None;
                self.cases = cases.into_iter().map(announced).collect();
            }
            Event::CaseDone(done) => self.case_done(done),
            Event::NotBuilt(done) => {
                self.cases.clear();
                self.waits = None;
                self.outcome = Some(done);
            }
            Event::LessonDone(done) => self.outcome = Some(done),
            Event::Over { .. } => self.phase = Phase::Over,
            Event::Unknown => {}
        }
    }

    fn case_done(&mut self, done: CaseDone) {
        if done.status == Status::Failed && !done.not_written && self.first.is_none() {
            self.first = Some(done.name.clone());
        }
        if let Some(case) = self.cases.iter_mut().find(|case| case.name == done.name) {
            case.done = Some(done);
        }
    }

    /// Ends the run. If the checker could not check, `errors` says why.
    pub fn ended(&mut self, errors: &str) {
        self.phase = Phase::Over;
        if self.outcome.is_none() {
            self.outcome = Some(LessonDone {
                lesson: String::new(),
                title: String::new(),
                status: Status::Unsure,
                points: 0,
                max_points: 0,
                judged_points: 0,
                duration_ms: 0,
                not_begun: false,
                text: errors.trim().to_owned(),
                compiler: None,
            });
        }
    }

    /// The compiler's message about programs that do not build.
    pub fn compiler(&self) -> Option<&str> {
        let outcome = self.outcome.as_ref()?;
        outcome.compiler.as_deref().filter(|_| outcome.status == Status::NotBuilt)
    }

    /// The compiler's warnings about programs that build.
    pub fn warnings(&self) -> Option<&str> {
        let outcome = self.outcome.as_ref()?;
        outcome.compiler.as_deref().filter(|_| outcome.status != Status::NotBuilt)
    }

    pub fn is_passed(&self) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.status == Status::Passed)
    }

    pub fn kept(&self) -> usize {
        self.cases.iter().filter(|case| case.is(Status::Passed)).count()
    }

    /// The failures of programs that are written, in the lesson's order. If there are none, those of
    /// programs that are not written yet.
    fn failures(&self) -> Vec<&Case> {
        let failed = || self.cases.iter().filter(|case| case.is(Status::Failed));
        let of_written: Vec<&Case> = failed().filter(|case| !case.is_not_written()).collect();
        match of_written.is_empty() && self.outcome.is_some() {
            true => failed().collect(),
            false => of_written,
        }
    }

    /// The failure that is shown: the one that the user selected. Otherwise, at the end of the run, the one that
    /// the report for people shows, and until then the first that arrived.
    pub fn shown(&self) -> Option<&Case> {
        let failures = self.failures();
        let of_name =
            |name: &Option<String>| failures.iter().find(|case| Some(&case.name) == name.as_ref());
        of_name(&self.chosen)
            .or_else(|| match self.outcome {
                Some(_) => most_telling(&failures),
                None => of_name(&self.first),
            })
            .or(failures.first())
            .copied()
    }

    /// Selects the failure after the one that is shown.
    pub fn choose_next(&mut self) {
        let failures = self.failures();
        let at = self.shown().and_then(|shown| failures.iter().position(|c| c.name == shown.name));
        let next = at.map(|at| failures[(at + 1) % failures.len()].name.clone());
        self.chosen = next;
    }

    /// The detail to show, and whether it belongs to the previous run.
    pub fn detail(&self) -> Option<(Detail, bool)> {
        if let Some(now) = self.detail_now() {
            return Some((now, false));
        }
        self.before.clone().map(|before| (before, true))
    }

    fn detail_now(&self) -> Option<Detail> {
        if let Some(outcome) = &self.outcome {
            match outcome.status {
                Status::Passed => return Some(Detail::Passed),
                Status::NotBuilt => {
                    let words = outcome.compiler.clone().unwrap_or_default();
                    return Some(Detail::Compiler(words));
                }
                Status::Failed if outcome.not_begun => return Some(Detail::NotBegun),
                Status::Failed => {}
                Status::Skipped | Status::Unsure => {
                    return Some(Detail::Words(outcome.text.clone()));
                }
            }
        }
        let shown = self.shown()?;
        let failures = self.failures();
        Some(Detail::Failure {
            name: shown.name.clone(),
            number: failures.iter().position(|case| case.name == shown.name)? + 1,
            of: failures.len(),
            text: shown.done.as_ref()?.text.clone(),
        })
    }
}

/// The first failure of the belief that explains most failures, if it explains several.
fn most_telling<'a, 'b>(failures: &'b [&'a Case]) -> Option<&'b &'a Case> {
    let belief = |case: &Case| case.done.as_ref().and_then(|done| done.belief.clone());
    let explained =
        |case: &Case| failures.iter().filter(|other| belief(other) == belief(case)).count();
    let several = failures.iter().filter(|case| belief(case).is_some() && explained(case) > 1);
    // `max_by_key` returns the last of several equal ones.
    several.rev().max_by_key(|case| explained(case))
}

fn announced(case: Announced) -> Case {
    let Announced { name, role, promise, .. } = case;
    Case { name, role, promise, done: None }
}
