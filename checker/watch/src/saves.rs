//! Notices saves, however an editor makes them: in place, by renaming another file over the old one,
//! several files at once, or with swap and backup files. After a burst of events it checks whether the
//! contents of the lesson's files have changed: all files in its folder, and those that `socketlings.toml`
//! names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::course::Lesson;
use crate::message::Message;

/// The time without events that ends a burst.
const QUIET: Duration = Duration::from_millis(15);

/// The longest burst before the files are checked.
const LONGEST_BURST: Duration = Duration::from_millis(150);

/// The interval between checks with `--poll`.
const POLLS_EVERY: Duration = Duration::from_millis(200);

/// The file in the workspace that names programs in other languages.
const OWN_PROGRAMS: &str = "socketlings.toml";

/// The contents of a lesson's files, as a digest for each.
type Contents = BTreeMap<PathBuf, u64>;

/// Reports saves of one lesson's files at a time.
pub struct Saves {
    watched: Arc<Mutex<Watched>>,
    /// The watcher reports events until it is dropped.
    watcher: Box<dyn Watcher + Send>,
    workspace: PathBuf,
    /// The folders outside of `lessons` that it watches.
    others: BTreeSet<PathBuf>,
}

#[derive(Debug, Default)]
struct Watched {
    folder: PathBuf,
    /// Files that may be outside of the folder.
    files: Vec<PathBuf>,
    contents: Contents,
}

impl Saves {
    /// Watches the folder of all lessons, because a lesson's folder may be replaced, as `git` does.
    pub fn watch(workspace: &Path, polls: bool, to: Sender<Message>) -> anyhow::Result<Saves> {
        let lessons = workspace.join("lessons");
        let (sender, events) = mpsc::channel();
        let on_event = move |event: notify::Result<Event>| {
            // An error may hide a save.
            if event.map_or(true, |event| may_be_a_save(&event)) {
                let _ = sender.send(());
            }
        };
        let config = Config::default().with_poll_interval(POLLS_EVERY).with_compare_contents(true);
        let mut watcher: Box<dyn Watcher + Send> = match polls {
            true => Box::new(PollWatcher::new(on_event, config)?),
            false => Box::new(RecommendedWatcher::new(on_event, config)?),
        };
        watcher
            .watch(&lessons, RecursiveMode::Recursive)
            .with_context(|| format!("cannot watch {}: try --poll", lessons.display()))?;
        let watched = Arc::new(Mutex::new(Watched::default()));
        let shared = watched.clone();
        thread::Builder::new()
            .name("saves".into())
            .spawn(move || send_saves(&events, &shared, &to))?;
        let workspace = workspace.to_owned();
        Ok(Saves { watched, watcher, workspace, others: BTreeSet::new() })
    }

    /// Watches this lesson's files from now on, starting with their present contents.
    pub fn turn_to(&mut self, lesson: &Lesson) {
        let folder = self.workspace.join("lessons").join(&lesson.lesson);
        let files = self.files(lesson);
        self.watch_folders_of(&files);
        let contents = all_contents(&folder, &files);
        *self.locked() = Watched { folder, files, contents };
    }

    /// Whether it watches all of this lesson's files.
    pub fn watches(&self, lesson: &Lesson) -> bool {
        self.locked().files == self.files(lesson)
    }

    fn files(&self, lesson: &Lesson) -> Vec<PathBuf> {
        let files = lesson.files.iter().map(String::as_str).chain([OWN_PROGRAMS]);
        files.map(|file| self.workspace.join(file)).collect()
    }

    fn locked(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file may be replaced by another one, so its folder is watched. The folder of lessons is already.
    fn watch_folders_of(&mut self, files: &[PathBuf]) {
        let lessons = self.workspace.join("lessons");
        for folder in files.iter().filter_map(|file| file.parent()) {
            let is_watched = folder.starts_with(&lessons) || self.others.contains(folder);
            // If this fails, the saves in this folder are not noticed. A key still checks again.
            if !is_watched && self.watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
                self.others.insert(folder.to_owned());
            }
        }
    }
}

/// Whether the event may be a save. Reading a file is not a save, and neither is opening it for
/// writing.
fn may_be_a_save(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

fn send_saves(events: &Receiver<()>, watched: &Mutex<Watched>, to: &Sender<Message>) {
    while events.recv().is_ok() {
        let begun = Instant::now();
        while begun.elapsed() < LONGEST_BURST {
            if events.recv_timeout(QUIET).is_err() {
                break;
            }
        }
        let mut watched = watched.lock().unwrap_or_else(PoisonError::into_inner);
        let now = all_contents(&watched.folder, &watched.files);
        if now != watched.contents {
            watched.contents = now;
            if to.send(Message::Saved).is_err() {
                return;
            }
        }
    }
}

/// The contents of the folder and of these files.
fn all_contents(folder: &Path, files: &[PathBuf]) -> Contents {
    let mut found = contents(folder);
    found.extend(files.iter().filter_map(|file| Some((file.clone(), digest(file)?))));
    found
}

/// The contents of the folder. Skips files that cannot be read now; their next event finds them.
fn contents(folder: &Path) -> Contents {
    let mut found = Contents::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_folder = path.is_dir();
            if !is_the_learners(&entry.file_name().to_string_lossy(), is_folder) {
                continue;
            }
            if is_folder {
                open.push(path);
            } else if let Some(digest) = digest(&path) {
                found.insert(path, digest);
            }
        }
    }
    found
}

fn digest(file: &Path) -> Option<u64> {
    let mut digest = DefaultHasher::new();
    fs::read(file).ok()?.hash(&mut digest);
    Some(digest.finish())
}

/// Whether the learner writes this file, rather than an editor: `.server.rs.swp` and `4913` (vim),
/// `server.rs~`, `#server.rs#` and `.#server.rs` (Emacs), `server.rs___jb_tmp___` (JetBrains),
/// `server.rs.tmp.1234`.
fn is_the_learners(name: &str, is_folder: bool) -> bool {
    if name.starts_with('.') || (is_folder && name == "target") {
        return false;
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let is_ordinary = |ending: &str| {
        ending.chars().all(|c| c.is_ascii_alphabetic())
            && !["swp", "swo", "swx", "tmp", "bak", "orig", "new", "old"].contains(&ending)
    };
    is_folder || ending.is_some_and(is_ordinary)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `change` counts as a save.
    fn is_a_save(change: impl FnOnce(&Path)) -> bool {
        let lessons = tempfile::tempdir().unwrap();
        let folder = lessons.path().join("01-one-shot");
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("src/server.rs"), "fn main() {}\n").unwrap();
        let files = vec![lessons.path().join("own.py")];
        let contents = all_contents(&folder, &files);
        let watched = Mutex::new(Watched { folder, files, contents });
        change(lessons.path());
        let (sender, events) = mpsc::channel();
        sender.send(()).unwrap();
        drop(sender);
        let (to, messages) = mpsc::channel();
        send_saves(&events, &watched, &to);
        messages.try_recv().is_ok()
    }

    #[test]
    fn changed_contents_are_a_save() {
        assert!(is_a_save(|lessons| {
            fs::write(lessons.join("01-one-shot/src/server.rs"), "fn main() { }\n").unwrap();
        }));
        assert!(is_a_save(|lessons| {
            fs::write(lessons.join("01-one-shot/src/more.rs"), "").unwrap();
        }));
        assert!(is_a_save(|lessons| {
            fs::remove_dir_all(lessons.join("01-one-shot")).unwrap();
        }));
        assert!(is_a_save(|lessons| fs::write(lessons.join("own.py"), "").unwrap()));
    }

    #[test]
    fn unchanged_contents_are_not_a_save() {
        assert!(!is_a_save(|lessons| {
            let source = lessons.join("01-one-shot/src");
            let file = source.join("server.rs");
            // The same bytes again, files of editors, and a file of another lesson.
            fs::write(&file, "fn main() {}\n").unwrap();
            fs::File::open(&file).unwrap().set_modified(std::time::SystemTime::now()).unwrap();
            fs::write(source.join(".server.rs.swp"), "b0VIM").unwrap();
            fs::write(source.join("server.rs~"), "old").unwrap();
            fs::create_dir(lessons.join("02-communication-loop")).unwrap();
            fs::write(lessons.join("02-communication-loop/server.rs"), "").unwrap();
            fs::write(lessons.join("another.py"), "").unwrap();
        }));
    }

    #[test]
    fn files_of_editors_are_not_the_learners() {
        for name in ["server.rs", "Cargo.toml", "notes.txt"] {
            assert!(is_the_learners(name, false), "{name}");
        }
        for name in [
            ".server.rs.swp",
            "4913",
            "server.rs~",
            "#server.rs#",
            ".#server.rs",
            "server.rs___jb_tmp___",
            "server.rs.tmp.1234",
            "server.rs.bak",
            "sedAbCdE",
        ] {
            assert!(!is_the_learners(name, false), "{name}");
        }
        assert!(is_the_learners("src", true) && !is_the_learners("target", true));
    }
}
