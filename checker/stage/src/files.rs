//! What a program leaves on the disk: a script looks at a file, or at all that is in a folder, and
//! finds what the program promised to leave there.

use std::fs;
use std::io;
use std::path::Path;

use crate::breach::{After, Awaited, Instead};
use crate::fault::{Fault, Played};
use crate::program::Program;

impl Program<'_> {
    /// It leaves a file with exactly these bytes. `path` is inside `folder`, and told without it.
    pub fn leaves_file(&self, folder: &Path, path: &str, expected: &[u8]) -> Played {
        let instead = match fs::read(folder.join(path)) {
            Ok(found) if found == expected => return Ok(()),
            Ok(heard) => Instead::Bytes { heard, after: After::End },
            Err(error) if is_missing(&error) => Instead::NoFile,
            Err(error) => return Err(Fault::new(format!("reading {path}"), error).into()),
        };
        let awaited = Awaited::File { path: path.into(), expected: expected.to_vec() };
        Err(self.stage().breach(&self.name(), awaited, instead))
    }

    /// It leaves no file of this name. `path` is inside `folder`, and told without it.
    pub fn leaves_no_file(&self, folder: &Path, path: &str) -> Played {
        match fs::read(folder.join(path)) {
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(Fault::new(format!("reading {path}"), error).into()),
            Ok(heard) => {
                let instead = Instead::Bytes { heard, after: After::End };
                Err(self.stage().breach(
                    &self.name(),
                    Awaited::NoFile { path: path.into() },
                    instead,
                ))
            }
        }
    }

    /// It leaves exactly these files in a folder, and no others. `path` is inside `folder`, and told
    /// without it; the names are in alphabetical order.
    pub fn leaves_only(&self, folder: &Path, path: &str, names: &[&str]) -> Played {
        let found = listed(&folder.join(path))
            .map_err(|error| Fault::new(format!("looking into {path}"), error))?;
        if found == names {
            return Ok(());
        }
        let names = names.iter().map(ToString::to_string).collect();
        let awaited = Awaited::Files { folder: path.into(), names };
        Err(self.stage().breach(&self.name(), awaited, Instead::Files(found)))
    }
}

/// No such name, or a folder of that name.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::IsADirectory)
}

fn listed(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}
