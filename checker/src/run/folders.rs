//! Temporary folders: one for a run, and in it one for each case.
//!
//! A case's folder is used again if the case left it as it was. Making folders is expensive: ext4 looks for
//! an inode among all that were freed in the last five seconds (`recently_deleted` in fs/ext4/ialloc.c).
//!
//! A run holds a lock on its folder (flock(2)). The kernel releases it when the checker ends, for
//! whatever reason. So the next run can tell which folders have lost their owner, and removes them.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::ports;

/// Every run's folder begins with this.
const RUN: &str = "socketlings-run-";

/// Time limits for removing the files of one case, of a run, and of earlier runs. The next removal
/// takes care of the rest.
const AFTER_A_CASE: Duration = Duration::from_secs(2);
const AFTER_A_RUN: Duration = Duration::from_secs(20);
const AFTER_EARLIER_RUNS: Duration = Duration::from_secs(5);

/// A run's folder. Dropping this removes it.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    _lock: File,
    cases: AtomicU32,
    /// Folders that are ready for the next case.
    untouched: Mutex<Vec<CaseFolder>>,
}

/// A case's folder. Dropping this removes it.
#[derive(Debug)]
pub struct CaseFolder(PathBuf);

impl RunFolder {
    /// Removes the folders of earlier runs, and makes one for this run.
    pub fn make() -> io::Result<RunFolder> {
        let place = std::env::temp_dir();
        sweep(&place);
        loop {
            let name: String = std::iter::repeat_with(fastrand::alphanumeric).take(6).collect();
            let path = place.join(format!("{RUN}{name}"));
            match make_folder(&path, run_mode()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                made => made?,
            }
            // Until it is locked, another run may take it for a folder without an owner.
            if let Some(lock) = lock(&path) {
                let (cases, untouched) = (AtomicU32::new(0), Mutex::default());
                return Ok(RunFolder { path, _lock: lock, cases, untouched });
            }
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder for a case, as good as new.
    pub fn for_a_case(&self) -> io::Result<CaseFolder> {
        let untouched = self.untouched.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(folder) = untouched {
            return Ok(folder);
        }
        let number = self.cases.fetch_add(1, Ordering::Relaxed);
        let case = CaseFolder(self.path.join(number.to_string()));
        make_folder(&case.0, MODE)?;
        make_folder(&case.current(), MODE)?;
        Ok(case)
    }

    /// Keeps a case's folder for another case, if the case left it as it was. No process of the case may be
    /// left, since it could write into it later.
    pub fn take_back(&self, folder: CaseFolder) {
        if folder.is_untouched() {
            self.untouched.lock().unwrap_or_else(PoisonError::into_inner).push(folder);
        }
    }
}

impl CaseFolder {
    /// The programs' `HOME` and `TMPDIR`. They may not write anywhere else.
    pub fn home(&self) -> &Path {
        &self.0
    }

    /// The folder in which a lesson's programs start. It is not the home folder, where runtimes leave
    /// files of their own, because some cases check which files are left here.
    pub fn current(&self) -> PathBuf {
        self.0.join("current")
    }

    fn is_untouched(&self) -> bool {
        let entries = |path: &Path| fs::read_dir(path).map_or(usize::MAX, Iterator::count);
        let current = self.current();
        is_as_made(&self.0)
            && is_as_made(&current)
            && entries(&self.0) == 1
            && entries(&current) == 0
    }
}

impl Drop for CaseFolder {
    fn drop(&mut self) {
        // Most programs leave no files.
        if fs::remove_dir(self.current()).and_then(|()| fs::remove_dir(&self.0)).is_err() {
            remove(&self.0, AFTER_A_CASE);
        }
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        self.untouched.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        remove(&self.path, AFTER_A_RUN);
    }
}

/// The permissions of a case's folders.
const MODE: u32 = 0o700;

/// The permissions of a run's folder. Root runs strangers' programs as another user, who has to reach the case's
/// folder in it.
fn run_mode() -> u32 {
    if kernel::own_uid() == 0 { 0o711 } else { 0o700 }
}

fn make_folder(path: &Path, mode: u32) -> io::Result<()> {
    DirBuilder::new().mode(mode).create(path)
}

/// Whether this is still a folder with the permissions that it was made with.
fn is_as_made(path: &Path) -> bool {
    fs::symlink_metadata(path)
        .is_ok_and(|found| found.is_dir() && found.permissions().mode() & 0o7777 == MODE)
}

/// Removes as much of a folder as the time allows. The rest is removed later: at the end of the run,
/// or by the next run.
fn remove(path: &Path, time: Duration) {
    let begun = Instant::now();
    let _ = kernel::remove_tree(path, || begun.elapsed() < time);
}

/// Locks a run's folder. `None` if another process has locked or removed it.
fn lock(path: &Path) -> Option<File> {
    let folder = File::open(path).ok()?;
    folder.try_lock().ok()?;
    ports::is_called(&folder, path).then_some(folder)
}

/// Removes the folders and the port locks that earlier runs of this user have left behind.
fn sweep(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    let begun = Instant::now();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_mine = || entry.metadata().is_ok_and(|file| file.uid() == kernel::own_uid());
        let Some(name) = name.to_str() else { continue };
        if name.starts_with(RUN)
            && is_mine()
            && let Some(_lock) = lock(&entry.path())
        {
            remove(&entry.path(), AFTER_EARLIER_RUNS.saturating_sub(begun.elapsed()));
        } else if name.starts_with(ports::LOCK) && is_mine() {
            ports::remove_if_free(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_next_run_removes_the_leftovers_of_a_killed_one() {
        let place = tempfile::tempdir().unwrap();
        let (left, held) = (
            place.path().join(RUN.to_owned() + "left"),
            place.path().join(RUN.to_owned() + "held"),
        );
        fs::create_dir_all(left.join("0/case/closed")).unwrap();
        fs::create_dir_all(held.join("0/case")).unwrap();
        fs::set_permissions(left.join("0/case/closed"), fs::Permissions::from_mode(0o000)).unwrap();
        let other = place.path().join("socketlings-something-else");
        fs::create_dir(&other).unwrap();
        let lock = lock(&held).unwrap();
        sweep(place.path());
        assert!(!left.exists() && held.exists() && other.exists());
        drop(lock);
        sweep(place.path());
        assert!(!held.exists() && other.exists());
    }

    #[test]
    fn a_case_has_a_folder_that_goes_with_it() {
        let run = RunFolder::make().unwrap();
        let (one, other) = (run.for_a_case().unwrap(), run.for_a_case().unwrap());
        assert_ne!(one.home(), other.home());
        assert_eq!(fs::read_dir(one.current()).unwrap().count(), 0);
        let paths = [one.home().to_owned(), run.path.clone()];
        fs::write(other.home().join("left"), "").unwrap();
        drop((one, other));
        assert_eq!(fs::read_dir(&paths[1]).unwrap().count(), 0);
        assert!(!paths[0].exists());
        drop(run);
        assert!(!paths[1].exists());
    }

    #[test]
    fn only_an_untouched_folder_is_used_again() {
        let run = RunFolder::make().unwrap();
        let touches: [fn(&CaseFolder); 4] = [
            |folder| fs::write(folder.current().join("left"), "").unwrap(),
            |folder| fs::write(folder.home().join("left"), "").unwrap(),
            |folder| {
                fs::set_permissions(folder.current(), fs::Permissions::from_mode(0o500)).unwrap();
            },
            |folder| {
                fs::remove_dir(folder.current()).unwrap();
                std::os::unix::fs::symlink("/", folder.current()).unwrap();
            },
        ];
        for touch in touches {
            let folder = run.for_a_case().unwrap();
            let home = folder.home().to_owned();
            touch(&folder);
            run.take_back(folder);
            assert!(!home.exists());
        }
        let folder = run.for_a_case().unwrap();
        let home = folder.home().to_owned();
        run.take_back(folder);
        assert_eq!(run.for_a_case().unwrap().home(), home);
    }
}
