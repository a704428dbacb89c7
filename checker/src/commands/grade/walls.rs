//! Checks that this machine can keep submissions away from the teacher's files, and from each other.

use kernel::Missing;

/// The note to the teacher on a machine without namespaces.
pub const WITHOUT_NAMESPACES: &str = "This machine has no namespaces. Landlock and another user keep submissions \
    from your files, but not from your network.";

/// Fails if a wall is missing, and says which one. Namespaces can be replaced by another user. Returns whether
/// they are.
pub fn check() -> anyhow::Result<bool> {
    let spaces = [("cells", kernel::probe_cells()), ("sandboxes", kernel::probe_rooms())];
    let walls =
        [("Landlock", kernel::probe_fences().map(drop)), ("seccomp", kernel::probe_seccomp())];
    let first = |walls: [(&'static str, Result<(), Missing>); 2]| {
        walls.into_iter().find_map(|(name, found)| Some((name, found.err()?)))
    };
    let has_strangers = || kernel::probe_strangers(false).is_ok();
    let (replaced, missing) = match (first(spaces), first(walls)) {
        (Some(_), None) if has_strangers() => (true, None),
        (of_spaces, of_walls) => (false, of_spaces.or(of_walls)),
    };
    let Some((name, missing)) = missing else { return Ok(replaced) };
    anyhow::bail!(
        "this machine lacks {name} ({}), so a submission could change your files. Grade on another \
         machine, or grade only submissions that you trust, with `--unsafe`",
        missing.why
    )
}
