//! Builds strangers' code in a sandbox: a build script, a macro and the compiler itself may do only what is
//! allowed here. Cargo is off line. It reads the toolchain, the crates that were fetched and the workspace,
//! and writes to its target folder.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use kernel::{Descendants, Room, Share, Walls};
use toml::{Table, Value};

use super::bounded::Bounds;
use super::sandbox::{ALWAYS_PRIVATE, PRIVATE};

/// Time and output. Cargo prints a line for each crate, and no crate of the course takes as long as this
/// silence.
pub const BOUNDS: Bounds =
    Bounds { silence: Duration::from_secs(180), time: Duration::from_secs(600), bytes: 16 << 20 };

/// For each process.
const SHARE: Share = Share { memory: 3 << 30, file_size: 1 << 30 };

/// For all processes together.
const PROCESSES: usize = 256;
const MEMORY: u64 = 5 << 30;
const DISK: u64 = 2 << 30;

/// Bytes of the build's own `/tmp`.
const SCRATCH: u64 = 256 << 20;

/// The places of a build.
pub struct StrangersBuild {
    workspace: PathBuf,
    target: PathBuf,
    cargo_home: PathBuf,
    toolchain: PathBuf,
    /// Whether packages are in `solutions` or in other folders of a checkout, which have to be seen then.
    is_course: bool,
    /// Bytes in the target folder before the build.
    before: u64,
    /// Bytes that were free on its disk.
    free: u64,
}

impl StrangersBuild {
    pub fn new(workspace: &Path, solutions: bool) -> anyhow::Result<StrangersBuild> {
        let workspace = workspace.canonicalize()?;
        let is_course = solutions || workspace.join("checker").exists();
        let target = target(&workspace);
        fs::create_dir_all(&target).with_context(|| format!("making {}", target.display()))?;
        let (cargo_home, toolchain) = (cargo_home(), toolchain(&workspace)?);
        let (before, free) = (size_of_tree(&target), free_bytes(&target));
        let places =
            StrangersBuild { workspace, target, cargo_home, toolchain, is_course, before, free };
        Ok(places)
    }

    /// The program `cargo`, not the one of rustup that looks for it.
    pub fn cargo(&self) -> OsString {
        let cargo = self.toolchain.join("bin").join("cargo");
        if cargo.is_file() { cargo.into() } else { "cargo".into() }
    }

    /// Confines the command, which is a build in the workspace.
    pub fn confine(&self, command: &mut Command) -> anyhow::Result<()> {
        for source in sources(&self.cargo_home) {
            command.args(["--config", &source]);
        }
        let (walls, home) = match kernel::probe_rooms() {
            Ok(()) => (Walls::Room(self.room(), self.workspace.clone()), Path::new("/tmp")),
            Err(_) => (Walls::FenceInstead(self.room().fence_instead(true)?), &*self.target),
        };
        self.clear_environment(command, home);
        kernel::confine(command, walls, SHARE);
        Ok(())
    }

    fn room(&self) -> Room {
        let mut room = Room::new(SCRATCH);
        room.show(&self.workspace);
        let hidden = if self.is_course { &ALWAYS_PRIVATE[..] } else { &PRIVATE };
        hidden.iter().for_each(|name| room.hide(&self.workspace.join(name)));
        // Cargo writes it anew if a lesson uses another library.
        room.lend(&self.workspace.join("Cargo.lock"));
        // The library that lessons use until the learner's own is finished.
        room.show(&self.workspace.join(".socketlings").join("framing"));
        room.lend(&self.target);
        room.show(&self.toolchain);
        ["registry", "git"].iter().for_each(|name| room.show(&self.cargo_home.join(name)));
        room
    }

    fn clear_environment(&self, command: &mut Command, home: &Path) {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = [self.toolchain.join("bin")].into_iter().chain(env::split_paths(&path));
        let path = env::join_paths(folders).unwrap_or(path);
        let kept = ["LANG", "TERM"].map(|name| Some((name, env::var_os(name)?)));
        command.env_clear().envs(kept.into_iter().flatten()).env("PATH", path);
        command.env("HOME", home).env("TMPDIR", home);
        command.env("CARGO_HOME", &self.cargo_home).env("CARGO_TARGET_DIR", &self.target);
        command.envs([("CARGO_NET_OFFLINE", "true"), ("CARGO_INCREMENTAL", "0")]);
    }

    /// The bound that the build has passed, as a phrase.
    pub fn excess(&self) -> Option<String> {
        let kin = Descendants::of_this_process().list();
        if kin.len() > PROCESSES {
            return Some(format!("it had started {PROCESSES} processes"));
        }
        let sum = |of: fn(kernel::Pid) -> Option<u64>| kin.iter().filter_map(|pid| of(*pid)).sum();
        let memory: u64 = sum(kernel::own_memory);
        if memory > MEMORY && sum(kernel::memory_share) > MEMORY {
            return Some(format!("it had taken {} GiB of memory", MEMORY >> 30));
        }
        // Other programs fill the disk, too, so only the size of the folder counts.
        let has_filled = self.free.saturating_sub(free_bytes(&self.target)) > DISK;
        let grown = || size_of_tree(&self.target).saturating_sub(self.before);
        (has_filled && grown() > DISK).then(|| format!("it had written {} GiB", DISK >> 30))
    }

    /// Whether this is a program that the build has made. A macro can write what cargo reports, and a build
    /// script can put a link there.
    pub fn made(&self, program: &Path) -> bool {
        let real = program.canonicalize();
        real.is_ok_and(|path| self.target.canonicalize().is_ok_and(|own| path.starts_with(own)))
    }
}

/// The folder for the build: one of its own, so that strangers' code cannot change what others have built.
fn target(workspace: &Path) -> PathBuf {
    let given = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let around = given.unwrap_or_else(|| workspace.join("target"));
    workspace.join(around).join("sandbox")
}

fn cargo_home() -> PathBuf {
    let given = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = || env::var_os("HOME").map(PathBuf::from).unwrap_or_default().join(".cargo");
    given.unwrap_or_else(home)
}

/// The folder of the toolchain that is used in this workspace.
fn toolchain(workspace: &Path) -> anyhow::Result<PathBuf> {
    let mut command = Command::new("rustc");
    command.args(["--print", "sysroot"]).current_dir(workspace).stdin(Stdio::null());
    let output = command
        .output()
        .context("cannot start rustc: it comes with Rust, see https://rustup.rs")?;
    let words = String::from_utf8_lossy(&output.stdout);
    anyhow::ensure!(output.status.success(), "rustc does not report where it is");
    Ok(PathBuf::from(words.trim()))
}

/// Where crates come from, if cargo's configuration names a mirror, as options `--config`. Its other settings
/// may hold secrets, or run programs.
fn sources(cargo_home: &Path) -> Vec<String> {
    let files = ["config.toml", "config"].map(|name| fs::read_to_string(cargo_home.join(name)));
    let text = files.into_iter().find_map(Result::ok).unwrap_or_default();
    let table = text.parse::<Table>().unwrap_or_default();
    let all = table.get("source").and_then(Value::as_table).cloned().unwrap_or_default();
    let of_one = |(name, source): (String, Value)| {
        let name = Value::String(name);
        let settings = source.as_table().cloned().unwrap_or_default();
        let settings = settings.into_iter().filter(|(_, value)| value.is_str());
        settings.map(move |(key, value)| format!("source.{name}.{key}={value}")).collect::<Vec<_>>()
    };
    all.into_iter().flat_map(of_one).collect()
}

fn free_bytes(folder: &Path) -> u64 {
    kernel::free_bytes(folder).unwrap_or(u64::MAX)
}

/// The bytes on the disk of all files in this folder. Links are not followed.
fn size_of_tree(folder: &Path) -> u64 {
    const BLOCK: u64 = 512;
    let mut folders = vec![folder.to_owned()];
    let mut size = 0;
    // A build can nest folders deeper than calls may be nested.
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for (path, facts) in entries.filter_map(|one| Some((one.path(), one.metadata().ok()?))) {
            size += facts.blocks() * BLOCK;
            folders.extend(facts.is_dir().then_some(path));
        }
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mirrors_are_taken_from_cargos_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let text = "[registry]\ntoken = 'secret'\n[source.crates-io]\nreplace-with = 'near'\n\
                    [source.near]\nregistry = 'sparse+https://near/'\n";
        fs::write(folder.path().join("config.toml"), text).unwrap();
        let expected =
            ["crates-io\".replace-with=\"near\"", "near\".registry=\"sparse+https://near/\""];
        let expected = expected.map(|line| format!("source.\"{line}"));
        assert_eq!(sources(folder.path()), expected);
        assert!(sources(Path::new("/nowhere")).is_empty());
    }

    #[test]
    fn a_tree_has_the_size_of_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("one/other");
        fs::create_dir_all(&inner).unwrap();
        let before = size_of_tree(folder.path());
        fs::write(inner.join("file"), vec![1; 100_000]).unwrap();
        std::os::unix::fs::symlink("/usr", inner.join("link")).unwrap();
        let grown = size_of_tree(folder.path()) - before;
        assert!((100_000..200_000).contains(&grown), "{grown}");
    }
}
