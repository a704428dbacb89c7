//! The lessons that expose a belief: the first lesson in which it arises, and every lesson that builds
//! on that one. A lesson's `beliefs.toml` names the lessons that it builds on. It also lists each belief
//! that it leaves out, with the reason, so that no belief is left out by accident.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cases::beliefs::{self, BeliefsFile, read_file};
use cases::lessons::cases;

/// A belief's id and a lesson's slug.
type Pair = (String, String);

/// All lessons by slug, in the order of the course.
fn course() -> Vec<(String, BeliefsFile)> {
    let course = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = fs::read_dir(course).unwrap().map(|entry| entry.unwrap().file_name());
    let mut folders: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    folders.retain(|folder| course.join(folder).join("beliefs.toml").is_file());
    folders.sort();
    let lesson = |folder: &String| {
        let file = course.join(folder).join("beliefs.toml");
        let (_, slug) = folder.split_once('-').expect("NN-slug");
        (slug.to_owned(), read_file(&fs::read_to_string(file).unwrap()).unwrap())
    };
    folders.iter().map(lesson).collect()
}

/// Whether a case of this lesson exposes this belief.
fn exposes(slug: &str, belief: &str) -> bool {
    let mut exposed = cases(slug).iter().flat_map(|case| case.exposes);
    exposed.any(|exposes| exposes.belief == belief)
}

/// Whether a lesson builds on another one, directly or indirectly.
fn builds_on(course: &[(String, BeliefsFile)], slug: &str, other: &str) -> bool {
    let (_, file) = course.iter().find(|(known, _)| known == slug).expect("a lesson");
    file.builds_on.iter().any(|one| one == other || builds_on(course, one, other))
}

/// The pairs that no case exposes: a belief, and a lesson that builds on the first lesson to expose
/// it.
fn gaps(course: &[(String, BeliefsFile)]) -> BTreeSet<Pair> {
    let mut gaps = BTreeSet::new();
    let slugs = || course.iter().map(|(slug, _)| slug);
    for belief in beliefs::all() {
        let first = slugs().find(|slug| exposes(slug, &belief.id));
        let first = first.unwrap_or_else(|| panic!("nothing exposes `{}`", belief.id));
        let later = slugs().filter(|slug| builds_on(course, slug, first));
        let without = later.filter(|slug| !exposes(slug, &belief.id));
        gaps.extend(without.map(|slug| (belief.id.clone(), slug.clone())));
    }
    gaps
}

/// The pairs that the lessons list.
fn left_out(course: &[(String, BeliefsFile)]) -> BTreeSet<Pair> {
    let mut pairs = BTreeSet::new();
    for (slug, file) in course {
        for belief in file.left_out.iter().flat_map(|entry| &entry.beliefs) {
            let is_new = pairs.insert((belief.clone(), slug.clone()));
            assert!(is_new, "{slug} leaves `{belief}` out twice");
        }
    }
    pairs
}

#[test]
fn a_belief_that_is_not_exposed_where_it_may_arise_is_left_out_for_a_reason() {
    let course = course();
    let (gaps, listed) = (gaps(&course), left_out(&course));
    let without: Vec<_> = gaps.difference(&listed).collect();
    assert!(without.is_empty(), "expose these, or list them as left out: {without:#?}");
    let stale: Vec<_> = listed.difference(&gaps).collect();
    assert!(stale.is_empty(), "these are exposed, or nothing that builds on anything: {stale:#?}");
}

#[test]
fn a_lesson_builds_on_earlier_ones() {
    let course = course();
    for (at, (slug, file)) in course.iter().enumerate() {
        for one in &file.builds_on {
            let is_earlier = course[..at].iter().any(|(known, _)| known == one);
            assert!(is_earlier, "{slug} builds on {one}, which is not an earlier lesson");
        }
    }
}
