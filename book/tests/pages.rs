//! The built pages: every link leads to an existing page, and to an existing place on it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The pages of the book, built once for all tests.
fn pages() -> &'static HashMap<PathBuf, String> {
    static PAGES: OnceLock<HashMap<PathBuf, String>> = OnceLock::new();
    PAGES.get_or_init(build)
}

/// Builds the book, and reads its pages.
fn build() -> HashMap<PathBuf, String> {
    let built = Command::new(env!("CARGO_BIN_EXE_book")).output().expect("the book is built");
    let words = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{words}");
    assert!(words.trim().is_empty(), "mdBook warns:\n{words}");
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("html");
    let mut found = HashMap::new();
    let mut open = vec![site];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                found.insert(path.clone(), fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

/// All values of this attribute.
fn attributes<'t>(page: &'t str, name: &str) -> Vec<&'t str> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The path `../a/b.html`, relative to `x/y.html`, without the dots.
fn resolved(page: &Path, target: &str) -> PathBuf {
    let mut path = page.parent().unwrap().to_owned();
    for part in target.split('/') {
        match part {
            ".." => {
                path.pop();
            }
            "" | "." => {}
            part => path.push(part),
        }
    }
    path
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    assert!(pages.len() > 100, "a page for each lesson and each belief");
    let ids: HashMap<&PathBuf, HashSet<&str>> = pages
        .iter()
        .map(|(path, page)| (path, attributes(page, "id").into_iter().collect()))
        .collect();
    let mut wrong = Vec::new();
    for (path, page) in pages {
        // The page that contains all pages repeats them, and its links lead to itself.
        let name = path.file_name().unwrap().to_string_lossy();
        if name == "print.html" || name == "404.html" {
            continue;
        }
        for link in attributes(page, "href").into_iter().chain(attributes(page, "src")) {
            if link.starts_with("http") || link.starts_with("data:") || link.is_empty() {
                continue;
            }
            let (target, place) = link.split_once('#').unwrap_or((link, ""));
            let target = if target.is_empty() { path.clone() } else { resolved(path, target) };
            let is_there = target.exists();
            let has_place =
                place.is_empty() || ids.get(&target).is_none_or(|ids| ids.contains(place));
            if !is_there || !has_place {
                wrong.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere:\n{}", wrong.join("\n"));
}

#[test]
fn every_lesson_shows_a_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains("{{#picture "), "{name} has no picture of a run");
        }
    }
}

/// The names of the chapters, such as `01-one-shot`.
fn chapters() -> Vec<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names = fs::read_dir(source).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.filter_map(|name| Some(name.to_str()?.strip_suffix(".md")?.to_owned()));
    names.filter(|name| name.starts_with(|c: char| c.is_ascii_digit())).collect()
}

/// The headings above the contracts of this lesson's programs.
fn headings(chapter: &str) -> Vec<&'static str> {
    let course = Path::new(env!("CARGO_MANIFEST_DIR")).join("../checker/course");
    let sources = course.join(chapter).join("skeleton/src");
    let programs = [("server.rs", "The server</a></h3>"), ("client.rs", "The client</a></h3>")];
    let programs = programs.into_iter().filter(|(file, _)| sources.join(file).exists());
    programs.map(|(_, heading)| heading).collect()
}

#[test]
fn a_chapter_has_its_overview_and_the_contract_of_its_skeleton() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("html");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for chapter in chapters() {
        let text = fs::read_to_string(source.join(format!("{chapter}.md"))).unwrap();
        assert!(text.contains("\n\n{{#lesson}}\n\n"), "{chapter} has no overview");
        assert!(text.contains("{{#contract}}"), "{chapter} has a contract of its own");
        let built = &pages()[&site.join(format!("{chapter}.html"))];
        let headings = headings(&chapter);
        assert!(!headings.is_empty(), "{chapter} has no program");
        let words = ["<th>exit status</th>", "A panic is always a failure"];
        let overview = format!("<code>lessons/{chapter}</code>");
        let headings = headings.into_iter().chain([&*overview, "class=\"lesson-overview\""]);
        for words in headings.chain(words) {
            assert!(built.contains(words), "{chapter} has no {words}");
        }
        // The line after the contract is only in the skeleton.
        assert!(!built.contains("Check: <code>"), "{chapter}");
    }
}
