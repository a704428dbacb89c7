//! The learner's progress: `.socketlings/progress.toml` in the workspace.
//!
//! Progress must never be lost. The file is written whole or not at all, under a lock. Its last line
//! shows that it is complete. A file that cannot be read (another version, truncated, garbage) is
//! renamed to a backup, never overwritten. If the file cannot be written, the checker only prints a
//! warning.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cases::fields::Fields;
use toml::{Table, Value};

use super::{Lesson, atomic_file, lessons};
use crate::events::Warning;

/// The version of the file format.
const VERSION: i64 = 1;

const FIRST_LINE: &str = "# Your progress through socketlings, kept by the checker.";
/// A file without this last line is truncated.
const LAST_LINE: &str = "# The end: all of your progress stands above this line.";

/// A longer file is not a progress file. The whole course needs some kilobytes.
const LONGEST: u64 = 256 << 10;

/// How long the checker waits for the lock. Another checker holds it for some milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// The learner's progress, by lesson slug.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// The slug of the lesson that the learner chose with `checker goto`. It counts until that
    /// lesson is passed.
    chosen: Option<String>,
    lessons: BTreeMap<String, Standing>,
    /// Keys that a later checker may have added. They are kept.
    rest: Table,
}

/// The progress in one lesson.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// Once passed, always passed.
    pub passed: bool,
    /// The most points reached so far.
    pub points: u32,
    /// The number of hints shown.
    pub hints: usize,
    rest: Table,
}

impl Standing {
    fn from_fields(mut fields: Fields) -> Result<Standing, String> {
        Ok(Standing {
            passed: fields.take("passed")?,
            points: fields.take("points")?,
            hints: fields.take("hints")?,
            rest: fields.rest(),
        })
    }

    fn table(&self) -> Table {
        let mut table = self.rest.clone();
        table.insert("passed".into(), self.passed.into());
        table.insert("points".into(), self.points.into());
        table.insert("hints".into(), Value::Integer(self.hints as i64));
        table
    }
}

impl Progress {
    /// The progress in a file of this version, whose other fields are these.
    fn from_fields(mut fields: Fields) -> Result<Progress, String> {
        let mut tables: Fields = fields.take_if_any("lessons")?.unwrap_or_default();
        let mut lessons = BTreeMap::new();
        for slug in tables.names() {
            let standing = tables.take(&slug).and_then(Standing::from_fields);
            let standing = standing.map_err(|why| format!("lesson `{slug}`: {why}"))?;
            lessons.insert(slug, standing);
        }
        Ok(Progress { chosen: fields.take_if_any("chosen")?, lessons, rest: fields.rest() })
    }

    fn table(&self) -> Table {
        let mut table = self.rest.clone();
        table.insert("version".into(), VERSION.into());
        if let Some(chosen) = &self.chosen {
            table.insert("chosen".into(), chosen.clone().into());
        }
        let mut lessons = Table::new();
        for (slug, standing) in &self.lessons {
            lessons.insert(slug.clone(), standing.table().into());
        }
        table.insert("lessons".into(), lessons.into());
        table
    }

    /// The progress in this lesson. The file may have been edited, so the points are limited to the
    /// lesson's.
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

    /// Records the result of a lesson that was checked as a whole.
    pub fn record(&mut self, lesson: &Lesson, passed: bool, points: u32) {
        let standing = self.lessons.entry(lesson.slug.clone()).or_default();
        standing.passed |= passed;
        standing.points = standing.points.max(points);
        if passed {
            self.chosen.take_if(|chosen| *chosen == lesson.slug);
        }
    }

    /// Records the number of this lesson's hints that have been shown.
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

/// The progress after reading or changing it, with warnings.
#[derive(Debug, Default)]
pub struct Opened {
    pub progress: Progress,
    pub warnings: Vec<Warning>,
    /// Whether a progress file existed: without one, the checker has never run here.
    pub begun: bool,
}

impl ProgressFile {
    /// The progress file in this folder, which is the workspace's `.socketlings`.
    pub fn in_folder(folder: PathBuf) -> Self {
        ProgressFile { folder, patience: PATIENCE }
    }

    fn path(&self) -> PathBuf {
        self.folder.join("progress.toml")
    }

    /// Reads the progress. A file that cannot be read is renamed to a backup.
    pub fn read(&self) -> Opened {
        // In the usual case this only reads.
        match load(&self.path()) {
            Ok(Found::Progress(progress)) => Opened { progress, begun: true, ..Opened::default() },
            Ok(Found::Nothing) => Opened::default(),
            _ => self.change(|_| ()),
        }
    }

    /// Reads, changes and writes in one step, so that two checkers do not undo each other's work.
    /// Returns the changed progress even if it could not be saved.
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
        // Never write without the lock, or over a file that cannot be read.
        let _lock = lock?;
        if let Some(why) = aside? {
            let backup = put_aside(&path)?.display().to_string();
            opened.warnings.push(Warning::ProgressPutAside { backup, why });
        }
        if before.as_ref() == Some(&opened.progress) {
            return Ok(());
        }
        let table = toml::to_string(&opened.progress.table()).map_err(io::Error::other)?;
        atomic_file::write(&path, format!("{FIRST_LINE}\n{table}\n{LAST_LINE}\n").as_bytes())
    }

    /// Takes the lock, which is held until the file is dropped. The lock has its own file, because each
    /// write replaces the progress file.
    fn lock(&self) -> io::Result<File> {
        fs::create_dir_all(&self.folder)?;
        let path = self.folder.join("progress.lock");
        let mut options = File::options();
        let file = open_regular(options.write(true).create(true).truncate(false), &path)?;
        let last = Instant::now() + self.patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                // Some network file systems lack locks. Saving without one is better than not saving.
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

/// The contents of the file.
enum Found {
    Nothing,
    Progress(Progress),
    /// Not a progress file of this checker, for this reason.
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
    Ok(match parse(&bytes) {
        Ok(progress) => Found::Progress(progress),
        Err(why) => Found::Strange(why),
    })
}

/// Opens a regular file only: a pipe or a device could keep the checker waiting.
fn open_regular(options: &mut fs::OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK);
    let file = options.open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::other(format!("{} is not a regular file", path.display()))),
    }
}

fn parse(bytes: &[u8]) -> Result<Progress, String> {
    let garbage = "it is not a progress file";
    let text = str::from_utf8(bytes).map_err(|_| garbage)?;
    let read = Fields::parse(text).and_then(|mut fields| Ok((fields.take("version")?, fields)));
    let fields = match read {
        Ok((VERSION, fields)) => fields,
        Ok((version, _)) => {
            return Err(format!(
                "it has version {version}, and this checker reads version {VERSION}"
            ));
        }
        Err(_) if text.starts_with(FIRST_LINE) => return Err("it is truncated".into()),
        Err(_) => return Err(garbage.into()),
    };
    if !text.trim_end().ends_with(LAST_LINE) {
        return Err("it is truncated".into());
    }
    Progress::from_fields(fields).map_err(|why| format!("{garbage}: {why}"))
}

/// Renames the file to the first free backup name. We hold the lock, so no other process does the same.
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
