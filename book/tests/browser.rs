//! The book in a real browser: each page renders without an error, the search finds what readers look
//! for, pictures are seen at a phone's width, in the light and in the dark theme. Chromium is no part
//! of the project, so this test is there only where it is asked for:
//! `cargo test -p book --features browser --test browser`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// `cargo book serve`, on a port of its own, ended with the test.
struct Served {
    program: Child,
    address: String,
}

impl Served {
    fn begin() -> Served {
        let mut program = Command::new(env!("CARGO_BIN_EXE_book"))
            .args(["serve", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the book is served");
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in: {line}")).to_owned();
        Served { program, address }
    }

    fn page(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// What Chromium prints, and what it says of errors.
fn chromium(arguments: &[&str]) -> (String, String) {
    let program = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok())
        .expect("chromium is installed");
    let profile = std::env::temp_dir().join(format!("socketlings-browser-{}", std::process::id()));
    let output = Command::new(program)
        .args(["--headless=new", "--no-sandbox", "--virtual-time-budget=8000"])
        .arg("--enable-logging=stderr")
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(arguments)
        .output()
        .expect("chromium runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// What the page wrote to its console.
fn console(errors: &str) -> Vec<&str> {
    errors.lines().filter(|line| line.contains("CONSOLE")).collect()
}

fn chapters() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md") && name != "SUMMARY.md")
        .map(|name| name.replace(".md", ".html"))
        .collect();
    names.sort();
    assert!(names.len() > 25);
    names
}

#[test]
fn every_page_renders_and_the_search_finds_what_is_looked_for() {
    let served = Served::begin();
    for name in chapters() {
        let (page, errors) = chromium(&["--dump-dom", &served.page(&name)]);
        assert!(page.contains("</main>"), "{name} did not render");
        assert_eq!(console(&errors), [""; 0], "{name} has errors");
        assert!(!page.contains("{{#"), "{name} shows what should have been put in");
    }
    for (words, found_on) in
        [("%E7%B2%98%E5%8C%85", "05-glue.html"), ("short+write", "04-whole-message.html")]
    {
        let (page, _) =
            chromium(&["--dump-dom", &served.page(&format!("index.html?search={words}"))]);
        let results = page.split("searchresults-outer").nth(1).unwrap_or_default();
        assert!(results.contains(found_on), "{words} was not found on {found_on}");
    }
}

#[test]
fn pictures_are_seen_on_a_phone_in_light_and_in_dark() {
    let served = Served::begin();
    let shots = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for scheme in ["light", "dark"] {
        let shot = shots.join(format!("{scheme}.png"));
        let dark =
            if scheme == "dark" { "--force-dark-mode" } else { "--disable-features=WebUIDarkMode" };
        let picture = format!("--screenshot={}", shot.display());
        let page = served.page("05-glue.html");
        let (_, errors) =
            chromium(&[dark, "--window-size=390,3200", "--hide-scrollbars", &picture, &page]);
        assert_eq!(console(&errors), [""; 0]);
        let size = fs::metadata(&shot).expect("a screenshot").len();
        assert!(size > 20_000, "{scheme}: an empty page ({size} bytes)");
    }
    // No picture is wider than the page it stands on.
    let (page, _) =
        chromium(&["--window-size=390,900", "--dump-dom", &served.page("05-glue.html")]);
    assert!(
        page.matches("<figure class=\"wire-figure\">").count() >= 2,
        "the pictures are missing"
    );
    assert!(page.contains("max-width:100%"), "a picture may be wider than the page");
}
