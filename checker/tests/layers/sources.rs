//! The project's sources, read from disk, and their code without comments, strings and tests.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path relative to `checker/`, the module path that follows from it, and its text.
pub struct Source {
    pub place: String,
    pub module: Vec<String>,
    pub text: String,
}

impl Source {
    /// A source without a file, to test the rules themselves.
    pub fn new(module: &[&str], text: &str) -> Source {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        Source { place: module.join("/"), module, text: text.into() }
    }

    /// The code of the product: no comments, no strings, no tests.
    pub fn code(&self) -> String {
        let tests = self.text.find("#[cfg(test)]\nmod tests").unwrap_or(self.text.len());
        bare(&self.text[..tests])
    }

    pub fn is_test(&self) -> bool {
        self.module.last().is_some_and(|name| name == "tests")
    }
}

/// The sources of a crate. Each lesson's cases and beliefs are in the lesson's folder, and belong to the
/// crate of cases.
pub fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = sources_below(folder, &[]);
    if folder == "course/src" {
        for lesson in fs::read_dir(root.join("course")).unwrap() {
            let name = lesson.unwrap().file_name().into_string().unwrap();
            if let Some((_, slug)) = name.split_once('-') {
                let module = |parent: &str| vec![parent.to_owned(), slug.replace('-', "_")];
                all.extend(sources_below(&format!("course/{name}/cases"), &module("lessons")));
                let beliefs = root.join("course").join(&name).join("beliefs.rs");
                all.extend(beliefs.is_file().then(|| source(&beliefs, module("beliefs"))));
            }
        }
    }
    all
}

/// The sources in this folder, which forms this module.
fn sources_below(folder: &str, parent: &[String]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join(folder), &mut files);
    files.sort();
    assert!(!files.is_empty(), "there is nothing in {folder}");
    let in_folder = |file: PathBuf| {
        let below = file.strip_prefix(root.join(folder)).unwrap().with_extension("");
        let mut module = parent.to_vec();
        module.extend(below.iter().map(|part| part.to_string_lossy().into_owned()));
        if module.last().is_some_and(|name| name == "mod") {
            module.pop();
        }
        source(&file, module)
    };
    files.into_iter().map(in_folder).collect()
}

/// This file, which forms this module.
fn source(file: &Path, module: Vec<String>) -> Source {
    let place = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
    Source { place, module, text: fs::read_to_string(file).unwrap() }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The text without comments and without the contents of strings. It knows only as much of Rust's syntax
/// as these sources need.
pub fn bare(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let end = match next {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => end_of_string(rest),
            'r' if !code.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                match end_of_raw_string(rest) {
                    Some(end) => end,
                    None => {
                        code.push(next);
                        rest = &rest[1..];
                        continue;
                    }
                }
            }
            '\'' if rest.starts_with("'\"'") => 3,
            '\'' if rest.starts_with("'\\\"'") => 4,
            _ => {
                code.push(next);
                rest = &rest[next.len_utf8()..];
                continue;
            }
        };
        code.push(' ');
        rest = &rest[end..];
    }
    code
}

fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The end of the raw string, if this is one: `r"…"`, `r#"…"#`.
fn end_of_raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let inside = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(inside.find(&end)? + 2 + hashes + end.len())
}

#[test]
fn comments_and_strings_are_no_code() {
    assert_eq!(bare("a // crate::b\nc").replace(' ', ""), "a\nc");
    assert_eq!(bare(r#"a("x \" // y", '"', b)"#).replace(' ', ""), "a(,,b)");
    assert_eq!(bare("a(r##\"x \"# // y\"##, r\"\\\", b)").replace(' ', ""), "a(,,b)");
}
