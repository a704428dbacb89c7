//! A sandbox around programs of strangers, and around their build. Each sees only the places that are listed
//! here, and the system's programs and libraries (`kernel::Room`).

use std::io;
use std::path::{Path, PathBuf};

use cases::scene::{Launch, Launches};
use kernel::{Missing, Room};
use serde::{Deserialize, Serialize};

use crate::events::Isolation;

/// Bytes of `/tmp` and of `/dev/shm`, each, for one program.
const SCRATCH: u64 = 64 << 20;

/// Bytes of the case's folder, the programs' `HOME`.
const HOME: u64 = 64 << 20;

/// Folders of a workspace that no program of a lesson needs: the checker's records, the references, and what
/// was built.
pub const PRIVATE: [&str; 6] = [".git", ".socketlings", "book", "checker", "solutions", "target"];

/// Those without which cargo can build a checkout of the course.
pub const ALWAYS_PRIVATE: [&str; 3] = [".git", ".socketlings", "target"];

/// The sandbox of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sandbox {
    /// The workspace, if there is one.
    pub workspace: Option<PathBuf>,
}

impl Sandbox {
    /// Fails if this machine has no walls around strangers' code at all. In cells, rooms are the walls.
    pub fn check(isolation: Isolation) -> anyhow::Result<()> {
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
        for launch in [&launches.server, &launches.client].into_iter().flatten() {
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
