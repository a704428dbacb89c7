//! `checker autograder`: packs the archive that makes a Gradescope assignment grade with the checker. It holds
//! the checker itself, the teacher's class file, and the scripts in `checker/autograder`.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{ArgMatches, Command, value_parser};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::arguments::option;
use super::{Ending, grade};
use crate::course::atomic_file;

/// The parts of the archive.
#[derive(Debug)]
pub struct Options {
    class: Option<PathBuf>,
    checker: Option<PathBuf>,
    out: PathBuf,
}

impl Options {
    pub fn add_to(command: Command) -> Command {
        command.args([
            option("class", "FILE")
                .help("A TOML file with the lessons, the points of a lesson, and what students see")
                .value_parser(value_parser!(PathBuf)),
            option("checker", "FILE")
                .help("The checker to pack, such as one from a release [default: this program]")
                .value_parser(value_parser!(PathBuf)),
            option("out", "FILE")
                .help("The archive to write")
                .value_parser(value_parser!(PathBuf))
                .default_value("autograder.zip"),
        ])
    }

    pub fn of(matches: &mut ArgMatches) -> Options {
        Options {
            class: matches.remove_one("class"),
            checker: matches.remove_one("checker"),
            out: matches.remove_one("out").unwrap_or_default(),
        }
    }
}

/// The scripts, each with its name in the archive.
const SCRIPTS: [(&str, &str); 3] = [
    ("environment.sh", include_str!("../../autograder/environment.sh")),
    ("run_autograder", include_str!("../../autograder/run_autograder")),
    ("setup.sh", include_str!("../../autograder/setup.sh")),
];

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let mut files: Vec<(&str, Vec<u8>)> =
        SCRIPTS.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    if let Some(class) = &options.class {
        grade::check_class(class)?;
        files.push(("class.toml", read(class)?));
    }
    let program = match &options.checker {
        Some(path) => path.clone(),
        None => std::env::current_exe().context("looking for this program")?,
    };
    files.push(("checker", read(&program)?));
    let shown = options.out.display();
    let archive = archive(&files).context("packing the archive")?;
    atomic_file::write(&options.out, &archive).with_context(|| format!("writing {shown}"))?;
    writeln!(anstream::stdout(), "{shown}: upload it as the autograder of an assignment")?;
    Ok(Ending::Fine)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}

/// A zip archive of these files. All of them may be executed. They are not compressed, which would need another
/// library.
fn archive(files: &[(&str, Vec<u8>)]) -> anyhow::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .unix_permissions(0o755);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
