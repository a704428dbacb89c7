//! Lists the contents of a folder, sorted by name. Skips hidden files and Python's caches. A missing
//! folder counts as empty.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The names of the folders in this one.
pub fn folders(folder: &Path) -> io::Result<Vec<String>> {
    names(folder, Path::is_dir)
}

/// The names of the files in this folder.
pub fn files(folder: &Path) -> io::Result<Vec<String>> {
    names(folder, Path::is_file)
}

/// All files in this folder and in those below it, relative to it: `src/server.rs`.
pub fn files_below(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = files(folder)?;
    for name in folders(folder)? {
        let below = files_below(&folder.join(&name))?;
        found.extend(below.into_iter().map(|file| format!("{name}/{file}")));
    }
    Ok(found)
}

fn names(folder: &Path, is_wanted: fn(&Path) -> bool) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    let mut names: Vec<String> = paths
        .iter()
        .filter(|path| is_wanted(path))
        .filter_map(|path| path.file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && name != "__pycache__")
        .collect();
    names.sort();
    Ok(names)
}
