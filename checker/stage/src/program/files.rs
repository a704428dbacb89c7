//! The files that a program leaves on disk. A script checks a file, or all files in a folder, against
//! the program's promise.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::outcome::breach::{After, Awaited, Instead};
use crate::outcome::fault::{Fault, Played};
use crate::program::Program;
use crate::program::paths::Thing;

/// Number of bytes of a file that are kept beyond the expected length. A report shows no more of them.
const SURPLUS: u64 = 1 << 20;

impl Program<'_> {
    /// Checks that it leaves a file with exactly these bytes. `path` is inside `folder`, and reports
    /// show it without the folder.
    pub fn leaves_file(&self, folder: &Path, path: &str, expected: &[u8]) -> Played {
        let instead = match self.finds(folder, path, expected.len())? {
            Some(found) if found == expected => return Ok(()),
            Some(heard) => Instead::Bytes { heard, after: After::End },
            None => Instead::NoFile,
        };
        let awaited = Awaited::File { path: path.into(), expected: expected.to_vec() };
        Err(self.stage().breach(&self.name(), awaited, instead))
    }

    /// Checks that it leaves no file of this name. `path` is inside `folder`, and reports show it
    /// without the folder.
    pub fn leaves_no_file(&self, folder: &Path, path: &str) -> Played {
        let Some(heard) = self.finds(folder, path, 0)? else { return Ok(()) };
        let instead = Instead::Bytes { heard, after: After::End };
        Err(self.stage().breach(&self.name(), Awaited::NoFile { path: path.into() }, instead))
    }

    /// Checks that it leaves exactly these files in a folder, and no others. `path` is inside `folder`,
    /// and reports show it without the folder. The names are in alphabetical order.
    pub fn leaves_only(&self, folder: &Path, path: &str, names: &[&str]) -> Played {
        let instead = match listed(&folder.join(path)) {
            Ok(found) if found == names => return Ok(()),
            Ok(found) => Instead::Files(found),
            Err(error) if is_missing(&error) => Instead::NoFile,
            Err(error) => return Err(Fault::new(format!("looking into {path}"), error).into()),
        };
        let names = names.iter().map(ToString::to_string).collect();
        let awaited = Awaited::Files { folder: path.into(), names };
        Err(self.stage().breach(&self.name(), awaited, instead))
    }

    /// The bytes of a file: all of them, or as many as a comparison with `length` bytes needs. `None` if
    /// there is no file at this path.
    fn finds(&self, folder: &Path, path: &str, length: usize) -> Played<Option<Vec<u8>>> {
        read(&folder.join(path), length as u64 + SURPLUS)
            .map_err(|error| Fault::new(format!("reading {path}"), error).into())
    }

    /// Checks that it leaves the entry at this path alone: it is still `thing`. Reports show the path as
    /// `name`.
    pub fn leaves_alone(&self, path: &Path, name: &str, thing: Option<Thing>) -> Played {
        let instead = match Thing::at(path)? {
            found if found == thing => return Ok(()),
            Some(_) => Instead::Files(vec!["another one".into()]),
            None => Instead::NoFile,
        };
        let awaited = Awaited::Untouched { path: name.into() };
        Err(self.stage().breach(&self.name(), awaited, instead))
    }

    /// Checks that it leaves nothing at this path.
    pub fn leaves_nothing(&self, path: &Path, name: &str) -> Played {
        if Thing::at(path)?.is_none() {
            return Ok(());
        }
        let awaited = Awaited::NoFile { path: name.into() };
        Err(self.stage().breach(&self.name(), awaited, Instead::Files(vec![name.into()])))
    }
}

fn read(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    // Check before opening: opening a pipe blocks until a process opens its other end.
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Ok(None),
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Whether the error means that nothing has this name, or that its folder does not exist.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn listed(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}
