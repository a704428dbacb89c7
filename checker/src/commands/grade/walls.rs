//! Checks that this machine can keep submissions away from the teacher's files, and from each other.

/// Fails if a wall is missing, and says which one.
pub fn check() -> anyhow::Result<()> {
    let walls = [
        ("cells", kernel::probe_cells()),
        ("sandboxes", kernel::probe_rooms()),
        ("Landlock", kernel::probe_fences().map(drop)),
        ("seccomp", kernel::probe_seccomp()),
    ];
    let missing = walls.into_iter().find_map(|(name, found)| Some((name, found.err()?)));
    let Some((name, missing)) = missing else { return Ok(()) };
    anyhow::bail!(
        "this machine lacks {name} ({}), so a submission could change your files. Grade on another \
         machine, or grade only submissions that you trust, with `--unsafe`",
        missing.why
    )
}
