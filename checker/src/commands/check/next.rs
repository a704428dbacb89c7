//! The next steps after a lesson is passed: read the reference, and begin the next lesson.

use std::io::{self, Write};

use crate::course::of_folder;
use crate::course::progress::Progress;
use crate::events::{LessonReport, Status};
use crate::report::invitation::invitation;
use crate::report::paint::{good, pointer, strong};

/// Announces the reference and the next lesson after one was passed.
pub fn announce(
    out: &mut dyn Write,
    progress: &Progress,
    reports: &[LessonReport],
) -> io::Result<()> {
    if reports.is_empty() || reports.iter().any(|report| report.status != Status::Passed) {
        return Ok(());
    }
    if let [report] = reports
        && let Some(lesson) = of_folder(&report.lesson)
    {
        let command = pointer(format!("cargo checker solution {}", lesson.number));
        writeln!(out, "  {command} shows the reference as a diff\n")?;
    }
    match progress.current() {
        Some(next) => {
            writeln!(out, "{} Next: {}", good("→"), strong(next.heading()))?;
            writeln!(out)?;
            invitation(out, next)
        }
        None => course_done(out),
    }
}

/// The end of the course, and what can be done after it.
pub fn course_done(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", good("You have passed all lessons."))?;
    writeln!(out)?;
    let next = [
        ("cargo checker solution 1", "compares your programs with the reference"),
        ("cargo checker check all", "checks everything again, with other bytes"),
        ("cargo checker reset 1", "starts a lesson again (your files are kept)"),
        (
            "cargo checker check 1 --server 'python3 -u server.py {addr}'",
            "checks a server that you wrote in another language",
        ),
    ];
    for (command, does) in next {
        writeln!(out, "  {}\n      {does}", pointer(command))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;
    use crate::report::specimens::{kept, lesson, stuck};

    fn printed(reports: &[LessonReport]) -> String {
        let mut progress = Progress::default();
        progress.record(&lessons()[0], true, 10);
        let mut out = Vec::new();
        announce(&mut out, &progress, reports).unwrap();
        anstream::adapter::strip_bytes(&out).into_vec().try_into().unwrap()
    }

    #[test]
    fn a_passed_lesson_leads_to_its_reference_and_to_the_next_one() {
        let passed = [lesson(0, Status::Passed, 10, vec![kept("one")])];
        let with = printed(&passed);
        let reference = "  cargo checker solution 1 shows the reference as a diff\n\n→ Next: 02";
        assert!(with.starts_with(reference), "{with}");
    }

    #[test]
    fn nothing_is_announced_after_a_failure() {
        let failed = [lesson(0, Status::Failed, 0, vec![stuck()])];
        assert_eq!(printed(&failed), "");
    }
}
