//! Links on file names and titles, for terminals that support them (OSC 8, "Hyperlinks in Terminal
//! Emulators"). Elsewhere the text stays unchanged. The output stream removes links together with
//! colours.

use std::io::{self, Write};
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::course::Lesson;
use crate::course::workspace::Workspace;
use cases::beliefs::Belief;

/// The target is between these two. An empty target ends the link.
const BEGIN: &str = "\x1b]8;;";
const END: &str = "\x1b\\";

/// The folders with the files that a learner opens.
const FOLDERS: [&str; 2] = ["lessons/", "solutions/"];

/// Whether links are wanted: the terminal is known to support them, or the user forces them
/// (`FORCE_HYPERLINK=1`).
fn wanted() -> bool {
    supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

/// The text, with a link on each name of a file of the course.
pub fn linked(text: &str) -> String {
    match Workspace::find() {
        Ok(workspace) if wanted() => with_links(text, &workspace.root),
        _ => text.to_owned(),
    }
}

/// The text as a link to this page of the book, `01-one-shot`, if the book is built.
pub fn to_page(text: &str, name: &str) -> String {
    let Ok(workspace) = Workspace::find() else { return text.to_owned() };
    let page = workspace.root.join(format!("book/html/{name}.html"));
    match page.is_file() && wanted() {
        true => link_to(text, &page),
        false => text.to_owned(),
    }
}

/// The text as a link to this address in the web. Other addresses, such as a file's, are left out.
pub fn to_web(text: &str, address: &str) -> String {
    match address.starts_with("https://") && wanted() {
        true => format!("{BEGIN}{address}{END}{text}{BEGIN}{END}"),
        false => text.to_owned(),
    }
}

/// The command that shows the lesson's chapter. It is a link to the chapter's page, if the book is built.
pub fn chapter(lesson: &Lesson) -> String {
    to_page(&lesson.read_command(), &lesson.chapter())
}

/// The text as a link to the belief's page, if the book is built.
pub fn to_belief(text: &str, belief: &Belief) -> String {
    to_page(text, &format!("beliefs/{}", belief.id))
}

/// Writes the output of `tell`, with links.
pub fn write(
    out: &mut dyn Write,
    tell: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut text = Vec::new();
    tell(&mut text)?;
    out.write_all(linked(&String::from_utf8_lossy(&text)).as_bytes())
}

fn with_links(text: &str, root: &Path) -> String {
    let mut linked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = FOLDERS.iter().filter_map(|folder| rest.find(folder)).min() {
        linked.push_str(&rest[..at]);
        let before = anstream::adapter::strip_str(&linked).to_string();
        let is_begin = !before.ends_with(|c: char| c.is_alphanumeric() || "/._-".contains(c));
        let name = &rest[at..];
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "/._-:".contains(c)));
        let name = name[..end.unwrap_or(name.len())].trim_end_matches(['.', ':', '/']);
        // `src/server.rs:9:20`: the link's target does not contain line and column.
        let file = root.join(name.split(':').next().unwrap_or(name));
        match is_begin && file.is_file() {
            true => linked.push_str(&link_to(name, &file)),
            false => linked.push_str(name),
        }
        rest = &rest[at + name.len()..];
    }
    linked + rest
}

fn link_to(text: &str, file: &Path) -> String {
    format!("{BEGIN}{}{END}{text}{BEGIN}{END}", uri(file))
}

/// What a path in a URI may contain besides letters and digits (RFC 3986, 2.3).
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The file's URI (RFC 8089).
fn uri(file: &Path) -> String {
    format!("file://{}", utf8_percent_encode(&file.to_string_lossy(), ENCODED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn existing_files_become_links() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("lessons/01-one-shot/src");
        std::fs::create_dir_all(&source).unwrap();
        std::fs::write(source.join("server.rs"), "").unwrap();
        let shown = |text| with_links(text, folder.path()).replace('\u{1b}', "^");
        let target = uri(&source.join("server.rs"));
        assert_eq!(
            shown("\u{1b}[34m--> \u{1b}[0mlessons/01-one-shot/src/server.rs:9:20, then"),
            format!(
                "^[34m--> ^[0m^]8;;{target}^\\lessons/01-one-shot/src/server.rs:9:20^]8;;^\\, then"
            )
        );
        for text in ["lessons/01-one-shot/src/other.rs", "lessons/", "my/lessons/01-one-shot"] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn an_address_has_no_blanks() {
        assert_eq!(uri(Path::new("/a b/你.rs")), "file:///a%20b/%E4%BD%A0.rs");
    }
}
