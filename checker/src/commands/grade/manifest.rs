//! The `Cargo.toml` of a handed-in lesson. It is made from the course's own. Of the submission's it takes
//! only a build script, whether it is a procedural macro, and the names of dependencies, if they are crates that
//! the course knows.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::course::learner;

/// The manifest to build with.
#[derive(Debug, PartialEq, Eq)]
pub struct Manifest {
    pub text: String,
    /// A note if the submission's own one says more.
    pub note: Option<String>,
    /// Whether building runs the submission's code: a build script or a procedural macro.
    pub runs_code: bool,
}

/// The lesson's manifest for this submission's, which may have a file `build.rs`.
pub fn manifest(skeleton: &str, own: Option<&str>, has_build_rs: bool) -> Manifest {
    let as_given = |note| Manifest { text: skeleton.to_owned(), note, runs_code: has_build_rs };
    let Some(own) = own.filter(|own| *own != skeleton) else { return as_given(None) };
    let (Ok(given), Ok(mut own)) = (skeleton.parse::<Table>(), own.parse::<Table>()) else {
        return as_given(Some("Cargo.toml was replaced: it cannot be read".into()));
    };
    let mut made = given.clone();
    let mut unknown = take_dependencies("dependencies", &mut own, &mut made);
    unknown.extend(take_dependencies("build-dependencies", &mut own, &mut made));
    let mut runs_code = has_build_rs;
    for (table, key) in [("package", "build"), ("lib", "proc-macro")] {
        if let Some(value) = remove(&mut own, table, key) {
            table_of(&mut made, table).insert(key.to_owned(), value);
            runs_code = true;
        }
    }
    let mut rest = given;
    rest.remove("dependencies");
    let note = match unknown.first() {
        None if rest == own => None,
        None => Some(
            "Cargo.toml was replaced: only dependencies and a build script are taken from it"
                .into(),
        ),
        Some(name) => {
            let name = stage::bytes::harmless(name);
            Some(format!("Cargo.toml was replaced: the course does not use the crate `{name}`"))
        }
    };
    match toml::to_string(&made) {
        Ok(text) => Manifest { text, note, runs_code },
        Err(_) => as_given(Some("Cargo.toml was replaced: it cannot be written again".into())),
    }
}

/// Moves the dependencies that the course knows, by their names. Returns the names of the others.
fn take_dependencies(kind: &str, own: &mut Table, made: &mut Table) -> Vec<String> {
    let more = &names(own.remove(kind)) - &names(made.get(kind).cloned());
    let known = names(learner_dependencies());
    let (taken, unknown): (Vec<String>, Vec<String>) =
        more.into_iter().partition(|name| known.contains(name));
    for name in taken {
        let workspace = Table::from_iter([("workspace".to_owned(), Value::Boolean(true))]);
        table_of(made, kind).insert(name, Value::Table(workspace));
    }
    unknown
}

/// Removes the value of a key in a table, and the table if nothing is left in it.
fn remove(own: &mut Table, table: &str, key: &str) -> Option<Value> {
    let inside = own.get_mut(table)?.as_table_mut()?;
    let value = inside.remove(key)?;
    if inside.is_empty() {
        own.remove(table);
    }
    Some(value)
}

fn table_of<'t>(manifest: &'t mut Table, name: &str) -> &'t mut Table {
    let table = manifest.entry(name).or_insert_with(|| Value::Table(Table::new()));
    if !table.is_table() {
        *table = Value::Table(Table::new());
    }
    table.as_table_mut().expect("it is a table now")
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
        manifest(SKELETON, Some(&format!("{SKELETON}{more}")), false)
    }

    fn table(text: &str) -> Table {
        text.parse().unwrap()
    }

    #[test]
    fn crates_of_the_course_may_be_added() {
        let Manifest { text, note, runs_code } = made("socket2 = \"0.5\"\n");
        assert_eq!((note, runs_code), (None, false));
        let expected = table(&format!("{SKELETON}socket2.workspace = true\n"));
        assert_eq!(table(&text), expected);
        assert_eq!(manifest(SKELETON, None, false).text, SKELETON);
    }

    #[test]
    fn everything_else_is_replaced_with_a_note() {
        for (more, note) in [
            ("rand = \"0.9\"\n", "the crate `rand`"),
            ("evil = { path = \"/\" }\n", "the crate `evil`"),
            ("[build-dependencies]\nevil = { path = \"/\" }\n", "the crate `evil`"),
            ("[[bin]]\nname = \"checker\"\n", "only dependencies"),
            ("[lib]\npath = \"/etc/passwd\"\n", "only dependencies"),
            ("[profile]\n", "only dependencies"),
            ("[dependencies\n", "cannot be read"),
        ] {
            let made = made(more);
            assert_eq!(table(&made.text), table(SKELETON), "{more}");
            assert!(made.note.as_ref().is_some_and(|words| words.contains(note)), "{made:?}");
            assert!(!made.runs_code, "{more}");
        }
    }

    #[test]
    fn code_that_runs_while_building_is_kept_and_noticed() {
        let script = SKELETON.replacen("name", "build = \"x.rs\"\nname", 1);
        let library = format!("{SKELETON}[lib]\nproc-macro = true\n");
        for own in [script, library] {
            let made = manifest(SKELETON, Some(&own), false);
            assert_eq!(table(&made.text), table(&own));
            assert_eq!((made.note, made.runs_code), (None, true), "{own}");
        }
        assert!(manifest(SKELETON, None, true).runs_code);
        assert!(manifest(SKELETON, Some("[dependencies\n"), true).runs_code);
    }
}
