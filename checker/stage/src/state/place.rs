//! The place in which a program is kept: what it sees of the machine, and where it may write.

use std::io;
use std::path::Path;

use kernel::{Fence, Room, Walls};

/// Where programs of strangers are kept.
#[derive(Debug)]
pub(crate) enum Place {
    InRoom(Room),
    /// Without a cell there are no rooms.
    BehindFence(Room),
}

/// The walls for a program that starts in this folder (`None` for our own). If it has a `home`, it may write
/// only there, and to our own folder if it starts there. In a place, it may write to `home` only.
pub(crate) fn walls(
    place: Option<&Place>,
    home: Option<&Path>,
    folder: Option<&Path>,
) -> io::Result<Walls> {
    match (place, home) {
        (Some(Place::InRoom(room)), _) => {
            let folder = folder.map_or_else(std::env::current_dir, |folder| Ok(folder.to_owned()));
            Ok(Walls::Room(room.clone(), folder?))
        }
        (Some(Place::BehindFence(room)), _) => {
            room.fence_instead(false).map(Walls::FenceInstead).map_err(io::Error::other)
        }
        (None, None) => Ok(Walls::Open),
        (None, Some(home)) => {
            let current = folder.is_none().then_some(Path::new("."));
            let folders: Vec<&Path> = current.into_iter().chain([home]).collect();
            Ok(Fence::around(&folders).map_or(Walls::Open, Walls::Fence))
        }
    }
}
