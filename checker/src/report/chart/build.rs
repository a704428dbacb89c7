//! Turns the moments of a trace into the lines of a picture.

use stage::trace::{Moment, Trace, What};

use super::known::Known;
use super::packets::{self, segments_heard};
use super::{Bytes, Chart, Column, Label, Row, Step, Stroke, Tone};
use crate::course;
use crate::events::{CaseReport, Verdict};
use crate::report::ladder;
use crate::report::text::{capital, grouped};
use crate::report::words::{ending, failure};

/// The picture of this case. `folder` is the lesson's folder.
pub fn chart(folder: &str, report: &CaseReport) -> Chart {
    let heading = course::of_folder(folder).map_or_else(|| folder.to_owned(), |l| l.heading());
    let failure = match &report.verdict {
        Verdict::Broken { breach, .. } => Some(capital(&failure(breach))),
        _ => None,
    };
    let trace = &report.trace;
    let columns = columns_of(trace);
    let mut rows = Rows {
        trace,
        columns: &columns,
        segments: segments_heard(trace),
        known: Known::default(),
        rows: vec![],
        steps: vec![],
    };
    for (number, moment) in trace.moments.iter().enumerate() {
        if number == Trace::FIRST && trace.left_out > 0 {
            rows.leave_out(trace.left_out);
        }
        rows.add(moment);
    }
    if let (Verdict::Broken { breach, .. }, Some(words)) = (&report.verdict, &failure) {
        rows.fail(&breach.program, words);
    }
    let Rows { rows, steps, .. } = rows;
    Chart {
        heading,
        case: report.name.to_owned(),
        promise: report.promise.to_owned(),
        columns,
        rows,
        steps,
        failure,
        story: ladder::story(trace),
    }
}

/// The picture of the case, packet by packet.
pub fn packet_chart(folder: &str, report: &CaseReport) -> Chart {
    let mut chart = chart(folder, report);
    chart.rows = packets::rows(&report.trace, &chart.columns);
    let step = |row| Some(packets::step(row, &chart.columns));
    chart.steps = chart.rows.iter().map(step).collect();
    chart
}

/// The columns: clients on the left, servers on the right, programs and peers alike.
fn columns_of(trace: &Trace) -> Vec<Column> {
    let mut names: Vec<&str> = Vec::new();
    for moment in &trace.moments {
        // A file at a path does not take part.
        let takes_part = !matches!(moment.what, What::IsAt { .. });
        if takes_part && !names.contains(&moment.who.as_str()) {
            names.push(&moment.who);
        }
    }
    let is_program = |name: &str| {
        name == "server"
            || name == "client"
            || trace.moments.iter().any(|moment| {
                moment.who == name && matches!(moment.what, What::Starts { .. } | What::Ends(_))
            })
    };
    let mut columns: Vec<Column> = names
        .into_iter()
        .map(|name| Column { name: name.to_owned(), is_program: is_program(name) })
        .collect();
    columns.sort_by_key(|column| match &column.name[..] {
        "client" => 0,
        "server" => 2,
        _ => 1,
    });
    columns
}

struct Rows<'t> {
    trace: &'t Trace,
    columns: &'t [Column],
    /// The lengths of the segments, for each moment in which a peer hears something.
    segments: Vec<Option<Vec<usize>>>,
    known: Known,
    rows: Vec<Row>,
    steps: Vec<Option<Step>>,
}

impl Rows<'_> {
    fn column(&self, name: &str) -> usize {
        self.columns.iter().position(|column| column.name == name).unwrap_or(0)
    }

    /// The column of the program at the other end of this peer's connection.
    fn other_end(&self, peer: &str) -> Option<usize> {
        let linked = self.trace.links.iter().rev().find(|link| link.peer == peer);
        match linked {
            Some(link) => self.columns.iter().position(|column| column.name == link.program),
            None => {
                let mut programs = self.columns.iter().filter(|column| column.is_program);
                let only = programs.next().filter(|_| programs.next().is_none())?;
                Some(self.column(&only.name))
            }
        }
    }

    fn arrow(&mut self, from: usize, to: usize, stroke: Stroke, label: Label) {
        self.rows.push(Row::Arrow { from, to, stroke, label });
    }

    /// Adds an arrow from this peer to its program.
    fn sends(&mut self, peer: &str, stroke: Stroke, label: Label) {
        let at = self.column(peer);
        match self.other_end(peer) {
            Some(to) => self.arrow(at, to, stroke, label),
            None => self.rows.push(Row::Note { at, tone: Tone::Plain, label }),
        }
    }

    /// Adds an arrow from its program to this peer.
    fn gets(&mut self, peer: &str, stroke: Stroke, label: Label) {
        let at = self.column(peer);
        match self.other_end(peer) {
            Some(from) => self.arrow(from, at, stroke, label),
            None => self.rows.push(Row::Note { at, tone: Tone::Plain, label }),
        }
    }

    fn note(&mut self, who: &str, tone: Tone, label: Label) {
        self.rows.push(Row::Note { at: self.column(who), tone, label });
    }

    /// Adds a note that this number of the peer's messages arrived before the program could read
    /// the first.
    fn waiting_together(&mut self, who: &str, messages: usize) {
        let label = Label::words(format!("{messages} arrive before the first is read"));
        if let Some(at) = self.other_end(who) {
            self.rows.push(Row::Note { at, tone: Tone::Kernel, label });
        }
    }

    /// Adds the rows of this moment, if it has any, and its step.
    fn add(&mut self, moment: &Moment) {
        let before = self.rows.len();
        self.draw(moment);
        let program = self.other_end(&moment.who).map(|at| &self.columns[at].name[..]);
        let step = self.known.step(moment, &ladder::rung(self.trace, moment), program);
        self.steps.extend((self.rows.len() > before).then_some(Some(step)));
        self.steps.resize(self.rows.len(), None);
    }

    fn leave_out(&mut self, count: usize) {
        self.rows.push(Row::LeftOut(count));
        self.steps.push(Some(Step::left_out(count)));
    }

    /// Marks the place of the failure. Nothing has changed there since the step before.
    fn fail(&mut self, program: &str, failure: &str) {
        let at = self.columns.iter().position(|column| column.name == program).unwrap_or(0);
        self.rows
            .push(Row::Note { at, tone: Tone::Failure, label: Label::words("✗ fails here") });
        let last = self.steps.iter().rev().flatten().next();
        let ways = last.map(|last| last.ways.clone()).unwrap_or_default();
        self.steps.push(Some(Step { ways, ..Step::of(failure) }));
    }

    fn draw(&mut self, moment: &Moment) {
        let who = &moment.who[..];
        let place = self.trace.moments.iter().position(|other| std::ptr::eq(other, moment));
        let words = |text: &str| Label::words(text);
        let about = |before: &str, bytes: Bytes| Label {
            before: before.into(),
            bytes: Some(bytes),
            after: String::new(),
        };
        match &moment.what {
            What::Starts { arguments } if arguments.len() > 1 => {
                let others = arguments[1..].join(" ");
                self.note(who, Tone::Terminal, Label::words(format!("starts: {others}")));
            }
            What::Starts { .. } => {}
            What::Listens { .. } => self.note(who, Tone::Kernel, words("listens")),
            What::Connects => self.sends(who, Stroke::Signal, words("connects")),
            What::Accepts => self.gets(who, Stroke::Signal, words("connects")),
            What::LeavesWaiting { peer } => {
                let label = Label::words(format!("{peer} waits in the accept queue"));
                self.note(who, Tone::Kernel, label);
            }
            What::Says(bytes) => {
                self.sends(who, Stroke::Bytes, Label::bytes(Bytes::whole(bytes)));
            }
            What::SaysInPieces { bytes, pieces } => {
                self.sends(who, Stroke::Bytes, Label::bytes(Bytes::in_pieces(bytes, pieces)));
            }
            What::SaysInABurst(messages) => {
                for message in messages {
                    self.sends(who, Stroke::Bytes, Label::bytes(Bytes::whole(message)));
                }
                self.waiting_together(who, messages.len());
            }
            What::HasRead { pieces, left, .. } => {
                self.note(
                    who,
                    Tone::Kernel,
                    Label::words(ladder::words_of_reading(pieces, *left, None)),
                );
            }
            What::Hears(bytes) => {
                let segments = place.and_then(|place| self.segments[place].clone());
                let bytes = match segments {
                    Some(segments) => Bytes::in_pieces(bytes, &segments),
                    None => Bytes::whole(bytes),
                };
                self.gets(who, Stroke::Bytes, Label::bytes(bytes));
            }
            What::Receives { .. } => self.note(who, Tone::Kernel, words("receives")),
            What::SendsDatagram(bytes) => {
                self.sends(who, Stroke::Bytes, Label::bytes(Bytes::whole(bytes)));
            }
            What::SendsInABurst(messages) => {
                for message in messages {
                    self.sends(who, Stroke::Bytes, Label::bytes(Bytes::whole(message)));
                }
                self.waiting_together(who, messages.len());
            }
            What::ReceivesDatagram { bytes, from } => {
                let label = Label {
                    after: from.as_ref().map(|from| format!("from {from}")).unwrap_or_default(),
                    ..Label::bytes(Bytes::whole(bytes))
                };
                self.gets(who, Stroke::Bytes, label);
            }
            What::Does(what) => self.note(who, Tone::Plain, words(what)),
            What::IsAt { path } => {
                let label = Label::words(format!("{who} is at {path}"));
                let at = self.columns.iter().position(|column| column.is_program).unwrap_or(0);
                self.rows.push(Row::Note { at, tone: Tone::Plain, label });
            }
            What::HearsIcmp(what) => self.gets(who, Stroke::Bytes, words(what)),
            What::SendsIcmp(what) => self.sends(who, Stroke::Bytes, words(what)),
            What::Leaves => self.note(who, Tone::Plain, words("leaves")),
            What::HearsNothing => self.note(who, Tone::Plain, words("hears nothing")),
            What::HearsEnd => self.gets(who, Stroke::Signal, words("end of the stream (FIN)")),
            What::HearsReset => self.gets(who, Stroke::Broken, words("reset (RST)")),
            What::ShutsDown => self.sends(who, Stroke::Signal, words("shuts down sending (FIN)")),
            What::Closes => self.sends(who, Stroke::Signal, words("closes (FIN)")),
            What::Resets => self.sends(who, Stroke::Broken, words("resets (RST)")),
            What::Types(bytes) => {
                self.note(who, Tone::Terminal, about("stdin:", Bytes::on_terminal(bytes)));
            }
            What::StopsTyping => self.note(who, Tone::Terminal, words("its input ends")),
            What::Prints(bytes) => {
                self.note(who, Tone::Terminal, about("prints", Bytes::on_terminal(bytes)));
            }
            What::GetsSignal(signal) => {
                self.note(who, Tone::Terminal, Label::words(format!("receives {signal}")));
            }
            What::ShortWrite { offered, taken } => {
                let words = match taken {
                    Some(taken) => {
                        format!("`write` returned {} of {}", grouped(*taken), grouped(*offered))
                    }
                    None => format!("`write` of {} bytes is interrupted", grouped(*offered)),
                };
                self.note(who, Tone::Kernel, Label::words(words));
            }
            What::Ends(exit) => {
                let words = ending(*exit, "exits", "is killed");
                self.note(who, Tone::Terminal, Label::words(words));
            }
        }
    }
}
