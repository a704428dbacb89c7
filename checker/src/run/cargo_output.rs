//! The output of `cargo build --message-format=json`: the programs that it built, and the compiler's
//! messages about each package.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;
use stage::bytes::harmless_but_coloured;

/// What cargo reported, which is one JSON object per line.
#[derive(Debug, Default)]
pub struct BuildOutput {
    /// Programs, by name.
    pub programs: HashMap<String, PathBuf>,
    /// Errors, by package, as the compiler would have printed them.
    pub errors: HashMap<String, Vec<String>>,
    /// Warnings, by package. Cargo repeats those of an earlier build.
    pub warnings: HashMap<String, Vec<String>>,
    /// Errors and warnings together, by package, in the compiler's order.
    pub messages: HashMap<String, Vec<String>>,
    /// Cargo's own standard error.
    pub words: String,
}

impl BuildOutput {
    pub(super) fn read(stdout: &[u8]) -> BuildOutput {
        let mut output = BuildOutput::default();
        for line in stdout.split(|byte| *byte == b'\n') {
            let Ok(message) = serde_json::from_slice::<Value>(line) else { continue };
            let name = message["target"]["name"].as_str().unwrap_or_default();
            if let Some(path) = message["executable"].as_str() {
                output.programs.insert(name.to_owned(), path.into());
            }
            let package = package_name(message["package_id"].as_str().unwrap_or_default());
            output.note(&package, &message["message"]);
        }
        output
    }

    /// Adds an error or a warning. The compiler repeats those of a module that two programs share.
    fn note(&mut self, package: &str, diagnostic: &Value) {
        let by_level = match diagnostic["level"].as_str() {
            Some(level) if level.starts_with("error") => &mut self.errors,
            Some("warning") => &mut self.warnings,
            _ => return,
        };
        let Some(words) = diagnostic["rendered"].as_str() else { return };
        let words = harmless_but_coloured(words);
        let known = by_level.entry(package.to_owned()).or_default();
        if !known.contains(&words) {
            known.push(words.clone());
            if !is_count(diagnostic) {
                self.messages.entry(package.to_owned()).or_default().push(words);
            }
        }
    }

    /// The compiler's messages about this package, in its order. `None` if there are none.
    pub fn said_of(&self, package: &str) -> Option<String> {
        let messages = self.messages.get(package)?;
        let messages = messages.iter().map(|message| message.trim_end());
        Some(messages.collect::<Vec<_>>().join("\n\n"))
    }
}

/// Whether this message only counts the others: `aborting due to 2 previous errors`, `1 warning
/// emitted`.
fn is_count(diagnostic: &Value) -> bool {
    let words = diagnostic["message"].as_str().unwrap_or_default();
    words.starts_with("aborting due to") || words.ends_with(" emitted")
}

/// The name in a package id: `path+file:///…/01-one-shot#one-shot@0.1.0`. If folder and package have
/// the same name, it is `…/checker#0.1.0` (cargo's "Package ID Specifications").
fn package_name(id: &str) -> String {
    let (path, fragment) = id.rsplit_once('#').unwrap_or((id, ""));
    match fragment.split_once('@') {
        Some((name, _)) => name.to_owned(),
        None => path.rsplit('/').next().unwrap_or(path).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_found_in_both_forms_of_its_id() {
        assert_eq!(package_name("path+file:///x/01-one-shot#one-shot@0.1.0"), "one-shot");
        assert_eq!(package_name("path+file:///x/checker#0.1.0"), "checker");
    }

    #[test]
    fn programs_errors_and_warnings_are_read_from_cargos_output() {
        let stdout = br#"{"reason":"compiler-artifact","target":{"name":"a-server"},"executable":"/t/a-server"}
{"reason":"compiler-message","package_id":"path+file:///x/01-b#b@0.1.0","target":{"name":"b"},"message":{"level":"error","rendered":"error: no\n"}}
{"reason":"compiler-message","package_id":"path+file:///x/01-b#b@0.1.0","target":{"name":"b"},"message":{"level":"warning","rendered":"warning: hm\n"}}
{"reason":"compiler-message","package_id":"path+file:///x/01-b#b@0.1.0","target":{"name":"b"},"message":{"level":"error","rendered":"error: never\n"}}
{"reason":"compiler-message","package_id":"path+file:///x/01-b#b@0.1.0","target":{"name":"c"},"message":{"level":"error","rendered":"error: no\n"}}
{"reason":"compiler-message","package_id":"path+file:///x/01-b#b@0.1.0","target":{"name":"b"},"message":{"level":"error","message":"aborting due to 2 previous errors","rendered":"error: aborting\n"}}
not json
"#;
        let output = BuildOutput::read(stdout);
        assert_eq!(output.programs["a-server"], PathBuf::from("/t/a-server"));
        assert_eq!(output.errors["b"], vec!["error: no\n", "error: never\n", "error: aborting\n"]);
        assert_eq!(output.warnings["b"], vec!["warning: hm\n"]);
        // All of them, once each, in the compiler's order.
        assert_eq!(output.said_of("b").unwrap(), "error: no\n\nwarning: hm\n\nerror: never");
        assert_eq!(output.said_of("another"), None);
    }
}
