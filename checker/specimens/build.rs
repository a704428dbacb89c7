//! Finds the specimens of one lesson in `checker/course/NN-slug`, and writes a table of them for `main.rs`:
//! `wrong/server/NAME.rs` is the program `wrong-SLUG-server-NAME`. A new specimen is a new file, and nothing else.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let package_folder =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where this is"));
    let folder = package_folder.file_name().expect("the package has the lesson's folder name");
    let lesson = Path::new("../../course").join(folder);
    let lesson = package_folder.join(lesson).canonicalize()?;
    let package = env::var("CARGO_PKG_NAME").expect("cargo says its name");
    let slug = package.trim_end_matches("-specimens");
    let (mut modules, mut table) = (String::new(), String::new());
    for kind in ["wrong", "right"] {
        println!("cargo::rerun-if-changed={}", lesson.join(kind).display());
        for role in ["server", "client"] {
            for file in rust_files(&lesson.join(kind).join(role))? {
                let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let name = format!("{kind}-{slug}-{role}-{stem}");
                let module = name.replace('-', "_").replace("__", "_and_");
                // Clippy is asked about the right programs only: the wrong ones are wrong on purpose.
                let allowed = if kind == "wrong" { "#[allow(clippy::all)]\n" } else { "" };
                modules += &format!("{allowed}#[path = {file:?}]\npub mod {module};\n");
                table += &format!("    (\"{name}\", || {module}::main().report()),\n");
            }
        }
    }
    let text = format!(
        "{modules}\n#[allow(clippy::unit_arg, reason = \"some return nothing\")]\nconst SPECIMENS: &[(&str, Main)] = &[\n{table}];\n"
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    fs::write(out.join("specimens.rs"), text)
}

/// The files in this folder whose names end in `.rs`, in the order of their names; none where there is no
/// such folder.
fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    paths.sort();
    Ok(paths)
}
