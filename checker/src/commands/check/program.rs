//! Checks that a stand-in program can be run at all. One error before the run is better than one in
//! every case.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Looks for the program as execvp(3) does: it searches `PATH` for a name without a slash. A path is
/// relative to this folder. An error says why the program cannot be run.
pub(super) fn check_runnable(word: &str, folder: &Path) -> Result<(), String> {
    if word.contains('/') {
        return check_program(&folder.join(word));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    match env::split_paths(&path).any(|folder| check_program(&folder.join(word)).is_ok()) {
        true => Ok(()),
        false => Err(format!("there is no program `{word}` in the folders of PATH")),
    }
}

fn check_program(path: &Path) -> Result<(), String> {
    let shown = path.display();
    let facts = fs::metadata(path).map_err(|error| format!("{shown}: {error}"))?;
    match facts.permissions().mode() & 0o111 {
        _ if facts.is_dir() => Err(format!("{shown} is a folder")),
        0 => Err(format!("{shown} is not executable: `chmod +x {shown}` changes that")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_not_to_run_has_its_message() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("server.py"), "print()").expect("a file");
        let why = |word: &str| check_runnable(word, folder.path()).unwrap_err();
        assert_eq!(check_runnable("sh", folder.path()), Ok(()));
        assert!(why("no-such-program-here").contains("PATH"));
        assert!(why("./no/such").contains("No such file"));
        assert!(why(&folder.path().display().to_string()).contains("is a folder"));
        assert!(why("./server.py").contains("chmod +x"));
    }
}
