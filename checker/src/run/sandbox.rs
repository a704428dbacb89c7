//! A sandbox around programs of strangers, and around their build. Each sees only the places that are listed
//! here, and the system's programs and libraries (`kernel::Room`).

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use cases::scene::{Launch, Launches};
use kernel::{Missing, Room};
use nanoserde::{DeBin, SerBin};
use stage::wire::OptionalPath;

use crate::events::Isolation;

/// Bytes of `/tmp` and of `/dev/shm`, each, for one program.
const SCRATCH: u64 = 64 << 20;

/// Bytes of the case's folder, the programs' `HOME`.
const HOME: u64 = 64 << 20;

/// Permissions of a file for users who neither own it nor belong to its group (inode(7)).
const READ: u32 = 0o4;
const SEARCH: u32 = 0o1;

/// Folders of a workspace that no program of a lesson needs: the checker's records, the references, and what
/// was built.
pub const PRIVATE: [&str; 6] = [".git", ".socketlings", "book", "checker", "solutions", "target"];

/// Those without which cargo can build a checkout of the course.
pub const ALWAYS_PRIVATE: [&str; 3] = [".git", ".socketlings", "target"];

/// The sandbox of a run.
#[derive(Debug, Clone, SerBin, DeBin)]
pub struct Sandbox {
    /// The workspace, if there is one.
    #[nserde(proxy = "OptionalPath")]
    workspace: Option<PathBuf>,
    /// Whether the programs run as a user of their own.
    pub has_own_user: bool,
}

impl Sandbox {
    /// The sandbox for programs in this workspace. Fails if this machine has none.
    pub fn new(workspace: Option<PathBuf>, isolation: Isolation) -> anyhow::Result<Sandbox> {
        Sandbox::check(isolation)?;
        let has_own_user = kernel::probe_strangers(isolation == Isolation::Cell).is_ok();
        Ok(Sandbox { workspace, has_own_user })
    }

    /// Lets the programs run as the checker's user if another one could not read them.
    pub fn opens_to<'l>(&mut self, all: impl IntoIterator<Item = &'l Launches>) {
        let mut needed = all.into_iter().flat_map(each).flat_map(places);
        self.has_own_user = self.has_own_user && needed.all(|place| is_open_to_all(&place));
    }

    /// Fails if this machine has no walls around strangers' code at all. In cells, rooms are the walls.
    fn check(isolation: Isolation) -> anyhow::Result<()> {
        let missing = match isolation {
            Isolation::Cell => kernel::probe_rooms().err(),
            Isolation::Process => kernel::probe_fences().err(),
        };
        match missing {
            None => Ok(()),
            Some(Missing { lever, why }) => anyhow::bail!(
                "this machine cannot keep a program in a sandbox, since it lacks {lever} ({why}): see \
                 `checker doctor`"
            ),
        }
    }

    /// The room for the programs of a case with this home.
    pub fn room(&self, launches: &Launches, home: &Path) -> Room {
        let mut room = Room::new(SCRATCH);
        room.lend(home);
        for launch in each(launches) {
            for place in places(launch) {
                room.show(&place);
                self.hide_private(&mut room, &place);
            }
        }
        room
    }

    /// Hides what is private in the workspace, if this place is it or is around it.
    fn hide_private(&self, room: &mut Room, place: &Path) {
        let Some(workspace) = &self.workspace else { return };
        if workspace.starts_with(place) {
            PRIVATE.iter().for_each(|name| room.hide(&workspace.join(name)));
        }
    }
}

fn each(launches: &Launches) -> impl Iterator<Item = &Launch> {
    [&launches.server, &launches.client].into_iter().flatten()
}

/// Whether every user may read this place and what is in it.
fn is_open_to_all(place: &Path) -> bool {
    let Ok(place) = place.canonicalize() else { return false };
    let may = |path: &Path, wanted: u32| {
        fs::metadata(path).is_ok_and(|facts| facts.permissions().mode() & wanted == wanted)
    };
    if !place.ancestors().skip(1).all(|folder| may(folder, SEARCH)) {
        return false;
    }
    let mut left = vec![place];
    while let Some(path) = left.pop() {
        let wanted = if path.is_dir() { READ | SEARCH } else { READ };
        if !may(&path, wanted) {
            return false;
        }
        let entries = fs::read_dir(&path).into_iter().flatten().flatten();
        left.extend(entries.map(|entry| entry.path()).filter(|path| !is_private(path)));
    }
    true
}

/// Whether programs are not shown this anyway. A link is not followed.
fn is_private(path: &Path) -> bool {
    path.is_symlink() || path.file_name().is_some_and(|name| PRIVATE.iter().any(|it| *it == name))
}

/// What a program needs to be started: its file, or the folder of the command that stands in for it. A path in
/// a command is trusted only if the caller typed it. In a file of a submission it may lead anywhere.
fn places(launch: &Launch) -> Vec<PathBuf> {
    let program = || launch.words.first().map(PathBuf::from).filter(|path| path.is_absolute());
    match (&launch.folder, launch.is_stand_in) {
        (Some(folder), true) => vec![folder.clone()],
        (None, true) => std::env::current_dir().ok().into_iter().chain(program()).collect(),
        (_, false) => program().into_iter().collect(),
    }
}

/// Bounds what the programs can write in this process's cell: puts a folder of a bounded size in place of the
/// case's.
pub fn bound_home(home: &Path, current: &Path) -> io::Result<()> {
    kernel::bound_folder(home, HOME).map_err(|missing| io::Error::other(missing.why))?;
    std::fs::create_dir(current)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_open_to_all_if_each_file_in_it_and_each_folder_around_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let around = folder.path().join("around");
        let place = around.join("place");
        let file = place.join("file");
        let private = place.join("target");
        fs::create_dir_all(&private).unwrap();
        fs::write(&file, "").unwrap();
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        let all = [(folder.path(), 0o711), (&around, 0o711), (&place, 0o755), (&file, 0o644)];
        let reset = || all.iter().for_each(|(path, mode)| set(path, *mode));
        set(&private, 0o700);
        reset();
        assert!(is_open_to_all(&place));
        for (path, mode) in [(&file, 0o640), (&place, 0o754), (&around, 0o750)] {
            set(path, mode);
            assert!(!is_open_to_all(&place), "{}", path.display());
            reset();
        }
        assert!(!is_open_to_all(&place.join("missing")));
    }
}
