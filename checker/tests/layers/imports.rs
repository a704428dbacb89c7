//! Finds the modules of its own crate that a source names, and checks two rules: imports go down, and
//! they never form a circle.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::sources::Source;

/// The paths that the code names by `crate::…` or by `super::…`, relative to the crate's root.
fn imports(module: &[String], code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        read_paths(&mut &code[at + "crate::".len()..], &[], &mut found);
    }
    for (at, _) in code.match_indices("super::") {
        // `super::super::` is handled at its first word.
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut up = 0;
        while let Some(after) = rest.strip_prefix("super::") {
            rest = after;
            up += 1;
        }
        // With more `super::` than the module is deep, the path is used by a module within the file.
        if let Some(parent) = module.len().checked_sub(up) {
            read_paths(&mut rest, &module[..parent], &mut found);
        }
    }
    found
}

/// Reads one path, or each path in braces, and leaves the text after it in `rest`.
fn read_paths(rest: &mut &str, parent: &[String], found: &mut Vec<Vec<String>>) {
    *rest = rest.trim_start();
    if let Some(group) = rest.strip_prefix('{') {
        *rest = group;
        while !rest.is_empty() && !rest.starts_with('}') {
            read_paths(rest, parent, found);
            let end = rest.find([',', '}', ';']).unwrap_or(rest.len());
            *rest = rest[end..].strip_prefix(',').unwrap_or(&rest[end..]).trim_start();
        }
        *rest = rest.strip_prefix('}').unwrap_or(rest);
        return;
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let path = [parent, &[rest[..end].to_owned()]].concat();
    *rest = &rest[end..];
    match rest.strip_prefix("::") {
        Some(after) => {
            *rest = after;
            read_paths(rest, &path, found);
        }
        None => found.push(path),
    }
}

/// Imports that go up, or sideways, in a crate with these floors.
pub fn not_down(sources: &[Source], floors: &[&[&str]]) -> String {
    let floor = |name: &str| floors.iter().position(|floor| floor.contains(&name));
    let mut broken = String::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        let own = &source.module[0];
        let Some(at) = floor(own) else {
            let _ = writeln!(broken, "{}: give the module {own} its floor", source.place);
            continue;
        };
        for path in imports(&source.module, &source.code()) {
            let name = &path[0];
            // A name that is not a module, such as a type that `main` re-exports, has no floor of its
            // own.
            let goes_down = name == own || floor(name).is_some_and(|other| other > at);
            if !goes_down {
                let _ = writeln!(broken, "{}: {own} must not import {name}", source.place);
            }
        }
    }
    broken
}

/// Files that import each other, directly or through others.
pub fn in_circles(sources: &[Source]) -> String {
    let is_module = |path: &[String]| sources.iter().any(|source| source.module == path);
    let file = |path: Vec<String>| {
        (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|one| is_module(one))
    };
    let mut left: BTreeMap<Vec<String>, Vec<Vec<String>>> = BTreeMap::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        let found = imports(&source.module, &source.code()).into_iter().filter_map(file);
        let others = found.filter(|other| *other != source.module);
        left.insert(source.module.clone(), others.collect());
    }
    // Remove each file that imports none of those left, or that none of them imports: it is not in a
    // circle.
    loop {
        let is_free = |one: &Vec<String>, imported: &Vec<Vec<String>>| {
            !imported.iter().any(|other| left.contains_key(other))
                || !left.values().any(|others| others.contains(one))
        };
        let free: Vec<_> = left.iter().filter(|(one, all)| is_free(one, all)).collect();
        let Some(free) = free.first().map(|(one, _)| (*one).clone()) else { break };
        left.remove(&free);
    }
    let mut broken = String::new();
    for (one, others) in &left {
        let others = others.iter().filter(|other| left.contains_key(*other));
        let others: Vec<String> = others.map(|other| other.join("::")).collect();
        let _ = writeln!(broken, "{} is in a circle with {}", one.join("::"), others.join(", "));
    }
    broken
}

#[test]
fn the_reader_of_imports_can_read() {
    let module = ["run", "judge"].map(str::to_owned);
    let read = |module: &[String], code: &str| -> Vec<String> {
        imports(module, code).iter().map(|path| path.join("::")).collect()
    };
    assert_eq!(read(&module, "use crate::report::paint;"), ["report::paint"]);
    assert_eq!(read(&module, "use crate::{a::{b, c}, d, e as f};"), ["a::b", "a::c", "d", "e"]);
    assert_eq!(read(&module, "let x = crate::cli::obey();"), ["cli::obey"]);
    assert_eq!(read(&module, "use super::cell; use super::super::cli;"), ["run::cell", "cli"]);
    assert_eq!(read(&module[..1], "use super::{cli, events};"), ["cli", "events"]);
}

#[test]
fn a_circle_of_imports_is_found() {
    let line = |last: &str| {
        vec![
            Source::new(&["peer"], "use crate::proof::wait::until;"),
            Source::new(&["proof", "wait"], "use crate::state::{limits::Limits, stage};"),
            Source::new(&["state", "stage"], last),
            Source::new(&["state", "limits"], ""),
        ]
    };
    assert_eq!(in_circles(&line("use super::limits;")), "");
    let circle = in_circles(&line("fn f() { crate::proof::wait::until() }"));
    assert_eq!(circle.lines().count(), 2, "{circle}");
    assert!(circle.contains("state::stage is in a circle with proof::wait"), "{circle}");
}
