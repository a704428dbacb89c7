//! Updates random workspaces. Whatever was given, whatever the learner has, and whatever is new, the
//! learner never loses a byte, even if the update breaks off at any rename.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use fastrand::Rng;

use super::*;
use crate::course::given::Given;

const ROUNDS: u64 = 150;

const PLACES: [&str; 6] = [
    "README.md",
    "Cargo.toml",
    "Cargo.lock",
    ".gitignore",
    "lessons/@/Cargo.toml",
    "lessons/@/src/server.rs",
];

/// One of a few texts, so that equal ones are frequent.
fn text(place: &str, luck: &mut Rng) -> String {
    let number = luck.u32(..3);
    match place.rsplit_once('.') {
        Some((_, "rs")) => format!("//! Contract {}.\n\nfn main() {{ {number} }}\n", luck.u32(..3)),
        Some((_, "toml")) => {
            let more = ["", "a = \"1\"\n", "b = { version = \"2\" }\n"][luck.usize(..3)];
            format!("[package]\nname = \"x{number}\"\n\n[dependencies]\n{more}")
        }
        _ => format!("text {number}\n"),
    }
}

fn files(folder: &str, luck: &mut Rng) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for place in PLACES {
        if luck.u32(..8) > 0 {
            files.insert(place.replace('@', folder), text(place, luck));
        }
    }
    files
}

fn given(folder: &str, luck: &mut Rng) -> Given {
    Given::of(vec![folder.to_owned()], files(folder, luck))
}

fn write(root: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
}

/// All files below the folder, without those of the update itself.
fn contents(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                let path = entry.strip_prefix(root).unwrap().display().to_string();
                found.insert(path, fs::read_to_string(&entry).unwrap());
            }
        }
    }
    found.retain(|path, _| !path.starts_with(".socketlings/course.toml"));
    found
}

struct Scene {
    old: Given,
    mine: BTreeMap<String, String>,
    new: Given,
}

fn scene(seed: u64) -> Scene {
    let mut luck = Rng::with_seed(seed);
    let new_folder = ["10-lines", "11-lines"][luck.usize(..2)];
    let mut mine = files("10-lines", &mut luck);
    let old = given("10-lines", &mut luck);
    // Half of the learner's files are as they were given.
    for (path, text) in &old.files {
        if luck.bool() {
            mine.insert(path.clone(), text.clone());
        }
    }
    mine.insert("lessons/10-lines/src/own.rs".into(), "mod own;\n".into());
    Scene { old, mine, new: given(new_folder, &mut luck) }
}

/// Asserts that each text of the learner's still exists, in its place or in a backup.
fn nothing_is_lost(mine: &BTreeMap<String, String>, root: &Path, seed: u64) {
    let now = contents(root);
    for (path, text) in mine {
        let name = path.replace("10-lines", "");
        let is_kept = now.iter().any(|(place, found)| {
            let place = place.replace("10-lines", "").replace("11-lines", "");
            place.ends_with(&name) && !place.contains("staged") && found == text
        });
        assert!(is_kept, "seed {seed}: {path} with {text:?} is lost; there are {now:#?}");
    }
}

/// Updates, and breaks off before this rename.
fn updates(root: &Path, scene: &Scene, mut renames: usize) -> io::Result<Done> {
    let plan = plan(root, &scene.old, &scene.new)?;
    apply(root, &plan, &scene.new, &mut || {
        renames = renames.checked_sub(1).ok_or_else(|| io::Error::other("killed"))?;
        Ok(())
    })
}

#[test]
fn no_text_of_the_learners_is_ever_lost() {
    for seed in 0..ROUNDS {
        let scene = scene(seed);
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &scene.mine);
        updates(folder.path(), &scene, usize::MAX).unwrap();
        nothing_is_lost(&scene.mine, folder.path(), seed);
        let given = Given::read(folder.path()).unwrap();
        assert_eq!(given, scene.new);
        let again = plan(folder.path(), &given, &scene.new).unwrap();
        assert!(again.is_empty(), "seed {seed}: a second update has something to do: {again:?}");
    }
}

#[test]
fn an_update_that_was_killed_at_any_rename_is_finished_by_the_next_one() {
    for seed in 0..ROUNDS / 5 {
        let scene = scene(seed);
        let whole = tempfile::tempdir().unwrap();
        write(whole.path(), &scene.mine);
        updates(whole.path(), &scene, usize::MAX).unwrap();
        let without_backups = |root: &Path| {
            let mut found = contents(root);
            found.retain(|path, _| !path.starts_with(".socketlings/"));
            found
        };
        for renames in 0.. {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), &scene.mine);
            if updates(folder.path(), &scene, renames).is_ok() {
                break;
            }
            nothing_is_lost(&scene.mine, folder.path(), seed);
            updates(folder.path(), &scene, usize::MAX).unwrap();
            nothing_is_lost(&scene.mine, folder.path(), seed);
            let (one, other) = (without_backups(folder.path()), without_backups(whole.path()));
            assert_eq!(one, other, "seed {seed}, killed before rename {renames}");
        }
    }
}

#[test]
fn a_renumbered_lesson_keeps_the_learners_files() {
    let mut luck = Rng::with_seed(1);
    let (mut old, mut new) = (given("10-lines", &mut luck), given("11-lines", &mut luck));
    let place = |folder: &str| format!("lessons/{folder}/src/server.rs");
    old.files = [(place("10-lines"), "//! Old.\nfn main() {}\n".to_owned())].into();
    new.files = [(place("11-lines"), "//! New.\nfn main() {}\n".to_owned())].into();
    let mine = [(place("10-lines"), "//! Old.\nfn main() { mine() }\n".to_owned())].into();
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &mine);
    let done = updates(folder.path(), &Scene { old, mine, new }, usize::MAX).unwrap();
    let text = fs::read_to_string(folder.path().join(place("11-lines"))).unwrap();
    assert_eq!(text, "//! New.\nfn main() { mine() }\n");
    assert!(!folder.path().join("lessons/10-lines").exists());
    assert!(done.backup.unwrap().join(place("10-lines")).is_file());
}
