//! Each kind of orphan is reported, with advice.

use std::collections::HashSet;
use std::fs;

use cases::beliefs;

use super::*;
use checker::course::lessons;

fn listed(flaws: impl IntoIterator<Item = Flaw>) -> String {
    flaws.into_iter().map(|flaw| flaw.to_string()).collect::<Vec<_>>().join("\n")
}

fn all_folders() -> Vec<String> {
    lessons().iter().map(Lesson::folder).collect()
}

fn specimen(path: &str) -> Specimen {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(COURSE).join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, "").unwrap();
    let (mut found, strange) = of_kind(folder.path(), Kind::Wrong).unwrap();
    assert_eq!(strange, vec![]);
    found.remove(0)
}

#[test]
fn a_folder_is_a_lessons_and_a_lesson_has_its_folder() {
    let mut found = all_folders();
    assert_eq!(folders("lessons", &found, lessons()), vec![]);
    found[0] = "77-orphan".into();
    let listed = listed(folders("lessons", &found, lessons()));
    assert!(listed.contains("lessons/77-orphan: does not belong to a lesson"), "{listed}");
    assert!(listed.contains("lessons/01-one-shot: is missing"), "{listed}");
}

#[test]
fn programs_are_called_after_their_lesson() {
    let lesson = &lessons()[2];
    let manifest = |package: &str, program: &str| {
        let text = format!(
            "[package]\nname = \"{package}\"\n[[bin]]\nname = \"{program}\"\npath = \
             \"src/server.rs\"\n"
        );
        Manifest::parse(&text).unwrap()
    };
    let right = manifest("connection-loop-solution", "connection-loop-server-solution");
    assert_eq!(names("solutions/03-connection-loop", lesson, true, &right), vec![]);
    let listed = listed(names("lessons/03-connection-loop", lesson, false, &right));
    assert!(listed.contains("call it `connection-loop`"), "{listed}");
    assert!(listed.contains("does not make a program `connection-loop-server`"), "{listed}");
}

#[test]
fn every_belief_needs_a_wrong_program() {
    let listed = listed(without_wrong_program(
        &[specimen("01-one-shot/wrong/server/buffer-is-message.rs")],
        lessons(),
    ));
    assert!(listed.contains("no wrong program shows `write-is-sent`"), "{listed}");
    assert!(!listed.contains("`buffer-is-message`"), "{listed}");
    assert!(
        listed.contains("checker/course/02-communication-loop/wrong: has no wrong program"),
        "{listed}"
    );
}

#[test]
fn ids_are_unique() {
    let ids: HashSet<_> = beliefs::all().iter().map(|belief| &belief.id).collect();
    assert_eq!(ids.len(), beliefs::all().len());
}

#[test]
fn every_belief_is_exposed_by_a_case_and_every_case_exposes_beliefs_that_exist() {
    let exposed: HashSet<_> = lessons()
        .iter()
        .flat_map(|lesson| cases::lessons::cases(&lesson.slug))
        .flat_map(|case| case.exposes)
        .map(|exposes| exposes.belief)
        .collect();
    for id in &exposed {
        assert!(beliefs::find(id).is_some(), "no belief is called {id}");
    }
    for belief in beliefs::all() {
        assert!(exposed.contains(&belief.id[..]), "no case exposes {}", belief.id);
    }
}
