//! The `Cargo.toml` of a handed-in lesson. It is made from the course's own. Of the submission's it takes
//! only the names of dependencies, and only those of crates that the course knows. A build script
//! would run in the sandbox. But it could leave something for the next submission in the folder of the crates,
//! which are compiled once for all.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::course::learner;

/// The manifest to build with, and a note if the submission's own one says more.
#[derive(Debug, PartialEq, Eq)]
pub struct Manifest {
    pub text: String,
    pub note: Option<String>,
}

/// The lesson's manifest for this submission's.
pub fn manifest(skeleton: &str, own: Option<&str>) -> Manifest {
    let Some(own) = own.filter(|own| *own != skeleton) else {
        return Manifest { text: skeleton.to_owned(), note: None };
    };
    let (Ok(mut first), Ok(mut own)) = (skeleton.parse::<Table>(), own.parse::<Table>()) else {
        let note = Some("Cargo.toml was replaced: it cannot be read".into());
        return Manifest { text: skeleton.to_owned(), note };
    };
    let more = &names(own.remove("dependencies")) - &names(first.remove("dependencies"));
    let known = names(learner_dependencies());
    let (taken, unknown): (Vec<String>, Vec<String>) =
        more.into_iter().partition(|name| known.contains(name));
    let lines: String = taken.iter().map(|name| format!("{name}.workspace = true\n")).collect();
    let text = skeleton.replace("[dependencies]\n", &format!("[dependencies]\n{lines}"));
    let note = match &unknown[..] {
        [] if first == own => None,
        [] => Some("Cargo.toml was replaced: only dependencies are taken from it".into()),
        [name, ..] => {
            let name = stage::bytes::harmless(name);
            Some(format!("Cargo.toml was replaced: the course does not use the crate `{name}`"))
        }
    };
    Manifest { text, note }
}

/// The reason why building with this manifest would run the submission's own code.
pub fn runs_code(own: Option<&str>, has_build_rs: bool) -> Option<&'static str> {
    const SCRIPT: &str = "has a build script";
    let own = own.and_then(|text| text.parse::<Table>().ok()).unwrap_or_default();
    let library = own.get("lib").and_then(Value::as_table);
    let is_macro = |key: &str| {
        let value = library.and_then(|library| library.get(key));
        value.is_some_and(|value| *value == Value::Boolean(true) || mentions(value, "proc-macro"))
    };
    let has_script = own.get("package").is_some_and(|package| package.get("build").is_some())
        || mentions_key(&own, "build-dependencies")
        || mentions_key(&own, "build_dependencies");
    if has_build_rs || has_script {
        return Some(SCRIPT);
    }
    let keys = ["proc-macro", "proc_macro", "crate-type", "crate_type"];
    keys.into_iter().any(is_macro).then_some("has a procedural macro")
}

fn mentions(value: &Value, word: &str) -> bool {
    value.as_array().is_some_and(|all| all.iter().any(|one| one.as_str() == Some(word)))
}

/// Whether the table, or a table in it, has this key.
fn mentions_key(table: &Table, key: &str) -> bool {
    let inside = |value: &Value| value.as_table().is_some_and(|table| mentions_key(table, key));
    table.contains_key(key) || table.values().any(inside)
}

fn names(dependencies: Option<Value>) -> BTreeSet<String> {
    let table = dependencies.as_ref().and_then(Value::as_table);
    table.map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

fn learner_dependencies() -> Option<Value> {
    let manifest = learner::MANIFEST.parse::<Table>().ok()?;
    manifest.get("workspace")?.get("dependencies").cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKELETON: &str = "[package]\nname = \"a\"\n\n[dependencies]\nmio.workspace = true\n";

    fn made(more: &str) -> Manifest {
        manifest(SKELETON, Some(&format!("{SKELETON}{more}")))
    }

    #[test]
    fn crates_of_the_course_may_be_added() {
        let Manifest { text, note } = made("socket2 = \"0.5\"\n");
        assert_eq!(note, None);
        assert_eq!(names(text.parse::<Table>().unwrap().remove("dependencies")).len(), 2);
        assert!(text.contains("socket2.workspace = true"));
        assert_eq!(manifest(SKELETON, None).text, SKELETON);
    }

    #[test]
    fn everything_else_is_replaced_with_a_note() {
        for (more, note) in [
            ("rand = \"0.9\"\n", "the crate `rand`"),
            ("evil = { path = \"/\" }\n", "the crate `evil`"),
            ("[[bin]]\nname = \"checker\"\n", "only dependencies"),
            ("[profile]\n", "only dependencies"),
            ("[dependencies\n", "cannot be read"),
        ] {
            let made = made(more);
            assert_eq!(made.text, SKELETON, "{more}");
            assert!(made.note.as_ref().is_some_and(|words| words.contains(note)), "{made:?}");
        }
    }

    #[test]
    fn code_that_would_run_while_building_is_noticed() {
        for (own, why) in [
            ("[package]\nbuild = \"x.rs\"\n", "has a build script"),
            ("[build-dependencies]\n", "has a build script"),
            ("[target.'cfg(unix)'.build-dependencies]\n", "has a build script"),
            ("[lib]\nproc-macro = true\n", "has a procedural macro"),
            ("[lib]\ncrate-type = [\"proc-macro\"]\n", "has a procedural macro"),
        ] {
            assert_eq!(runs_code(Some(own), false), Some(why), "{own}");
        }
        assert_eq!(runs_code(None, true), Some("has a build script"));
        assert_eq!(runs_code(Some(SKELETON), false), None);
    }
}
