//! A reset never loses the learner's work, even if it fails.

use tempfile::TempDir;

use super::*;

const SKELETON: [LessonFile; 2] = [
    LessonFile { path: "Cargo.toml", text: "[package]\n" },
    LessonFile { path: "src/server.rs", text: "todo!()\n" },
];

/// A workspace with one lesson that the learner has changed.
fn changed() -> (TempDir, PathBuf, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("lessons/01-one-shot");
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), "[package]\n").unwrap();
    fs::write(folder.join("src/server.rs"), "mine").unwrap();
    fs::write(folder.join("src/notes.md"), "my notes").unwrap();
    let backups = root.path().join(".socketlings/backups");
    (root, folder, backups)
}

#[test]
fn the_skeleton_is_back_and_what_was_there_is_kept() {
    let (_root, folder, backups) = changed();
    let done = reset(&folder, &SKELETON, &backups, "01-one-shot").unwrap();
    let backup = backups.join("01-one-shot-1");
    assert_eq!(done, Done::Reset { backup: Some(backup.clone()) });
    assert_eq!(fs::read_to_string(folder.join("src/server.rs")).unwrap(), "todo!()\n");
    assert_eq!(fs::read_to_string(backup.join("src/server.rs")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(backup.join("src/notes.md")).unwrap(), "my notes");
    // Files that are not part of the skeleton stay in place.
    assert_eq!(fs::read_to_string(folder.join("src/notes.md")).unwrap(), "my notes");
    assert_eq!(fs::read_dir(&backups).unwrap().count(), 1, "nothing unfinished is left");
}

#[test]
fn each_reset_has_a_backup_of_its_own_and_none_is_needed_where_nothing_differs() {
    let (_root, folder, backups) = changed();
    reset(&folder, &SKELETON, &backups, "01-one-shot").unwrap();
    assert_eq!(reset(&folder, &SKELETON, &backups, "01-one-shot").unwrap(), Done::Nothing);
    fs::write(folder.join("src/server.rs"), "mine again").unwrap();
    let done = reset(&folder, &SKELETON, &backups, "01-one-shot").unwrap();
    assert_eq!(done, Done::Reset { backup: Some(backups.join("01-one-shot-2")) });
}

#[test]
fn a_lesson_that_is_gone_comes_back() {
    let (_root, folder, backups) = changed();
    fs::remove_dir_all(&folder).unwrap();
    let done = reset(&folder, &SKELETON, &backups, "01-one-shot").unwrap();
    assert_eq!(done, Done::Reset { backup: None });
    assert_eq!(fs::read_to_string(folder.join("Cargo.toml")).unwrap(), "[package]\n");
}

#[test]
fn without_a_backup_nothing_is_touched() {
    let (root, folder, backups) = changed();
    fs::write(root.path().join(".socketlings"), "in the way").unwrap();
    let error = reset(&folder, &SKELETON, &backups, "01-one-shot").unwrap_err();
    assert!(format!("{error:#}").contains("nothing was reset"), "{error:#}");
    assert_eq!(fs::read_to_string(folder.join("src/server.rs")).unwrap(), "mine");
}

#[test]
fn where_one_file_cannot_take_its_place_the_others_are_given_back() {
    let (_root, folder, backups) = changed();
    // The first file of the skeleton can be replaced; a folder is in the place of the second.
    fs::write(folder.join("Cargo.toml"), "my own").unwrap();
    fs::remove_file(folder.join("src/server.rs")).unwrap();
    fs::create_dir_all(folder.join("src/server.rs/inside")).unwrap();
    reset(&folder, &SKELETON, &backups, "01-one-shot").unwrap_err();
    assert_eq!(fs::read_to_string(folder.join("Cargo.toml")).unwrap(), "my own");
    let all = fs::read_dir(folder.join("src")).unwrap().count();
    assert_eq!(all, 2, "the folder and the notes, and nothing unfinished");
}
