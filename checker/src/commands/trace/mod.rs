//! `checker trace`: runs one case in slow motion and shows what went over the wire. The output is a
//! picture in the terminal, SVG, a web page, JSON, or the real packets.

mod options;
mod pcapng;

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use stage::trace::Packet;

pub use options::{Options, TraceFormat};

use super::check::{self, prepare};
use super::{Ending, Usage, lesson_or_current};
use crate::course::Lesson;
use crate::events::{CaseReport, Verdict};
use crate::report::chart::{Chart, chart, packet_chart, page, svg};
use crate::report::human::picture;
use crate::report::{trace_json, words};
use crate::run::{self, NotBuilt, Request};
use cases::lessons::{Case, case};

/// A picture with more rows than this is folded, unless `--all` is given.
const ROWS: usize = 60;

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    match show(options) {
        Err(error) => match error.downcast_ref::<NotBuilt>() {
            Some(NotBuilt(words)) => {
                writeln!(
                    anstream::stderr(),
                    "The lesson does not build yet. The compiler says:\n\n{words}"
                )?;
                Ok(Ending::Failed)
            }
            None => Err(error),
        },
        shown => shown,
    }
}

fn show(options: &Options) -> anyhow::Result<Ending> {
    let lesson = lesson_or_current(options.lesson.as_deref())?;
    let request = prepare(&as_of_check(options, lesson)?)?;
    let case = match &options.case {
        Some(name) => {
            case(&lesson.slug, name).ok_or_else(|| Usage(format!("there is no case `{name}`")))?
        }
        None => most_telling(&request, lesson)?,
    };
    let report = run::picture(&request, case, &options.words)?;
    let drawn = draw(options, lesson, &report, &request)?;
    write(options.output.as_deref(), &drawn)?;
    Ok(match report.verdict {
        Verdict::Unsure { .. } => Ending::Unsure,
        _ => Ending::Fine,
    })
}

/// The picture that these options ask for. Not every case can be judged, and then there is none.
pub fn chart_of(options: &Options) -> anyhow::Result<Chart> {
    let lesson = lesson_or_current(options.lesson.as_deref())?;
    let request = prepare(&as_of_check(options, lesson)?)?;
    let name = options.case.as_deref().context("`--case` is missing")?;
    let case =
        case(&lesson.slug, name).ok_or_else(|| Usage(format!("there is no case `{name}`")))?;
    let report = run::picture(&request, case, &options.words)?;
    if let Verdict::Unsure { why, .. } | Verdict::Skipped { why } = &report.verdict {
        anyhow::bail!("{why}");
    }
    chart_from(options, &lesson.folder(), &report)
}

/// These options as options of `checker check`.
fn as_of_check(options: &Options, lesson: &'static Lesson) -> anyhow::Result<check::Options> {
    Ok(check::Options {
        lessons: vec![lesson.slug.clone()],
        solutions: options.solutions,
        server: options.server.clone(),
        client: options.client.clone(),
        case: options.case.clone(),
        seed: options.seed,
        isolation: options.isolation,
        no_build: options.no_build,
        sandbox: options.sandbox,
        ..check::Options::default()
    })
}

/// The first case whose failure has a belief, else the first that fails, else the first.
fn most_telling(request: &Request, lesson: &Lesson) -> anyhow::Result<&'static Case> {
    let reports = run::play(request, &mut |_| {})?;
    let cases = reports.iter().flat_map(|report| &report.cases);
    let failed: Vec<(bool, &'static str)> = cases
        .filter_map(|case| match &case.verdict {
            Verdict::Broken { belief, .. } => Some((belief.is_some(), case.name)),
            _ => None,
        })
        .collect();
    if let Some(words) = reports.first().and_then(|report| report.compiler.as_ref()) {
        return Err(NotBuilt(words.clone()).into());
    }
    let first = reports.first().and_then(|report| report.cases.first()).map(|case| case.name);
    let named = failed.iter().find(|(is_named, _)| *is_named).or(failed.first());
    let name = named.map(|(_, name)| *name).or(first);
    name.and_then(|name| case(&lesson.slug, name))
        .with_context(|| format!("lesson {} has no case that can be run", lesson.heading()))
}

/// The output in the requested format.
fn draw(
    options: &Options,
    lesson: &'static Lesson,
    report: &CaseReport,
    request: &Request,
) -> anyhow::Result<Drawn> {
    let folder = lesson.folder();
    Ok(match options.format {
        TraceFormat::Text => {
            let chart = chart_from(options, &folder, report)?;
            let replay = check::replay(&as_of_check(options, lesson)?).command(
                &folder,
                report.name,
                request.seed,
            );
            let mut text = Vec::new();
            picture(&mut text, &chart, report, &replay, options.columns())?;
            Drawn::Text(text)
        }
        TraceFormat::Svg => {
            let id = format!("{}-{}", lesson.slug, report.name);
            Drawn::Plain(svg::draw(&chart_from(options, &folder, report)?, &id).into_bytes())
        }
        TraceFormat::Html => {
            let id = format!("{}-{}", lesson.slug, report.name);
            Drawn::Plain(page::draw(&chart_from(options, &folder, report)?, &id).into_bytes())
        }
        TraceFormat::Json => {
            let object = trace_json::object(&folder, report, request.seed);
            Drawn::Plain([serde_json::to_vec_pretty(&object)?, vec![b'\n']].concat())
        }
        TraceFormat::Pcapng => {
            let packets = captured(report)?;
            let comment = format!("{folder}: {}, seed {}", report.name, request.seed);
            Drawn::Plain(pcapng::file(packets, &comment))
        }
    })
}

/// The report as a picture, of packets or of writes and reads.
fn chart_from(options: &Options, folder: &str, report: &CaseReport) -> anyhow::Result<Chart> {
    let whole = match options.packets {
        false => chart(folder, report),
        true => {
            captured(report)?;
            packet_chart(folder, report)
        }
    };
    Ok(whole.folded(if options.all { usize::MAX } else { ROWS }))
}

/// The captured packets, or an error that says why there are none.
fn captured(report: &CaseReport) -> anyhow::Result<&[Packet]> {
    const NONE: &str = "there are no packets to show";
    let trace = &report.trace;
    let Some(packets) = &trace.packets else {
        anyhow::bail!("{NONE}: {}", words::summary(&report.verdict));
    };
    match &packets.missing {
        Some(why) => anyhow::bail!("{NONE}: {why}"),
        None if !packets.seen.is_empty() => Ok(&packets.seen),
        None if trace.links.iter().any(|link| link.ends.is_none()) => anyhow::bail!(
            "{NONE}: bytes on a Unix socket stay inside the kernel (unix(7)). Trace the case \
             without `--packets` and `--format pcapng`"
        ),
        None => anyhow::bail!("{NONE}: none were sent"),
    }
}

/// Output of a trace. Only text may have colours.
enum Drawn {
    Text(Vec<u8>),
    Plain(Vec<u8>),
}

fn write(file: Option<&Path>, drawn: &Drawn) -> anyhow::Result<()> {
    match (file, drawn) {
        (Some(file), Drawn::Text(text)) => {
            std::fs::write(file, anstream::adapter::strip_bytes(text).into_vec())
        }
        (Some(file), Drawn::Plain(bytes)) => std::fs::write(file, bytes),
        (None, Drawn::Text(text)) => {
            return check::unless_unread(anstream::stdout().lock().write_all(text));
        }
        (None, Drawn::Plain(bytes)) => {
            return check::unless_unread(std::io::stdout().lock().write_all(bytes));
        }
    }
    .with_context(|| format!("cannot write {}", file.unwrap_or(Path::new("")).display()))
}
