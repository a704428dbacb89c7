//! A lesson's overview: the files to write, the command, the time, the lessons before it, and the
//! misconceptions. A chapter has `{{#lesson}}` in its place, below the title. All of it is data of the
//! course.

use cases::beliefs::{self, Belief};

use super::{Lesson, of_slug, skeletons};

/// The placeholder in a chapter for its lesson's overview.
pub const DIRECTIVE: &str = "{{#lesson}}";

/// The most misconceptions that are shown. The book folds the others.
const SHOWN: usize = 8;

/// From this number of minutes on, the time is in hours.
const LONG: u32 = 90;

/// The overview as Markdown. A terminal leaves its HTML out.
pub fn overview(lesson: &Lesson) -> String {
    let number = lesson.number;
    format!(
        "<div class=\"lesson-overview\">\n\n\
         - **You write:** {files}\n\
         - **You run:** `cargo checker check {number:02}`\n\
         - **Time:** about {time}, with the experiments\n\
         - **Builds on:** {earlier}\n\
         - **Useful for the experiments:** Python 3.10 or later\n\n\
         {misconceptions}\n\n\
         </div>",
        files = files(lesson),
        time = time(lesson.minutes),
        earlier = earlier(lesson),
        misconceptions = misconceptions(lesson),
    )
}

fn files(lesson: &Lesson) -> String {
    let files = skeletons::of(lesson).iter().map(|file| file.path);
    let sources = files.filter(|path| path.ends_with(".rs")).map(|path| format!("`{path}`"));
    format!("{} in `lessons/{}`", listed(&sources.collect::<Vec<_>>()), lesson.folder())
}

/// `75 minutes`, `1½ hours`.
fn time(minutes: u32) -> String {
    if minutes < LONG {
        return format!("{minutes} minutes");
    }
    let quarter = ["", "¼", "½", "¾"][(minutes % 60 / 15) as usize];
    format!("{}{quarter} hours", minutes / 60)
}

fn earlier(lesson: &Lesson) -> String {
    let slugs = [beliefs::builds_on(&lesson.slug), lesson.also_needs.clone()].concat();
    let mut lessons: Vec<&Lesson> = slugs.iter().filter_map(|slug| of_slug(slug)).collect();
    lessons.sort_by_key(|lesson| lesson.number);
    let link = |one: &&Lesson| format!("[{:02} {}]({}.md)", one.number, one.title, one.chapter());
    match &lessons[..] {
        [] => "no other lesson".to_owned(),
        lessons => listed(&lessons.iter().map(link).collect::<Vec<_>>()),
    }
}

/// The beliefs that the lesson's chapter explains, each with its page.
fn misconceptions(lesson: &Lesson) -> String {
    let own = beliefs::all().iter().filter(|belief| belief.chapter == lesson.slug);
    let lines: Vec<String> = own.map(line).collect();
    let (shown, folded) = lines.split_at(lines.len().min(SHOWN));
    let shown = format!("**Misconceptions that it deals with:**\n\n{}", shown.join("\n"));
    if folded.is_empty() {
        return shown;
    }
    let (count, folded) = (folded.len(), folded.join("\n"));
    format!("{shown}\n\n<details>\n<summary>{count} more</summary>\n\n{folded}\n\n</details>")
}

fn line(belief: &Belief) -> String {
    format!("- [“{}”](beliefs/{}.md)", belief.title, belief.id)
}

/// `a, b and c`
fn listed(words: &[String]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        words => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overview_has_files_command_time_and_earlier_lessons() {
        let framing = overview(of_slug("framing").unwrap());
        for words in [
            "`src/lib.rs`, `src/server.rs` and `src/client.rs` in `lessons/09-framing`",
            "`cargo checker check 09`",
            "**Builds on:** [03 Connection loop](03-connection-loop.md)\n",
            "(beliefs/length-counts-itself.md)",
        ] {
            assert!(framing.contains(words), "no {words} in {framing}");
        }
        assert!(overview(of_slug("one-shot").unwrap()).contains("**Builds on:** no other lesson"));
        let framework = overview(of_slug("socketserver").unwrap());
        assert!(
            framework.contains("(10-lines.md), [13 UDP echo](13-udp-echo.md), "),
            "{framework}"
        );
    }

    #[test]
    fn many_misconceptions_are_folded() {
        let lines = |text: &str| text.matches("](beliefs/").count();
        let all = overview(of_slug("multiplex").unwrap());
        let (shown, folded) = all.split_once("<details>").unwrap();
        assert_eq!(lines(shown), SHOWN);
        assert!(folded.contains(&format!("<summary>{} more</summary>", lines(folded))), "{all}");
        assert!(!overview(of_slug("one-shot").unwrap()).contains("<details>"));
    }

    #[test]
    fn times_are_in_minutes_or_in_quarters_of_an_hour() {
        assert_eq!([75, 90, 105, 240].map(time), ["75 minutes", "1½ hours", "1¾ hours", "4 hours"]);
    }
}
