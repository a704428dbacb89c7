//! Shows a long text in the user's pager: `$PAGER`, or `less`.

use std::ffi::OsStr;
use std::io::{self, IsTerminal, Seek, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anstream::{AutoStream, ColorChoice};

/// The pager if the user names none.
const DEFAULT: &str = "less";

/// Without this option, `less` shows colours as characters.
const COLOURS: &str = "-R";

/// Prints a text, which may have colours or not. If standard output is a terminal, the pager replaces this
/// process and prints it.
pub fn show(text: impl Fn(bool) -> String) -> io::Result<()> {
    let has_colours = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    if io::stdout().is_terminal() {
        page(&text, has_colours)?;
    }
    anstream::stdout().lock().write_all(text(has_colours).as_bytes())
}

/// Returns only if there is no pager that can be started.
fn page(text: &impl Fn(bool) -> String, has_colours: bool) -> io::Result<()> {
    let wanted = std::env::var("PAGER").unwrap_or_else(|_| DEFAULT.to_owned());
    let Some(words) = shlex::split(&wanted) else { return Ok(()) };
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let is_coloured = is_less(program) && has_colours;
    let mut pager = Command::new(program);
    pager.args(arguments).args(is_coloured.then_some(COLOURS));
    pager.stdin(input(&text(is_coloured), is_coloured)?);
    // A pager that quits early does not break a pipe, because it reads a file. `exec` returns only if it
    // fails, and then the text is printed without a pager.
    let _ = pager.exec();
    Ok(())
}

/// Whether this pager shows colours and links. Of other pagers that is not known.
fn is_less(program: &str) -> bool {
    Path::new(program).file_name() == Some(OsStr::new("less"))
}

/// A file with the text, open at its beginning. It has no name, so nothing must be removed.
fn input(text: &str, is_coloured: bool) -> io::Result<std::fs::File> {
    let mut file = tempfile::tempfile()?;
    match is_coloured {
        true => file.write_all(text.as_bytes())?,
        false => write!(file, "{}", anstream::adapter::strip_str(text))?,
    }
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn only_less_gets_colours() {
        assert!(is_less("less") && is_less("/usr/bin/less"));
        assert!(!is_less("more") && !is_less("lesspipe"));
        let read = |is_coloured| {
            let mut read = String::new();
            input("\u{1b}[1mx\u{1b}[0m\n", is_coloured).unwrap().read_to_string(&mut read).unwrap();
            read
        };
        assert_eq!((&read(true)[..], &read(false)[..]), ("\u{1b}[1mx\u{1b}[0m\n", "x\n"));
    }
}
