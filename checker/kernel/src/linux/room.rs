//! A room: what a program of a stranger sees of the machine. It has mounts of its own
//! (mount_namespaces(7)): a read-only system, an empty `/tmp`, `/dev/shm` and `/proc`, and the places that it
//! was given. Nothing else of the machine has a path in there. A room needs a cell around it.

use std::env;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::cell::{Cell, in_a_child};
use super::landlock::Fence;
use super::mounts;
use crate::missing::Missing;

/// Programs, libraries and the settings that they read. No secrets are expected in these.
const SYSTEM: [&str; 9] =
    ["bin", "gnu/store", "lib", "lib32", "lib64", "nix/store", "opt", "sbin", "usr"];

/// The other files of `/etc` may hold secrets, or names of users.
const SETTINGS: [&str; 16] = [
    "alternatives",
    "gai.conf",
    "host.conf",
    "hosts",
    "java",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "protocols",
    "resolv.conf",
    "services",
    "ssl/certs",
    "timezone",
];

const DEVICES: [&str; 6] = ["full", "null", "random", "tty", "urandom", "zero"];

/// Names in `/dev` for a process's own descriptors.
const DESCRIPTORS: [(&str, &str); 4] = [
    ("fd", "/proc/self/fd"),
    ("stderr", "/proc/self/fd/2"),
    ("stdin", "/proc/self/fd/0"),
    ("stdout", "/proc/self/fd/1"),
];

/// Memory for the folders of the room itself.
const FRAME: u64 = 16 << 20;

/// How a process in the room may use a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Read,
    Write,
    /// It is an empty folder, whatever the machine has there.
    Nothing,
    /// It is an empty folder of the room's own, to write to.
    Scratch,
}

/// A room that is ready to be entered.
#[derive(Debug, Clone)]
pub struct Room {
    /// In the order of their paths, so that each comes after the folder around it.
    places: Vec<(PathBuf, Use)>,
    /// The size of `/tmp`, and that of `/dev/shm`, in bytes.
    scratch: u64,
    /// A folder that exists in any case. The room is made on top of it.
    site: PathBuf,
}

/// The step at which a process could not enter its room.
#[derive(Debug)]
pub(super) struct Failed {
    step: String,
    pub error: io::Error,
}

impl Room {
    /// A room without places. Its `/tmp` and its `/dev/shm` hold this many bytes each.
    pub fn new(scratch: u64) -> Room {
        let own = ["/tmp", "/dev/shm"].map(|place| (PathBuf::from(place), Use::Scratch));
        let site = env::temp_dir().canonicalize().unwrap_or_else(|_| "/tmp".into());
        Room { places: own.into(), scratch, site }
    }

    /// Shows a file or a folder, which cannot be changed in there. A missing one is left out.
    pub fn show(&mut self, path: &Path) {
        self.add(path, Use::Read);
    }

    /// Shows a folder that may be changed. What is written there is written to the machine.
    pub fn lend(&mut self, path: &Path) {
        self.add(path, Use::Write);
    }

    /// Hides a folder inside one that is shown.
    pub fn hide(&mut self, path: &Path) {
        if path.is_dir() {
            self.add(path, Use::Nothing);
        }
    }

    fn add(&mut self, path: &Path, what: Use) {
        // A link could lead to a place that the room does not have. The root would cover everything.
        let Ok(path) = path.canonicalize() else { return };
        if path.parent().is_some() && !self.places.iter().any(|(place, _)| *place == path) {
            self.places.push((path, what));
            self.places.sort();
        }
    }

    /// Moves this process into the room. After an error it may be half-way, and must end. It must have one
    /// thread only, be in a cell, and have been started after the cell was entered.
    pub(super) fn enter(&self) -> Result<(), Failed> {
        step("own mounts", mounts::make_own())?;
        step("memory for the room", mounts::empty_folder(&self.site, FRAME))?;
        let [root, old] = ["room", "old"].map(|name| self.site.join(name));
        step("the room's folder", fs::create_dir(&root).and_then(|()| fs::create_dir(&old)))?;
        step("the room's folder", mounts::bind(&root, &root))?;
        step("moving the machine away", mounts::change_root(&self.site, &old))?;
        let [root, old] = ["/room", "/old"].map(Path::new);
        self.furnish(root, old)?;
        step("closing the room", mounts::take_away(old))?;
        step("closing the room", env::set_current_dir(root))?;
        let here = Path::new(".");
        step("closing the room", mounts::change_root(here, here))?;
        step("closing the room", mounts::take_away(here))?;
        step("closing the room", env::set_current_dir("/"))
    }

    fn furnish(&self, root: &Path, old: &Path) -> Result<(), Failed> {
        show_system(root, old)?;
        for (path, what) in &self.places {
            let inside = path.strip_prefix("/").unwrap_or(path);
            let (there, here) = (old.join(inside), root.join(inside));
            step_at(path, self.place(&there, &here, *what))?;
        }
        let processes = root.join("proc");
        step("/proc", fs::create_dir(&processes).and_then(|()| mounts::processes(&processes)))?;
        step("a read-only system", mounts::forbid_writing(root))?;
        for (path, _) in self.writable() {
            let inside = path.strip_prefix("/").unwrap_or(path);
            step_at(path, mounts::allow_writing(&root.join(inside)))?;
        }
        Ok(())
    }

    fn place(&self, there: &Path, here: &Path, what: Use) -> io::Result<()> {
        match what {
            Use::Read | Use::Write => show(there, here),
            Use::Nothing | Use::Scratch => {
                fs::create_dir_all(here)?;
                mounts::empty_folder(here, self.scratch)
            }
        }
    }

    fn writable(&self) -> impl Iterator<Item = &(PathBuf, Use)> {
        self.places.iter().filter(|(_, what)| matches!(what, Use::Write | Use::Scratch))
    }

    /// A fence (Landlock) for a process in this room.
    pub(super) fn fence(&self) -> Result<Fence, Missing> {
        let folders: Vec<&Path> = self.writable().map(|(path, _)| &**path).collect();
        Fence::around(&folders)
    }

    /// A fence for a process that cannot be in a room, since this machine has none. It may read and write in
    /// the same places of the machine, and connect to nothing if `is_offline`. It has no `/tmp` and no
    /// `/proc`.
    pub fn fence_instead(&self, is_offline: bool) -> Result<Fence, Missing> {
        let below = |folder: &'static str| move |name: &&str| Path::new(folder).join(name);
        let system = SYSTEM.iter().map(below("/")).chain(SETTINGS.iter().map(below("/etc")));
        let shown = self.places.iter().filter(|(_, what)| *what == Use::Read);
        let shown = shown.flat_map(|(path, _)| self.without_hidden(path));
        let reads: Vec<PathBuf> = system.chain(shown).collect();
        let lent = self.places.iter().filter(|(_, what)| *what == Use::Write);
        let writes: Vec<&Path> = lent.map(|(path, _)| &**path).collect();
        Fence::reading(&reads, &writes, is_offline)
    }

    /// The place, or what is in it if something in it is hidden.
    fn without_hidden(&self, place: &Path) -> Vec<PathBuf> {
        let is_hidden = |path: &Path| self.places.contains(&(path.to_owned(), Use::Nothing));
        let hides =
            |(path, what): &(PathBuf, Use)| *what == Use::Nothing && path.parent() == Some(place);
        let inside = fs::read_dir(place).ok().filter(|_| self.places.iter().any(hides));
        let Some(inside) = inside else { return vec![place.to_owned()] };
        inside.flatten().map(|entry| entry.path()).filter(|path| !is_hidden(path)).collect()
    }
}

fn show_system(root: &Path, old: &Path) -> Result<(), Failed> {
    let below = |folder: &'static str| move |name: &&str| Path::new(folder).join(name);
    let settings = SETTINGS.iter().map(below("etc"));
    let all = SYSTEM.iter().map(below("")).chain(settings).chain(DEVICES.iter().map(below("dev")));
    for name in all {
        step_at(&name, show_as_it_is(&old.join(&name), &root.join(&name)))?;
    }
    for (name, target) in DESCRIPTORS {
        step(name, symlink(target, root.join("dev").join(name)))?;
    }
    Ok(())
}

/// Shows what is there, if anything is. A link stays a link: on most machines, `/lib` leads to `usr/lib`.
fn show_as_it_is(there: &Path, here: &Path) -> io::Result<()> {
    match fs::read_link(there) {
        Ok(target) => {
            fs::create_dir_all(here.parent().unwrap_or(here))?;
            symlink(target, here)
        }
        Err(_) if there.exists() => show(there, here),
        Err(_) => Ok(()),
    }
}

/// Shows a file or a folder of the old root in the room.
fn show(there: &Path, here: &Path) -> io::Result<()> {
    if there.is_dir() {
        fs::create_dir_all(here)?;
    } else {
        fs::create_dir_all(here.parent().unwrap_or(here))?;
        if !here.exists() {
            File::create(here)?;
        }
    }
    match mounts::bind(there, here) {
        // A file that was mounted here and has lost its name, as `know_hosts` leaves it, cannot be mounted again.
        Err(error) if error.kind() == ErrorKind::NotFound => fs::copy(there, here).map(drop),
        shown => shown,
    }
}

fn step<T>(name: &str, result: io::Result<T>) -> Result<T, Failed> {
    result.map_err(|error| Failed { step: name.to_owned(), error })
}

fn step_at<T>(path: &Path, result: io::Result<T>) -> Result<T, Failed> {
    step(&path.display().to_string(), result)
}

/// Whether this machine allows rooms: tries one in a separate process.
pub fn probe() -> Result<(), Missing> {
    in_a_child(|| {
        let cell = Cell::enter(false)?;
        let entered = in_a_child(|| {
            let missing = |failed: Failed| {
                Missing::new("a room", format!("{}: {}", failed.step, failed.error))
            };
            Room::new(FRAME).enter().map_err(missing)
        });
        cell.end();
        entered
    })
}

/// Puts an empty folder that holds at most this many bytes in place of this one, for this process and all
/// that it starts from now on. It must have one thread only, and be in a cell.
pub fn bound_folder(folder: &Path, bytes: u64) -> Result<(), Missing> {
    let mounted = mounts::make_own().and_then(|()| mounts::empty_folder(folder, bytes));
    mounted.map_err(|error| Missing::new("a folder of a bounded size", error))
}
