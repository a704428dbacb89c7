//! The pages of `checker grade` have no flaw that axe can find: names, landmarks, order of headings, heads of
//! tables, contrast. The pages are the snapshots of the checker's own tests. npm installs axe.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serial_test::serial;

use crate::chromium::{Look, Tab};
use crate::{DESK, PHONE};

const PAGES: [&str; 2] = [
    "class_page__tests__misconceptions_come_before_the_points",
    "letter_html__tests__each_failure_says_what_happened_and_where_to_read_on",
];

/// The flaws, each with the element. A rule that axe could not decide is not a flaw.
const FLAWS: &str = r#"axe.run(document).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 80)}`)))"#;

/// The library as one script.
fn axe() -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.exists() {
        let done = Command::new("npm")
            .args(["install", "--no-save", "--silent", "axe-core@4.14.1", "--prefix"])
            .arg(&folder)
            .status();
        assert!(done.expect("npm is installed (Debian: apt-get install npm)").success());
    }
    fs::read_to_string(script).unwrap()
}

/// The page in a snapshot: its text without the head.
fn page(name: &str, folder: &Path) -> PathBuf {
    let file =
        format!("../checker/src/commands/grade/snapshots/checker__commands__grade__{name}.snap");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let (_, html) = text.split_once("\n---\n").unwrap();
    let page = folder.join("page.html");
    fs::write(&page, html).unwrap();
    page
}

/// The flaws of a page, with these appearances.
fn flaws(tab: &mut Tab, page: &Path, axe: &str, scheme: &'static str) -> Vec<String> {
    let mut all = Vec::new();
    for width in [PHONE, DESK] {
        tab.look(Look { width, scheme });
        let complaints = tab.load(&format!("file://{}", page.display()));
        assert_eq!(complaints, [""; 0]);
        tab.ask(&format!("{axe}; 0"));
        let found = tab.ask(FLAWS);
        let found = found.as_array().unwrap().iter();
        all.extend(found.map(|flaw| format!("{width} pixels, {scheme}: {flaw}")));
    }
    all
}

#[test]
#[serial]
fn axe_finds_no_flaw_in_a_class_and_in_a_letter() {
    let (axe, mut tab) = (axe(), Tab::open());
    let folder = tempfile::tempdir().unwrap();
    for name in PAGES {
        let page = page(name, folder.path());
        for scheme in ["light", "dark"] {
            assert_eq!(flaws(&mut tab, &page, &axe, scheme), [""; 0], "{name}");
        }
    }
}

#[test]
#[serial]
fn axe_finds_the_flaws_of_a_page_that_has_some() {
    let (axe, mut tab) = (axe(), Tab::open());
    let folder = tempfile::tempdir().unwrap();
    let page = page(PAGES[0], folder.path());
    let html = fs::read_to_string(&page).unwrap();
    for (good, bad, flaw) in [
        ("<html lang=\"en\">", "<html>", "html-has-lang"),
        ("<h2>Points</h2>", "<h5>Points</h5>", "heading-order"),
        ("--faint:#50596a", "--faint:#c0c0c0", "color-contrast"),
    ] {
        let damaged = html.replace(good, bad);
        assert_ne!(damaged, html, "{good}");
        fs::write(&page, damaged).unwrap();
        let found = flaws(&mut tab, &page, &axe, "light").join("\n");
        assert!(found.contains(flaw), "{bad}: {found}");
    }
}
