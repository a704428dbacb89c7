//! Checks that the skeletons built into the checker are equal, byte by byte, to the files in
//! `lessons/`.
//! Otherwise `checker reset` would restore something else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::Flaw;
use crate::tree;
use checker::course::lessons;
use checker::course::skeletons::{self, Skeleton};

pub fn flaws(root: &Path) -> anyhow::Result<Vec<Flaw>> {
    let mut flaws = Vec::new();
    for lesson in lessons() {
        let folder = lesson.folder();
        let found = texts(&root.join("lessons").join(&folder))?;
        flaws.extend(differences(&folder, skeletons::of(lesson), &found));
    }
    Ok(flaws)
}

/// The files of a folder with their contents.
fn texts(folder: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let files = tree::files_below(folder)?.into_iter();
    Ok(files
        .map(|file| fs::read(folder.join(&file)).map(|text| (file, text)))
        .collect::<Result<_, _>>()?)
}

fn differences(
    folder: &str,
    skeleton: &[Skeleton],
    found: &BTreeMap<String, Vec<u8>>,
) -> Vec<Flaw> {
    let place = |file: &str| format!("lessons/{folder}/{file}");
    let differing = skeleton.iter().filter_map(|file| {
        let what = match found.get(file.path) {
            Some(text) if text == file.text.as_bytes() => return None,
            Some(_) => "differs from the skeleton",
            None => "is missing",
        };
        let number = folder.split('-').next().unwrap_or(folder);
        let advice = format!(
            "`cargo checker reset {number}` restores the skeleton; to change the skeleton, \
             change checker/course/{folder}/skeleton, too"
        );
        Some(Flaw::new(place(file.path), what, advice))
    });
    let is_known = |file: &str| skeleton.iter().any(|known| known.path == file);
    let surplus = found.keys().filter(|file| !is_known(file)).map(|file| {
        let advice = "move it away, or add it to the skeleton";
        Flaw::new(place(file), "is not part of the skeleton", advice)
    });
    differing.chain(surplus).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKELETON: [Skeleton; 2] = [
        Skeleton { path: "Cargo.toml", text: "[package]\n" },
        Skeleton { path: "src/server.rs", text: "todo!()\n" },
    ];

    fn listed(flaws: &[Flaw]) -> String {
        flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn changed_missing_and_surplus_files_have_their_messages() {
        let found = |files: &[(&str, &str)]| -> BTreeMap<String, Vec<u8>> {
            files.iter().map(|(file, text)| (file.to_string(), text.as_bytes().to_vec())).collect()
        };
        let same = found(&[("Cargo.toml", "[package]\n"), ("src/server.rs", "todo!()\n")]);
        assert_eq!(differences("01-one-shot", &SKELETON, &same), vec![]);
        let other = found(&[("src/server.rs", "mine\n"), ("src/notes.md", "")]);
        let listed = listed(&differences("01-one-shot", &SKELETON, &other));
        assert!(listed.contains("lessons/01-one-shot/Cargo.toml: is missing"), "{listed}");
        assert!(listed.contains("src/server.rs: differs from the skeleton"), "{listed}");
        assert!(listed.contains("`cargo checker reset 01`"), "{listed}");
        assert!(listed.contains("src/notes.md: is not part of the skeleton"), "{listed}");
    }
}
