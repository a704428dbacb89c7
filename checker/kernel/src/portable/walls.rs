//! Walls around a program. This system has none, and `doctor` says so.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::missing;
use crate::facts::Pid;
use crate::missing::Missing;

/// There are none here.
#[derive(Debug)]
pub enum Fence {}

impl Fence {
    pub fn around(_folders: &[&Path]) -> Result<Fence, Missing> {
        Err(missing("a fence (Landlock)"))
    }
}

/// Rooms need Linux's namespaces.
#[derive(Debug, Clone)]
pub struct Room;

impl Room {
    pub fn new(_scratch: u64) -> Room {
        Room
    }

    pub fn show(&mut self, _path: &Path) {}

    pub fn lend(&mut self, _path: &Path) {}

    pub fn hide(&mut self, _path: &Path) {}

    pub fn fence_instead(&self, _is_offline: bool) -> Result<Fence, Missing> {
        Err(missing("a fence (Landlock)"))
    }
}

#[derive(Debug)]
pub enum Walls {
    Open,
    Fence(Fence),
    FenceInstead(Fence),
    Room(Room, PathBuf),
}

#[derive(Debug, Clone, Copy)]
pub struct Share {
    pub memory: u64,
    pub file_size: u64,
}

pub fn confine(_command: &mut Command, _walls: Walls, _share: Share) {}

pub fn probe_rooms() -> Result<(), Missing> {
    Err(missing("a room"))
}

pub fn bound_folder(_folder: &Path, _bytes: u64) -> Result<(), Missing> {
    Err(missing("a folder of a bounded size"))
}

pub fn become_a_stranger(_folders: &[&Path]) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

pub fn probe_strangers(_in_cells: bool) -> Result<(), Missing> {
    Err(missing("a user of their own"))
}

pub fn probe_fences() -> Result<&'static str, Missing> {
    Err(missing("a fence (Landlock)"))
}

pub fn probe_seccomp() -> Result<(), Missing> {
    Err(missing("refusing system calls (seccomp)"))
}

pub fn refuse_tracers() {}

pub fn hides(_pid: Pid) -> bool {
    false
}
