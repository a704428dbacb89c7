//! What is taken from a submission: the files of its lessons, and with a `socketlings.toml` also the files
//! beside it. Links, hidden files and build output are left out, and so is whatever could change how the
//! lessons are built.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use stage::bytes::harmless;

use crate::course::{Lesson, lessons, own_programs};

/// A compiled program of another language may be this large.
const LARGEST: u64 = 16 << 20;
const MOST_BYTES: u64 = 64 << 20;
const MOST_FILES: usize = 2000;
const DEEPEST: usize = 12;

/// Names beside `lessons/` that are never taken.
const LEFT_OUT: [&str; 8] = [
    "Cargo.lock",
    "Cargo.toml",
    "book",
    "lessons",
    "rust-toolchain",
    "rust-toolchain.toml",
    "solutions",
    "target",
];

/// A file of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub bytes: Vec<u8>,
    pub is_executable: bool,
}

/// The files of a submission, by their path in the workspace.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Files {
    pub files: BTreeMap<String, Taken>,
    /// What was left out, and why.
    pub notes: Vec<String>,
    bytes: u64,
}

impl Files {
    /// Reads the files of the submission in this folder.
    pub fn of(folder: &Path) -> Files {
        let mut files = Files::default();
        let inside = folder.join("lessons");
        let around = if is_folder(&inside) { &inside } else { folder };
        for name in lessons().iter().map(Lesson::folder) {
            if is_folder(&around.join(&name)) {
                files.take_folder(&around.join(&name), &format!("lessons/{name}"), 0, &["target"]);
            }
        }
        if folder.join(own_programs::FILE).is_file() {
            files.take_folder(folder, "", 0, &LEFT_OUT);
        }
        files
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|file| std::str::from_utf8(&file.bytes).ok())
    }

    /// The digest of all files, with this text before them.
    pub fn digest(&self, text: &str) -> String {
        let mut digest = md5::Context::new();
        let mut add = |bytes: &[u8]| {
            digest.consume((bytes.len() as u64).to_le_bytes());
            digest.consume(bytes);
        };
        add(text.as_bytes());
        for (path, file) in &self.files {
            add(path.as_bytes());
            add(&[u8::from(file.is_executable)]);
            add(&file.bytes);
        }
        format!("{:x}", digest.finalize())
    }

    /// Takes the files below this folder, which has this path in the workspace.
    fn take_folder(&mut self, folder: &Path, place: &str, depth: usize, left_out: &[&str]) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut entries: Vec<fs::DirEntry> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || left_out.contains(&&name[..]) {
                continue;
            }
            let path = if place.is_empty() { name } else { format!("{place}/{name}") };
            self.take(&entry, &path, depth);
        }
    }

    fn take(&mut self, entry: &fs::DirEntry, path: &str, depth: usize) {
        let taken = match entry.file_type() {
            Ok(kind) if kind.is_symlink() => Err("it is a link".into()),
            Ok(kind) if kind.is_dir() && depth >= DEEPEST => Err("it is too deep".into()),
            Ok(kind) if kind.is_dir() => {
                return self.take_folder(&entry.path(), path, depth + 1, &["target"]);
            }
            Ok(kind) if kind.is_file() => self.read(&entry.path()),
            Ok(_) => Err("it is not a file".into()),
            Err(error) => Err(error.to_string()),
        };
        match taken {
            Ok(file) => {
                self.files.insert(path.to_owned(), file);
            }
            Err(why) => self.notes.push(format!("left out {}: {why}", harmless(path))),
        }
    }

    fn read(&mut self, path: &Path) -> Result<Taken, String> {
        let words = |error: io::Error| error.to_string();
        if self.files.len() >= MOST_FILES {
            return Err(format!("there are more than {MOST_FILES} files"));
        }
        let file = File::open(path).map_err(words)?;
        let is_executable = file.metadata().map_err(words)?.permissions().mode() & 0o111 != 0;
        let mut bytes = Vec::new();
        let most = LARGEST.min(MOST_BYTES - self.bytes);
        file.take(most + 1).read_to_end(&mut bytes).map_err(words)?;
        if bytes.len() as u64 > most {
            return Err(format!("it is too large: {} MiB are allowed", most >> 20));
        }
        self.bytes += bytes.len() as u64;
        Ok(Taken { bytes, is_executable })
    }
}

/// Whether this is a folder, and not a link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|facts| facts.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        folder
    }

    fn taken(files: &Files) -> Vec<&str> {
        files.files.keys().map(|path| &path[..]).collect()
    }

    #[test]
    fn only_the_lessons_are_taken_unless_another_language_is_used() {
        let server = "lessons/01-one-shot/src/server.rs";
        let all = [
            server,
            "Cargo.toml",
            "mine/server.py",
            "lessons/01-one-shot/target/x",
            ".cargo/config.toml",
        ];
        let folder = with(&all);
        assert_eq!(taken(&Files::of(folder.path())), [server]);
        fs::write(folder.path().join("socketlings.toml"), "").unwrap();
        let files = Files::of(folder.path());
        assert_eq!(taken(&files), [server, "mine/server.py", "socketlings.toml"]);
    }

    #[test]
    fn a_bare_folder_of_lessons_is_enough() {
        let folder = with(&["01-one-shot/src/server.rs"]);
        assert_eq!(taken(&Files::of(folder.path())), ["lessons/01-one-shot/src/server.rs"]);
    }

    #[test]
    fn links_and_large_files_are_left_out_with_a_note() {
        let folder = with(&["lessons/01-one-shot/src/server.rs"]);
        let source = folder.path().join("lessons/01-one-shot/src");
        std::os::unix::fs::symlink("/etc/passwd", source.join("link.rs")).unwrap();
        File::create(source.join("large.rs")).unwrap().set_len(LARGEST + 1).unwrap();
        let files = Files::of(folder.path());
        assert_eq!(files.files.len(), 1);
        assert!(files.notes[0].contains("large.rs: it is too large"), "{:?}", files.notes);
        assert!(files.notes[1].contains("link.rs: it is a link"), "{:?}", files.notes);
    }

    #[test]
    fn the_digest_changes_with_each_file_and_with_the_text() {
        let files = Files::of(with(&["lessons/01-one-shot/a"]).path());
        let other = Files::of(with(&["lessons/01-one-shot/b"]).path());
        assert_eq!(
            files.digest("7"),
            Files::of(with(&["lessons/01-one-shot/a"]).path()).digest("7")
        );
        assert_ne!(files.digest("7"), other.digest("7"));
        assert_ne!(files.digest("7"), files.digest("8"));
    }
}
