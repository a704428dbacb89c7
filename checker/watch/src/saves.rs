//! Saves, as editors really make them: in place, by renaming another file over the old one, several
//! files at once, with swap and backup files around. What counts is whether the lesson's files have
//! another content than before, looked at when a burst of events is over.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::message::Happening;

/// A burst is over when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(15);

/// However long the burst, the files are looked at after so long.
const LONGEST_BURST: Duration = Duration::from_millis(150);

/// How often files are looked at where nobody tells of a save.
const POLLS_EVERY: Duration = Duration::from_millis(200);

/// What the files of a lesson hold: a digest for each.
type Contents = BTreeMap<PathBuf, u64>;

/// Tells of saves in one lesson's folder at a time.
pub struct Saves {
    watched: Arc<Mutex<Watched>>,
    /// Tells as long as it lives.
    _watcher: Box<dyn Watcher + Send>,
}

#[derive(Debug, Default)]
struct Watched {
    folder: PathBuf,
    contents: Contents,
}

impl Saves {
    /// Watches the folder of all lessons: one of them may be replaced whole, as `git` does.
    pub fn watch(lessons: &Path, polls: bool, to: Sender<Happening>) -> anyhow::Result<Saves> {
        let (sender, events) = mpsc::channel();
        let hear = move |event: notify::Result<Event>| {
            // What could not be understood may have been a save.
            if event.map_or(true, |event| may_be_a_save(&event)) {
                let _ = sender.send(());
            }
        };
        let config = Config::default().with_poll_interval(POLLS_EVERY).with_compare_contents(true);
        let mut watcher: Box<dyn Watcher + Send> = match polls {
            true => Box::new(PollWatcher::new(hear, config)?),
            false => Box::new(RecommendedWatcher::new(hear, config)?),
        };
        watcher
            .watch(lessons, RecursiveMode::Recursive)
            .with_context(|| format!("{} cannot be watched: try --poll", lessons.display()))?;
        let watched = Arc::new(Mutex::new(Watched::default()));
        let shared = watched.clone();
        thread::Builder::new()
            .name("saves".into())
            .spawn(move || tell_of_saves(&events, &shared, &to))?;
        Ok(Saves { watched, _watcher: watcher })
    }

    /// From now on, this folder's files count, as they are now.
    pub fn turn_to(&self, folder: PathBuf) {
        let contents = contents(&folder);
        *self.watched.lock().unwrap_or_else(PoisonError::into_inner) = Watched { folder, contents };
    }
}

/// Reading a file is none, and a file that is open for writing is not written yet.
fn may_be_a_save(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

fn tell_of_saves(events: &Receiver<()>, watched: &Mutex<Watched>, to: &Sender<Happening>) {
    while events.recv().is_ok() {
        let begun = Instant::now();
        while begun.elapsed() < LONGEST_BURST {
            if events.recv_timeout(QUIET).is_err() {
                break;
            }
        }
        let mut watched = watched.lock().unwrap_or_else(PoisonError::into_inner);
        let now = contents(&watched.folder);
        if now != watched.contents {
            watched.contents = now;
            if to.send(Happening::Saved).is_err() {
                return;
            }
        }
    }
}

/// What cannot be read now is not there; its next event finds it.
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
            } else if let Ok(bytes) = fs::read(&path) {
                let mut digest = DefaultHasher::new();
                bytes.hash(&mut digest);
                found.insert(path, digest.finish());
            }
        }
    }
    found
}

/// Whether it is a file that the learner writes, and not one that an editor keeps beside it:
/// `.server.rs.swp` and `4913` (vim), `server.rs~`, `#server.rs#` and `.#server.rs` (Emacs),
/// `server.rs___jb_tmp___` (JetBrains), `server.rs.tmp.1234`.
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

    /// Whether a look at the lesson's folder, after `change`, finds a save.
    fn is_a_save(change: impl FnOnce(&Path)) -> bool {
        let lessons = tempfile::tempdir().unwrap();
        let folder = lessons.path().join("01-one-shot");
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("src/server.rs"), "fn main() {}\n").unwrap();
        let contents = contents(&folder);
        let watched = Mutex::new(Watched { folder, contents });
        change(lessons.path());
        let (sender, events) = mpsc::channel();
        sender.send(()).unwrap();
        drop(sender);
        let (to, happenings) = mpsc::channel();
        tell_of_saves(&events, &watched, &to);
        happenings.try_recv().is_ok()
    }

    #[test]
    fn another_content_is_a_save() {
        assert!(is_a_save(|lessons| {
            fs::write(lessons.join("01-one-shot/src/server.rs"), "fn main() { }\n").unwrap();
        }));
        assert!(is_a_save(|lessons| {
            fs::write(lessons.join("01-one-shot/src/more.rs"), "").unwrap();
        }));
        assert!(is_a_save(|lessons| {
            fs::remove_dir_all(lessons.join("01-one-shot")).unwrap();
        }));
    }

    #[test]
    fn what_changes_nothing_is_no_save() {
        assert!(!is_a_save(|lessons| {
            let source = lessons.join("01-one-shot/src");
            let file = source.join("server.rs");
            // The same bytes again; files that editors keep; a file of another lesson.
            fs::write(&file, "fn main() {}\n").unwrap();
            fs::File::open(&file).unwrap().set_modified(std::time::SystemTime::now()).unwrap();
            fs::write(source.join(".server.rs.swp"), "b0VIM").unwrap();
            fs::write(source.join("server.rs~"), "old").unwrap();
            fs::create_dir(lessons.join("02-communication-loop")).unwrap();
            fs::write(lessons.join("02-communication-loop/server.rs"), "").unwrap();
        }));
    }

    #[test]
    fn what_editors_keep_beside_a_file_is_not_the_learners() {
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
