//! The sources of the chapters. Code is never pasted, but included from a file that is compiled or run.
//! The appendix on Python covers everything that the lessons use.

use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Name and text of each page except the pages of beliefs, which the checker writes (`checker dev check`
/// compares them).
fn pages() -> Vec<(String, String)> {
    let entries = fs::read_dir(source()).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(".md"));
    files
        .map(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(file.path()).unwrap())
        })
        .collect()
}

/// The contents of all code blocks in this language.
fn fences<'t>(page: &'t str, language: &str) -> Vec<&'t str> {
    let start = format!("\n```{language}\n");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

const LANGUAGES: [&str; 4] = ["rust", "python", "text rust", "text python"];

#[test]
fn code_is_included_and_never_pasted() {
    let mut number = 0;
    for (name, page) in pages() {
        for fence in LANGUAGES.into_iter().flat_map(|language| fences(&page, language)) {
            for line in fence.lines() {
                let is_included = line.starts_with("{{#include ") && line.ends_with("}}");
                assert!(is_included, "{name}: put this into book/examples: {line}");
                number += 1;
            }
        }
    }
    assert!(number > 80, "{number} pieces of code");
}

#[test]
fn included_files_exist() {
    let mut number = 0;
    for (name, page) in pages() {
        for include in page.split("{{#include ").skip(1) {
            let include = include.split("}}").next().unwrap_or_default();
            let (file, part) = include.split_once(':').unwrap_or((include, "1"));
            let text = fs::read_to_string(source().join(file))
                .unwrap_or_else(|error| panic!("{name}: {file}: {error}"));
            let is_there = if part.starts_with(|c: char| c.is_ascii_digit()) {
                part.rsplit(':').next().is_some_and(|last| {
                    last.parse().is_ok_and(|last: usize| last <= text.lines().count())
                })
            } else {
                // mdBook would insert nothing, without an error.
                let begin = format!("ANCHOR: {part}");
                text.lines().any(|line| line.trim_start_matches(['/', '#', ' ']) == begin)
            };
            assert!(is_there, "{name}: {file} has no {part}");
            number += 1;
        }
    }
    assert!(number > 80, "{number} includes");
}

/// The experiments that are there in Python only, and why.
const ONLY_PYTHON: [(&str, &str, &str); 2] = [
    ("16-threads", "whose-conn-is-it", "Rust's compiler refuses its mistake"),
    ("18-socketserver", "what-the-class-remembers", "Rust has no attributes of a class"),
];

/// The text of a chapter's file in `examples/predict`, with this ending.
fn experiments(chapter: &str, ending: &str) -> Option<String> {
    fs::read_to_string(source().join(format!("../examples/predict/{chapter}.{ending}"))).ok()
}

/// The names of the experiments in this text.
fn anchors(text: &str) -> Vec<&str> {
    let names = text
        .lines()
        .filter_map(|line| line.trim_start_matches(['/', '#', ' ']).strip_prefix("ANCHOR: "));
    names.collect()
}

#[test]
fn each_experiment_is_shown_in_rust_and_in_python() {
    let mut number = 0;
    for (name, page) in chapters() {
        let chapter = name.trim_end_matches(".md");
        let python =
            experiments(chapter, "py").unwrap_or_else(|| panic!("{chapter}.py is missing"));
        for part in anchors(&python) {
            let code = |language, ending| {
                format!(
                    "```{language}\n{{{{#include ../examples/predict/{chapter}.{ending}:{part}}}}}\n```"
                )
            };
            let pair = format!("{}\n\n{}", code("rust", "rs"), code("python", "py"));
            let is_in_both =
                ONLY_PYTHON.iter().all(|(page, name, _)| (chapter, part) != (*page, *name));
            let shown = if is_in_both { pair } else { code("python", "py") };
            assert!(page.contains(&shown), "{name} has no:\n{shown}");
            number += 1;
        }
        let rust = experiments(chapter, "rs").unwrap_or_default();
        for part in anchors(&rust) {
            let shown = format!("/predict/{chapter}.rs:{part}}}");
            assert!(page.contains(&shown), "{name}: {part}");
        }
        assert!(rust.contains("ANCHOR: calls\n"), "{chapter}.rs has no calls");
    }
    assert!(number > 80, "{number} experiments");
}

/// A line of an experiment's output, without the marks of a string. Of an error, only its kind or name.
fn gist(line: &str) -> &str {
    if let Some((_, kind)) = line.strip_prefix("Error: ").and_then(|line| line.split_once("kind: "))
    {
        return kind.split([',', ' ', '}']).next().unwrap_or(kind);
    }
    let line =
        line.split_once("rror: ").map_or(line, |(name, _)| &line[..name.len() + "rror".len()]);
    line.trim_start_matches('b').trim_matches(['"', '\''])
}

/// The number of lines that the experiments print. Each of them is in its experiment's answer.
fn lines_in_answers(name: &str, page: &str, ending: &str) -> usize {
    let chapter = name.trim_end_matches(".md");
    let said = experiments(chapter, &format!("{ending}.out")).unwrap_or_default();
    let mut number = 0;
    for part in said.split("# ANCHOR: ").skip(1) {
        let (part, lines) = part.split_once('\n').expect("lines");
        let lines = lines.split("# ANCHOR_END").next().unwrap_or_default();
        let question = format!("predict/{chapter}.{ending}:{part}}}");
        let (_, answer) = page.split_once(&question).expect("its question");
        let answer = answer.split("</details>").next().unwrap_or_default();
        let is_included = answer.contains(&format!("predict/{chapter}.{ending}.out:{part}}}"));
        for line in lines.lines() {
            let is_in_answer = is_included || answer.contains(gist(line));
            assert!(is_in_answer, "{name}, {part}: the answer has no {line}");
            number += 1;
        }
    }
    number
}

#[test]
fn each_answer_has_what_its_experiment_says_in_both_languages() {
    for ending in ["py", "rs"] {
        let lines = |(name, page): &(String, String)| lines_in_answers(name, page, ending);
        let number: usize = chapters().iter().map(lines).sum();
        assert!(number > 15, "{number} lines in .{ending}");
    }
}

/// Name and text of each lesson's chapter, in the order of the lessons.
fn chapters() -> Vec<(String, String)> {
    let is_chapter = |name: &str| name.starts_with(|c: char| c.is_ascii_digit());
    let mut chapters: Vec<_> = pages().into_iter().filter(|(name, _)| is_chapter(name)).collect();
    chapters.sort();
    chapters
}

/// The items of a list that is numbered 1, 2, 3.
fn items(list: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in list.trim().lines() {
        let number = line.split_once(". ").and_then(|(number, _)| number.parse().ok());
        let is_next = number == Some(items.len() + 1);
        match items.last_mut() {
            Some(item) if !is_next => {
                item.push('\n');
                item.push_str(line);
            }
            _ => items.push(line.to_owned()),
        }
    }
    items
}

#[test]
fn each_question_has_a_folded_answer() {
    // The indent keeps the answer in its list item, so that the numbers go on.
    const START: &str = "\n\n   <details><summary>A good answer</summary>\n\n   ";
    const END: &str = "\n\n   </details>";
    let mut number = 0;
    for (name, page) in chapters() {
        let (_, rest) = page.split_once("\n## Questions\n").expect("questions");
        let (questions, _) = rest.split_once("\n## ").expect("a part after the questions");
        for item in items(questions) {
            let answer = item
                .split_once(START)
                .and_then(|(_, answer)| answer.trim_end().strip_suffix(END))
                .unwrap_or_else(|| panic!("{name}: fold an answer below: {item}"));
            assert!(!answer.contains("details>"), "{name}: one answer for each: {item}");
            number += 1;
        }
    }
    assert!(number > 100, "{number} questions");
}

#[test]
fn each_chapter_has_a_picture_and_none_is_taller_than_a_screen() {
    const MOST: usize = 600;
    let mut number = 0;
    for (chapter, page) in chapters() {
        assert!(page.contains("\n{{#picture "), "{chapter}: show the lesson's idea in a run");
        for picture in page.split("\n{{#picture ").skip(1) {
            let name = picture.split("}}").next().unwrap_or_default();
            let file = source().join(format!("pictures/{name}.svg"));
            let svg = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
            let after = svg.split_once(" height=\"").expect("a height").1;
            let height: usize = after.split('"').next().unwrap_or_default().parse().unwrap();
            let advice = "leave rows out in its lesson's pictures.toml";
            assert!(height <= MOST, "{name} is {height} pixels high: {advice}");
            number += 1;
        }
    }
    assert!(number > 25, "{number} pictures");
}

#[test]
fn each_chapter_ends_with_three_lines_its_limits_and_the_next_lesson() {
    let chapters = chapters();
    for (at, (name, page)) in chapters.iter().enumerate() {
        assert!(!page.contains("**What it does not prove:**"), "{name}: the limits are at the end");
        let (before, end) = page.rsplit_once("\n## ").expect("a last part");
        assert!(before.contains("\n## Questions\n"), "{name}");
        let parts: Vec<&str> = end.trim_end().split("\n\n").collect();
        let [heading, lines, limits, next] = parts[..] else {
            panic!("{name}: four paragraphs, not {}: {end}", parts.len());
        };
        assert_eq!(heading, "In three lines", "{name}");
        let number = lines.lines().filter(|line| line.starts_with("- ")).count();
        assert!(lines.starts_with("- ") && number == 3, "{name}: {lines}");
        assert!(limits.starts_with("**What this does not prove.** "), "{name}: {limits}");
        assert!(next.starts_with("**Next:** "), "{name}: {next}");
        if let Some((file, _)) = chapters.get(at + 1) {
            assert!(next.contains(&format!("]({file}):")), "{name}: {next}");
        }
    }
}

#[test]
fn each_chinese_term_is_in_the_glossary() {
    // A greeting that the lessons send is not a term.
    const NO_TERM: &str = "你好";
    let glossary = fs::read_to_string(source().join("glossary.md")).unwrap();
    for (name, page) in pages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let terms = page.split(|letter| !is_chinese(letter));
        for term in terms.filter(|term| term.chars().count() > 1 && *term != NO_TERM) {
            assert!(glossary.contains(term), "{name}: {term}");
        }
    }
}

/// All functions of `socket` that the lessons use.
const CALLS: [&str; 25] = [
    "socket",
    "bind",
    "listen",
    "accept",
    "connect",
    "connect_ex",
    "recv",
    "recv_into",
    "send",
    "sendall",
    "recvfrom",
    "sendto",
    "getpeername",
    "getsockname",
    "getsockopt",
    "setsockopt",
    "setblocking",
    "settimeout",
    "gettimeout",
    "fileno",
    "makefile",
    "sendfile",
    "shutdown",
    "close",
    "recvmsg",
];

/// All of `struct`'s formats (Python documentation, `struct`, "Format Characters").
const FORMATS: [&str; 27] = [
    "@", "=", "<", ">", "!", "x", "c", "b", "B", "?", "h", "H", "i", "I", "l", "L", "q", "Q", "n",
    "N", "e", "f", "d", "4s", "10p", "P", "calcsize",
];

/// All classes of `socketserver` that lesson 18 has.
const SERVERS: [&str; 11] = [
    "TCPServer",
    "UDPServer",
    "ThreadingTCPServer",
    "ThreadingUDPServer",
    "ForkingTCPServer",
    "ForkingUDPServer",
    "BaseRequestHandler",
    "StreamRequestHandler",
    "DatagramRequestHandler",
    "serve_forever",
    "shutdown",
];

#[test]
fn the_appendix_on_python_leaves_nothing_out() {
    let page = fs::read_to_string(source().join("python.md")).unwrap();
    let (sockets, rest) = page.split_once("\n## struct").expect("a part on struct");
    let (packing, servers) = rest.split_once("\n## socketserver").expect("a part on socketserver");
    let parts: [(&str, &[&str]); 3] = [(sockets, &CALLS), (packing, &FORMATS), (servers, &SERVERS)];
    for (part, names) in parts {
        // The first cell of each row holds Python's name.
        let cells = part.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
        let words: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        for name in names {
            let is_there = words.iter().any(|word| word.split('(').next() == Some(name));
            assert!(is_there, "`{name}` is missing in {words:?}");
        }
    }
}
