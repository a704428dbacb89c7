//! How far the learner is: `.socketlings/progress.toml` in the workspace.
//!
//! Progress is precious, so nothing here can lose it. The file is written whole or not at all,
//! under a lock, and ends with a line by which a shortened one is known. A file that cannot be
//! understood (another version, cut short, rubbish) is put aside under a name of its own, never
//! overwritten. And where it cannot be written, that is a warning and no more.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{Lesson, lessons, whole};
use crate::events::Warning;

/// The version of the file that this checker reads and writes.
const VERSION: i64 = 1;

const FIRST_LINE: &str = "# Your progress through socketlings, kept by the checker.";
/// A file that does not end with this line was cut short.
const LAST_LINE: &str = "# The end: all of your progress stands above this line.";

/// A longer file is not a progress file. The whole course needs some kilobytes.
const LONGEST: u64 = 256 << 10;

/// How long the checker waits for the lock. Another checker holds it for some milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the learner has reached, by lesson slug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    version: i64,
    /// The slug of the lesson that the learner chose with `checker goto`. It counts until that
    /// lesson is passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chosen: Option<String>,
    #[serde(default)]
    lessons: BTreeMap<String, Standing>,
    /// What a later checker may have added: kept as it is.
    #[serde(flatten)]
    rest: toml::Table,
}

/// One lesson's standing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Once passed, always passed.
    pub passed: bool,
    /// The most points that were reached.
    pub points: u32,
    /// How many hints were shown.
    pub hints: usize,
    #[serde(flatten)]
    rest: toml::Table,
}

impl Default for Progress {
    fn default() -> Self {
        let rest = toml::Table::new();
        Progress { version: VERSION, chosen: None, lessons: BTreeMap::new(), rest }
    }
}

impl Progress {
    /// The lesson's standing. The file may have been edited, so its points are cut to the lesson's.
    pub fn standing(&self, lesson: &Lesson) -> Standing {
        let standing = self.lessons.get(&lesson.slug).cloned().unwrap_or_default();
        Standing { points: standing.points.min(lesson.points), ..standing }
    }

    pub fn passed(&self, lesson: &Lesson) -> bool {
        self.lessons.get(&lesson.slug).is_some_and(|standing| standing.passed)
    }

    /// The lesson that the learner is on: the chosen one, or else the first one that is not passed.
    pub fn current(&self) -> Option<&'static Lesson> {
        let open = |lesson: &&Lesson| !self.passed(lesson);
        let chosen = self.chosen.as_deref().and_then(super::of_slug).filter(open);
        chosen.or_else(|| lessons().iter().find(open))
    }

    /// Makes this lesson the current one, until it is passed.
    pub fn choose(&mut self, lesson: &Lesson) {
        self.chosen = Some(lesson.slug.clone());
    }

    /// A lesson was checked whole.
    pub fn record(&mut self, lesson: &Lesson, passed: bool, points: u32) {
        let standing = self.lessons.entry(lesson.slug.clone()).or_default();
        standing.passed |= passed;
        standing.points = standing.points.max(points);
        if passed {
            self.chosen.take_if(|chosen| *chosen == lesson.slug);
        }
    }

    /// How many of this lesson's hints have now been shown.
    pub fn record_hints(&mut self, lesson: &Lesson, shown: usize) {
        self.lessons.entry(lesson.slug.clone()).or_default().hints = shown;
    }
}

/// The progress file of a workspace.
#[derive(Debug, Clone)]
pub struct ProgressFile {
    folder: PathBuf,
    patience: Duration,
}

/// Progress as it was found, or as it is now, and what has to be said about it.
#[derive(Debug, Default)]
pub struct Opened {
    pub progress: Progress,
    pub warnings: Vec<Warning>,
    /// Whether there was any progress before: without, nothing was ever run here.
    pub begun: bool,
}

impl ProgressFile {
    /// In the workspace's own folder for such things, `.socketlings`.
    pub fn in_folder(folder: PathBuf) -> Self {
        ProgressFile { folder, patience: PATIENCE }
    }

    fn path(&self) -> PathBuf {
        self.folder.join("progress.toml")
    }

    /// Reads what was reached. What cannot be understood is put aside.
    pub fn read(&self) -> Opened {
        // Most often there is nothing to put aside, and then nothing here is touched.
        match load(&self.path()) {
            Ok(Found::Progress(progress)) => Opened { progress, begun: true, ..Opened::default() },
            Ok(Found::Nothing) => Opened::default(),
            _ => self.change(|_| ()),
        }
    }

    /// Reads, changes and writes in one step: two checkers at once do not undo each other's work.
    /// The progress comes back as changed even where it could not be saved.
    pub fn change(&self, change: impl FnOnce(&mut Progress)) -> Opened {
        let mut opened = Opened::default();
        let saved = self.change_locked(&mut opened, change);
        if let Err(error) = saved {
            let why = format!("{}: {error}", self.path().display());
            opened.warnings.push(Warning::ProgressNotSaved { why });
        }
        opened
    }

    fn change_locked(
        &self,
        opened: &mut Opened,
        change: impl FnOnce(&mut Progress),
    ) -> io::Result<()> {
        let lock = self.lock();
        let path = self.path();
        let (before, aside) = match load(&path) {
            Ok(Found::Progress(progress)) => (Some(progress), Ok(None)),
            Ok(Found::Nothing) => (None, Ok(None)),
            Ok(Found::Strange(why)) => (None, Ok(Some(why))),
            Err(error) => (None, Err(error)),
        };
        opened.begun = before.is_some() || !matches!(aside, Ok(None));
        opened.progress = before.clone().unwrap_or_default();
        change(&mut opened.progress);
        // Without the lock, or over a file that cannot be read, nothing is written.
        let _lock = lock?;
        if let Some(why) = aside? {
            let backup = put_aside(&path)?.display().to_string();
            opened.warnings.push(Warning::ProgressPutAside { backup, why });
        }
        if before.as_ref() == Some(&opened.progress) {
            return Ok(());
        }
        let table = toml::to_string(&opened.progress).map_err(io::Error::other)?;
        whole::write(&path, format!("{FIRST_LINE}\n{table}\n{LAST_LINE}\n").as_bytes())
    }

    /// Held until it is dropped. It lies in a file of its own, since the progress file itself is
    /// replaced at each writing.
    fn lock(&self) -> io::Result<File> {
        fs::create_dir_all(&self.folder)?;
        let path = self.folder.join("progress.lock");
        let mut options = File::options();
        let file = open_regular(options.write(true).create(true).truncate(false), &path)?;
        let last = Instant::now() + self.patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                // Some network file systems have no locks: saving without one is better than not saving.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(file);
                }
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if Instant::now() >= last => {
                    let name = path.display();
                    return Err(io::Error::other(format!("another process holds the lock {name}")));
                }
                Err(TryLockError::WouldBlock) => {
                    kernel::wait_for(&[], &[], Duration::from_millis(5));
                }
            }
        }
    }
}

/// What stands in the file.
enum Found {
    Nothing,
    Progress(Progress),
    /// Something that this checker did not write; why it thinks so.
    Strange(String),
}

fn load(path: &Path) -> io::Result<Found> {
    let file = match open_regular(File::options().read(true), path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        file => file?,
    };
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Ok(Found::Strange(format!("it is longer than {} KiB", LONGEST >> 10)));
    }
    Ok(match understand(&bytes) {
        Ok(progress) => Found::Progress(progress),
        Err(why) => Found::Strange(why),
    })
}

/// Opens a regular file and nothing else: a pipe or a device could keep the checker waiting.
fn open_regular(options: &mut fs::OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK);
    let file = options.open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::other(format!("{} is not a regular file", path.display()))),
    }
}

fn understand(bytes: &[u8]) -> Result<Progress, String> {
    #[derive(Deserialize)]
    struct OfVersion {
        version: i64,
    }
    let rubbish = "it is no progress file";
    let text = str::from_utf8(bytes).map_err(|_| rubbish)?;
    match toml::from_str::<OfVersion>(text) {
        Ok(OfVersion { version: VERSION }) => {}
        Ok(OfVersion { version }) => {
            return Err(format!("it is of version {version}, and this checker knows {VERSION}"));
        }
        Err(_) if text.starts_with(FIRST_LINE) => return Err("it was cut short".into()),
        Err(_) => return Err(rubbish.into()),
    }
    if !text.trim_end().ends_with(LAST_LINE) {
        return Err("it was cut short".into());
    }
    toml::from_str(text).map_err(|error| format!("{rubbish}: {}", error.message()))
}

/// Gives the file the first backup name that is free; nobody else looks for one, since we hold
/// the lock.
fn put_aside(path: &Path) -> io::Result<PathBuf> {
    for number in 1..=u32::MAX {
        let backup = path.with_file_name(format!("progress.backup-{number}.toml"));
        if fs::symlink_metadata(&backup).is_err() {
            fs::rename(path, &backup)?;
            return Ok(backup);
        }
    }
    Err(io::Error::other("no name is left for a backup"))
}

#[cfg(test)]
mod tests;
