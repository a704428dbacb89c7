//! The environment of a program that a cell may change: the addresses of names (hosts(5),
//! nsswitch.conf(5)), and the default of an IPv6 wildcard (`bindv6only`, ipv6(7)). Only for a process in
//! a cell: elsewhere these would change the whole machine, or would not be allowed.

use std::fs;
use std::io;
use std::path::Path;

use super::mounts;
use crate::missing::Missing;

/// From now on this process, and all that it starts, reads `hosts` in place of `/etc/hosts`, and
/// resolves names from no other source. It gets its own mount namespace (mount_namespaces(7)) with our
/// files in these places. They are made in `folder`, and nothing is left there. The process must have
/// one thread only, and be in a cell.
pub fn know_hosts(hosts: &str, folder: &Path) -> Result<(), Missing> {
    let missing = |step: &str, error: io::Error| {
        Missing::new("host names for the case", format!("{step}: {error}"))
    };
    mounts::make_own().map_err(|e| missing("own mounts", e))?;
    cover("/etc/hosts", hosts, folder).map_err(|e| missing("/etc/hosts", e))?;
    match cover("/etc/nsswitch.conf", "hosts: files\n", folder) {
        // Without this file, the library has its own order. The caller's check detects that.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(|error| missing("/etc/nsswitch.conf", error)),
    }
}

/// Mounts a file with this text over another one.
fn cover(place: &str, text: &str, folder: &Path) -> io::Result<()> {
    let file = folder.join(".cover");
    fs::write(&file, text)?;
    let covered = mounts::bind(&file, Path::new(place));
    // A mounted file stays, even once its name is gone.
    fs::remove_file(&file)?;
    covered
}

/// From now on an IPv6 socket of this cell that binds accepts IPv6 only, unless it says otherwise
/// (`IPV6_V6ONLY`, ipv6(7)).
pub fn bind_ipv6_only() -> Result<(), Missing> {
    fs::write("/proc/sys/net/ipv6/bindv6only", "1")
        .map_err(|error| Missing::new("a different default of IPV6_V6ONLY (bindv6only)", error))
}
