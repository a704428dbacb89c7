//! Accidents of a progress file: garbage, truncation, another version, a folder that cannot be
//! written, and two checkers at once.

use tempfile::TempDir;

use super::*;

fn file_in(folder: &TempDir) -> ProgressFile {
    ProgressFile::in_folder(folder.path().join(".socketlings"))
}

/// Writes this text to the progress file.
fn with_text(text: &[u8]) -> (TempDir, ProgressFile) {
    let folder = tempfile::tempdir().unwrap();
    let file = file_in(&folder);
    fs::create_dir_all(&file.folder).unwrap();
    fs::write(file.path(), text).unwrap();
    (folder, file)
}

fn two_lessons() -> (TempDir, ProgressFile, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = file_in(&folder);
    let opened = file.change(|progress| {
        progress.record(&lessons()[0], true, 10);
        progress.record(&lessons()[1], false, 4);
        progress.record_hints(&lessons()[1], 2);
    });
    assert_eq!(opened.warnings, []);
    let text = fs::read_to_string(file.path()).unwrap();
    (folder, file, text)
}

#[test]
fn where_nothing_was_ever_run_the_first_lesson_is_open_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let opened = file_in(&folder).read();
    assert!(!opened.begun && opened.warnings.is_empty());
    assert_eq!(opened.progress.current(), Some(&lessons()[0]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn progress_is_found_again() {
    let (_folder, file, text) = two_lessons();
    let opened = file.read();
    assert!(opened.begun);
    assert!(opened.progress.passed(&lessons()[0]));
    assert_eq!(opened.progress.standing(&lessons()[1]).points, 4);
    assert_eq!(opened.progress.standing(&lessons()[1]).hints, 2);
    assert_eq!(opened.progress.current(), Some(&lessons()[1]));
    insta::assert_snapshot!(text);
}

#[test]
fn passed_lessons_stay_passed_and_points_are_never_lost() {
    let (_folder, file, _) = two_lessons();
    file.change(|progress| progress.record(&lessons()[0], false, 3));
    let standing = file.read().progress.standing(&lessons()[0]);
    assert!(standing.passed);
    assert_eq!(standing.points, 10);
}

#[test]
fn an_unreadable_file_is_put_aside_and_nothing_is_lost() {
    let strange: [(&[u8], &str); 6] = [
        (b"", "not a progress file"),
        (b"\xff\xfe\x00", "not a progress file"),
        (b"hello = 'there", "not a progress file"),
        (b"version = 99\n[anything]\nelse = 1\n", "version 99"),
        (b"version = 1\n", "truncated"),
        (b"version = 'one'\n", "not a progress file"),
    ];
    for (text, reason) in strange {
        let (_folder, file) = with_text(text);
        // An older backup is not overwritten either.
        let older = file.folder.join("progress.backup-1.toml");
        fs::write(&older, "older").unwrap();
        let opened = file.read();
        let [Warning::ProgressPutAside { backup, why }] = &opened.warnings[..] else {
            panic!("{:?}", opened.warnings);
        };
        assert!(why.contains(reason), "{why}");
        assert!(backup.ends_with("progress.backup-2.toml"), "{backup}");
        assert_eq!(fs::read(backup).unwrap(), text);
        assert_eq!(fs::read_to_string(&older).unwrap(), "older");
        assert_eq!(opened.progress, Progress::default());
        // The warning appears only once.
        assert_eq!(file.read().warnings, []);
    }
}

#[test]
fn a_file_cut_short_anywhere_is_known_as_such() {
    let (_folder, file, text) = two_lessons();
    for length in 0..text.trim_end().len() {
        fs::write(file.path(), &text[..length]).unwrap();
        let opened = file.read();
        assert_eq!(opened.warnings.len(), 1, "cut after {length} bytes");
    }
    let all = fs::read_dir(&file.folder).unwrap().count();
    assert_eq!(all, text.trim_end().len() + 2, "a backup each, the lock and the file");
}

#[test]
fn fields_of_a_later_checker_are_kept() {
    let (_folder, file, text) = two_lessons();
    let added = text.replace("passed = true", "passed = true\nstars = 3");
    fs::write(file.path(), format!("name = 'x'\n{added}")).unwrap();
    assert_eq!(file.change(|progress| progress.record_hints(&lessons()[2], 1)).warnings, []);
    let text = fs::read_to_string(file.path()).unwrap();
    assert!(text.contains("stars = 3") && text.contains("name = \"x\""), "{text}");
}

#[test]
fn where_it_cannot_be_saved_that_is_a_warning_and_the_check_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    // Not even root can make a folder in the place of a file.
    fs::write(folder.path().join(".socketlings"), "in the way").unwrap();
    let opened = file_in(&folder).change(|progress| progress.record(&lessons()[0], true, 10));
    assert!(matches!(&opened.warnings[..], [Warning::ProgressNotSaved { .. }]));
    assert!(opened.progress.passed(&lessons()[0]));
}

#[test]
fn a_progress_file_that_cannot_be_read_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = file_in(&folder);
    fs::create_dir_all(file.path()).unwrap();
    let opened = file.change(|progress| progress.record(&lessons()[0], true, 10));
    assert!(matches!(&opened.warnings[..], [Warning::ProgressNotSaved { .. }]));
    assert!(file.path().is_dir());
}

#[cfg(unix)]
#[test]
fn a_folder_without_the_right_to_write_is_a_warning_too() {
    use std::os::unix::fs::PermissionsExt;

    let (_folder, file, text) = two_lessons();
    fs::set_permissions(&file.folder, fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write everywhere, so this test does not apply.
    let root = File::create(file.folder.join("probe")).is_ok();
    if !root {
        let opened = file.change(|progress| progress.record(&lessons()[1], true, 10));
        assert!(matches!(&opened.warnings[..], [Warning::ProgressNotSaved { .. }]));
        assert!(opened.progress.passed(&lessons()[0]) && opened.progress.passed(&lessons()[1]));
        assert_eq!(fs::read_to_string(file.path()).unwrap(), text);
    }
    fs::set_permissions(&file.folder, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn checkers_at_once_do_not_undo_each_others_work() {
    let folder = tempfile::tempdir().unwrap();
    // On a busy machine, 200 changes may take longer than a checker waits.
    let file = ProgressFile { patience: Duration::from_secs(60), ..file_in(&folder) };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let opened = file.change(|progress| {
                        let shown = progress.standing(&lessons()[0]).hints + 1;
                        progress.record_hints(&lessons()[0], shown);
                    });
                    assert_eq!(opened.warnings, []);
                }
            });
        }
    });
    assert_eq!(file.read().progress.standing(&lessons()[0]).hints, 200);
}

/// Makes the change on another thread, so that an endless wait fails the test instead of hanging it.
fn warnings_within_bounds(file: &ProgressFile) -> Vec<Warning> {
    let (sender, receiver) = std::sync::mpsc::channel();
    let file = file.clone();
    std::thread::spawn(move || {
        let opened = file.change(|progress| progress.record(&lessons()[0], true, 10));
        sender.send(opened.warnings)
    });
    receiver.recv_timeout(Duration::from_secs(60)).expect("the checker waits without end")
}

#[test]
fn a_lock_that_another_process_keeps_is_a_warning() {
    let (_folder, mut file, text) = two_lessons();
    file.patience = Duration::from_millis(20);
    let held = file.lock().unwrap();
    let warnings = warnings_within_bounds(&file);
    let [Warning::ProgressNotSaved { why }] = &warnings[..] else { panic!("{warnings:?}") };
    assert!(why.contains("another process holds the lock"), "{why}");
    assert_eq!(fs::read_to_string(file.path()).unwrap(), text);
    drop(held);
    assert_eq!(warnings_within_bounds(&file), []);
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_opened() {
    let make_pipe = |path: &Path| {
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    for name in ["progress.toml", "progress.lock"] {
        let (_folder, file, _) = two_lessons();
        let path = file.folder.join(name);
        fs::remove_file(&path).unwrap();
        make_pipe(&path);
        let warnings = warnings_within_bounds(&file);
        assert!(matches!(&warnings[..], [Warning::ProgressNotSaved { .. }]), "{warnings:?}");
    }
    let (_folder, file, _) = two_lessons();
    fs::remove_file(file.path()).unwrap();
    std::os::unix::fs::symlink("/dev/zero", file.path()).unwrap();
    let warnings = warnings_within_bounds(&file);
    let [Warning::ProgressNotSaved { why }] = &warnings[..] else { panic!("{warnings:?}") };
    assert!(why.contains("not a regular file"), "{why}");
}

#[test]
fn a_huge_file_is_put_aside_unread() {
    let (_folder, file) = with_text(b"");
    File::options().write(true).open(file.path()).unwrap().set_len(100 << 30).unwrap();
    let opened = file.read();
    let [Warning::ProgressPutAside { why, .. }] = &opened.warnings[..] else {
        panic!("{:?}", opened.warnings);
    };
    assert!(why.contains("longer than"), "{why}");
}

#[test]
fn points_beyond_a_lessons_own_are_cut() {
    let (_folder, file, text) = two_lessons();
    let most = format!("points = {}", u32::MAX);
    let forged = text.replace("points = 10", &most).replace("points = 4\n", &format!("{most}\n"));
    fs::write(file.path(), forged).unwrap();
    let progress = file.read().progress;
    for lesson in &lessons()[..2] {
        assert_eq!(progress.standing(lesson).points, lesson.points);
    }
}
