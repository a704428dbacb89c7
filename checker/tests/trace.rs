//! Pictures of runs: the ladder in the terminal, SVG that is the same each time, JSON, and packets
//! that Wireshark reads.

mod pictures;

use predicates::prelude::*;
use predicates::str::contains;

use pictures::{has_cells, trace};

/// The case and the program that most of these tests look at.
const CUT: [&str; 6] = ["08", "--wrong", "one-read-is-one-header", "--seed", "7", "--case"];
const CASE: &str = "every-cut-of-a-short-answer";

fn of_cut(more: &[&str]) -> String {
    let arguments = [&CUT[..], &[CASE], more].concat();
    let output = trace(&arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_ladder_in_the_terminal() {
    let drawn = of_cut(&["--width", "80"]);
    insta::with_settings!({ filters => vec![(r"--client \S+/", "--client …/")] }, {
        insta::assert_snapshot!(drawn);
    });
}

#[test]
fn the_same_run_gives_the_same_picture_to_the_byte() {
    let drawn = of_cut(&["--format", "svg"]);
    for _ in 0..3 {
        assert_eq!(of_cut(&["--format", "svg"]), drawn);
    }
    insta::assert_snapshot!(drawn);
}

#[test]
fn a_picture_says_in_words_what_it_shows() {
    let drawn = of_cut(&["--format", "svg"]);
    assert!(drawn.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    for part in ["<title id=", "<desc id=", "role=\"img\"", "aria-labelledby=", "viewBox="] {
        assert!(drawn.contains(part), "{part} is missing");
    }
    let story = drawn.split("<desc").nth(1).unwrap().split("</desc>").next().unwrap();
    assert!(story.contains("in 2 pieces") && story.contains("The client should print"), "{story}");
    // Whatever was said is text and never markup.
    assert_eq!(drawn.matches("<text").count(), drawn.matches("</text>").count());
}

#[test]
fn json_has_every_moment_readable_and_exact() {
    let told: serde_json::Value = serde_json::from_str(&of_cut(&["--format", "json"])).unwrap();
    assert_eq!(told["schema"], 1);
    assert_eq!(told["lesson"], "08-struct-framing");
    assert_eq!(told["case"], CASE);
    assert_eq!(told["status"], "failed");
    assert_eq!(told["belief"], "one-read-is-one-header");
    let moments = told["moments"].as_array().unwrap();
    let cut = moments.iter().find(|moment| moment["pieces"][0] == 1).unwrap();
    assert_eq!(cut["hex"].as_str().unwrap()[..8], *"04000000");
    assert!(cut["bytes"].as_str().unwrap().starts_with(r"\x04\x00\x00\x00"));
    let reads = moments.iter().filter(|moment| moment["what"] == "has_read").collect::<Vec<_>>();
    assert!(!reads.is_empty(), "the kernel says nothing of what was read");
}

#[test]
fn slow_motion_changes_no_verdict() {
    for (lesson, wrong) in [("03", "one-accept-is-enough"), ("04", "server/one-write-takes-it-all")]
    {
        let arguments = [lesson, "--wrong", wrong, "--seed", "5", "--format", "json"];
        let output = trace(&arguments).output().unwrap();
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["status"], "failed", "{lesson}");
        assert_eq!(told["belief"], wrong.split('/').next_back().unwrap(), "{lesson}");
    }
}

#[test]
fn a_file_is_written_where_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.svg");
    let path = file.to_str().unwrap();
    let arguments = [&CUT[..], &[CASE, "--format", "svg", "-o", path]].concat();
    trace(&arguments).assert().success().stdout("");
    assert!(std::fs::read_to_string(&file).unwrap().ends_with("</svg>\n"));
    let nowhere = folder.path().join("no/such/folder/picture.svg");
    let arguments = [&CUT[..], &[CASE, "-o", nowhere.to_str().unwrap()]].concat();
    trace(&arguments).assert().code(3).stderr(contains("could not be written"));
}

#[test]
fn packets_are_captured_in_a_cell_and_nowhere_else() {
    let arguments = [&CUT[..], &[CASE, "--format", "pcapng", "--isolation", "process"]].concat();
    trace(&arguments).assert().code(3).stderr(contains("in a cell only"));
    if has_cells() {
        let arguments = [&CUT[..], &[CASE, "--format", "pcapng"]].concat();
        // A section header block begins each file.
        let begins =
            predicate::function(|bytes: &[u8]| bytes.starts_with(&[0x0a, 0x0d, 0x0d, 0x0a]));
        trace(&arguments).assert().success().stdout(begins);
    }
}

#[test]
fn mistakes_are_answered_with_what_there_is() {
    let refused = |arguments: &[&str], words: &str| {
        trace(arguments).assert().code(2).stdout("").stderr(contains(words));
    };
    refused(&["99"], "no lesson `99`");
    refused(&["8", "--case", "nonsense"], "no case `nonsense`");
    refused(&["8", "--wrong", "one-read-is-one-heade"], "`one-read-is-one-header`");
    refused(&["8", "--format", "png"], "text, svg, json, pcapng");
    refused(&["3", "--client", "true"], "no client");
}
