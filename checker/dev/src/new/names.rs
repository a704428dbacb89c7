//! The names that an author gives on the command line.

use cases::beliefs::is_id;
use checker::commands::Usage;
use checker::course::nearest::suggestion;
use checker::events::Role;

use crate::write::course::LessonFiles;

/// Rust's keywords, which cannot be the name of a function or a module.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The function's or module's name for this name, which must be in kebab case.
pub fn function(name: &str) -> Result<String, Usage> {
    if !is_id(name) {
        return Err(Usage(format!("`{name}` is not in kebab case: write it like-this")));
    }
    if KEYWORDS.contains(&name) {
        return Err(Usage(format!("`{name}` is a keyword of Rust: add a word to it")));
    }
    Ok(name.replace('-', "_"))
}

/// The lesson with this number, slug or folder, as it is in `checker/course`.
pub fn lesson<'c>(course: &'c [LessonFiles], word: &str) -> Result<&'c LessonFiles, Usage> {
    let is_meant = |files: &&LessonFiles| {
        let lesson = &files.lesson;
        word.parse() == Ok(lesson.number) || word == lesson.slug || word == lesson.folder()
    };
    course.iter().find(is_meant).ok_or_else(|| {
        let meant = suggestion(word, course.iter().map(|files| &files.lesson.slug[..]));
        Usage(format!("there is no lesson `{word}`. {meant}`cargo checker list` lists them all"))
    })
}

/// A server or a client.
pub fn role(word: &str) -> Result<Role, String> {
    let all = [Role::Server, Role::Client];
    let found = all.into_iter().find(|role| role.name() == word);
    found.ok_or_else(|| format!("`{word}` is not a role: write `server` or `client`"))
}

/// This role, or the lesson's first one. The lesson must have it.
pub fn role_of(files: &LessonFiles, role: Option<Role>) -> Result<Role, Usage> {
    let programs = &files.lesson.programs;
    let role = role.or(programs.first().copied()).unwrap_or(Role::Server);
    if programs.contains(&role) {
        return Ok(role);
    }
    let (folder, name) = (files.lesson.folder(), role.name());
    Err(Usage(format!(
        "lesson {folder} has no {name}: add it to `programs` in its lesson.toml first"
    )))
}
