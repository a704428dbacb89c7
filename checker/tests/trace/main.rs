//! Pictures of runs: the diagram in the terminal, SVG that is the same each time, JSON, and packets
//! for Wireshark.

mod pictures;
#[cfg(feature = "tshark")]
mod tshark;

use predicates::prelude::*;
use predicates::str::contains;

use pictures::{checker, has_cells, trace};

/// The program and the case of most of these tests.
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
    assert!(story.contains("in 2 pieces") && story.contains("should print"), "{story}");
    // Bytes of the run are text and never markup.
    assert_eq!(drawn.matches("<text").count(), drawn.matches("</text>").count());
}

#[test]
fn json_has_every_moment_readable_and_exact() {
    let shown: serde_json::Value = serde_json::from_str(&of_cut(&["--format", "json"])).unwrap();
    assert_eq!(shown["schema"], 1);
    assert_eq!(shown["lesson"], "08-struct-framing");
    assert_eq!(shown["case"], CASE);
    assert_eq!(shown["status"], "failed");
    assert_eq!(shown["belief"], "one-read-is-one-header");
    let moments = shown["moments"].as_array().unwrap();
    let cut = moments.iter().find(|moment| moment["pieces"][0] == 1).unwrap();
    assert_eq!(cut["hex"].as_str().unwrap()[..8], *"04000000");
    assert!(cut["bytes"].as_str().unwrap().starts_with(r"\x04\x00\x00\x00"));
    let reads = moments.iter().filter(|moment| moment["what"] == "has_read").collect::<Vec<_>>();
    assert!(!reads.is_empty(), "no reads in the trace");
}

#[test]
fn a_trace_knows_in_which_call_the_program_waited() {
    if !has_cells() {
        return;
    }
    let of = ["03", "--solutions", "--case", "waiting-clients-in-order", "--seed", "7"];
    let output = trace(&[&of[..], &["--format", "json"]].concat()).output().unwrap();
    let shown: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let moments = shown["moments"].as_array().unwrap();
    let queued = moments.iter().find(|one| one["what"] == "leaves_waiting").unwrap();
    assert_eq!(queued["rest"], "the server waits in `recv` on alice's connection for more bytes");
}

#[test]
fn a_page_has_the_steps_and_loads_nothing() {
    let page = of_cut(&["--format", "html"]);
    let picture = of_cut(&["--format", "svg"]);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains(picture.trim_end()));
    let steps = page.matches("<g class=\"step\" data-event=\"").count();
    assert!(steps > 5 && page.contains("wire-player"), "{steps} steps");
    assert!(page.contains("data-ways=\"[[&quot;bob → client&quot;,"), "{page}");
    // The name of the SVG namespace is not an address that a browser visits.
    let rest = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for address in ["http:", "https:", "src=", "href=", "url(", "@import"] {
        assert!(!rest.contains(address), "{address}");
    }
}

#[test]
fn slow_motion_changes_no_verdict() {
    for (lesson, wrong) in [("03", "one-accept-is-enough"), ("04", "server/one-write-takes-it-all")]
    {
        let arguments = [lesson, "--wrong", wrong, "--seed", "5", "--format", "json"];
        let output = trace(&arguments).output().unwrap();
        let shown: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(shown["status"], "failed", "{lesson}");
        assert_eq!(shown["belief"], wrong.split('/').next_back().unwrap(), "{lesson}");
    }
}

#[test]
fn a_picture_can_be_written_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.svg");
    let path = file.to_str().unwrap();
    let arguments = [&CUT[..], &[CASE, "--format", "svg", "-o", path]].concat();
    trace(&arguments).assert().success().stdout("");
    assert!(std::fs::read_to_string(&file).unwrap().ends_with("</svg>\n"));
    let nowhere = folder.path().join("no/such/folder/picture.svg");
    let arguments = [&CUT[..], &[CASE, "-o", nowhere.to_str().unwrap()]].concat();
    trace(&arguments).assert().code(3).stderr(contains("cannot write"));
    let arguments = [&CUT[..], &[CASE, "-o", folder.path().to_str().unwrap()]].concat();
    trace(&arguments).assert().code(3).stderr(contains("cannot write"));
}

#[test]
fn packets_are_captured_in_a_cell_and_nowhere_else() {
    let arguments = [&CUT[..], &[CASE, "--format", "pcapng", "--isolation", "process"]].concat();
    trace(&arguments).assert().code(3).stderr(contains("only in a cell"));
    if has_cells() {
        let arguments = [&CUT[..], &[CASE, "--format", "pcapng"]].concat();
        // A section header block begins each file.
        let begins =
            predicate::function(|bytes: &[u8]| bytes.starts_with(&[0x0a, 0x0d, 0x0d, 0x0a]));
        trace(&arguments).assert().success().stdout(begins);
    }
}

/// The arguments of a printed command, without `cargo checker` or `checker`.
fn words_of(command: &str) -> Vec<String> {
    let words = shlex::split(command).expect("words of a shell");
    let begins = words.iter().position(|word| word == "checker").expect("a command of ours");
    words[begins + 1..].to_vec()
}

#[test]
fn a_failed_check_names_the_command_that_shows_this_very_failure() {
    let report = |arguments: &[&str]| -> serde_json::Value {
        let output = checker(arguments).output().unwrap();
        serde_json::from_slice(&output.stdout).expect("one object")
    };
    // A server that exits at once, with a seed and an isolation that are not the defaults.
    let stands_in = ["--server", "python3 -c 'import sys; sys.exit(\"it is too late\")' {addr}"];
    let options = ["check", "01", "--seed", "11", "--isolation", "process"];
    let asked = [&options[..], &stands_in, &["--format", "json"]].concat();
    let checked = report(&asked);
    let cases = checked["lessons"][0]["cases"].as_array().unwrap();
    let (failed, others): (Vec<_>, Vec<_>) =
        cases.iter().partition(|case| case["status"] == "failed");
    assert!(failed.len() > 1);
    assert!(others.iter().all(|case| case.get("trace").is_none()));
    for case in &failed {
        let words = words_of(case["trace"].as_str().expect("each of them fails"));
        assert_eq!(words[0], "trace");
        let words: Vec<&str> =
            words.iter().map(String::as_str).chain(["--format", "json"]).collect();
        let shown = report(&words);
        for key in ["status", "belief"] {
            assert_eq!(shown[key], case[key], "{words:?}");
        }
        // Outside of a cell each run has another port.
        let without_port = |report: &serde_json::Value| {
            let words = report["summary"].as_str().unwrap().to_owned();
            words.split(|c: char| c.is_ascii_digit()).collect::<String>()
        };
        assert_eq!(without_port(&shown), without_port(case), "{words:?}");
        assert_eq!((&shown["case"], &shown["seed"]), (&case["name"], &checked["seed"]));
        assert!(case["replay"].as_str().unwrap().starts_with("checker check 01 --case "));
    }
    // The report for people has the same command, at the end of the failure.
    let output = checker(&[&options[..], &stands_in].concat()).output().unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    let look =
        report.lines().find_map(|line| line.trim().strip_prefix("look:")).expect("a command");
    let all = failed.iter().map(|case| words_of(case["trace"].as_str().unwrap()));
    assert!(all.into_iter().any(|words| words == words_of(look)), "{report}");
}

#[test]
fn a_case_that_passes_can_be_drawn_but_has_no_trace_command() {
    let options = ["01", "--solutions", "--case", "shouts-back", "--seed", "7"];
    let output =
        checker(&[&["check"], &options[..], &["--format", "json"]].concat()).output().unwrap();
    let checked: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(checked["lessons"][0]["cases"][0].get("trace"), None);
    let shows = contains("end of the stream (FIN)").and(contains("✓ The promise was kept."));
    trace(&options).assert().success().stdout(shows.and(contains("fails here").not()));
}

#[test]
fn a_skipped_case_says_why() {
    let skipped = ["25", "--solutions", "--seed", "7", "--isolation", "process"];
    trace(&skipped).assert().success().stdout(contains("Skipped: a raw socket"));
}

#[test]
fn a_case_that_cannot_be_judged_says_why() {
    let unsure = ["01", "--solutions", "--case", "shouts-back", "--seed", "7"];
    trace(&unsure)
        .env("TMPDIR", "/nowhere/at/all")
        .assert()
        .code(3)
        .stdout(contains("making a folder").and(contains("kept").not()));
}

#[test]
fn a_program_that_does_not_build_shows_the_compilers_words() {
    let folder = tempfile::tempdir().unwrap();
    let lesson = folder.path().join("lessons/01-one-shot");
    std::fs::create_dir_all(lesson.join("src")).unwrap();
    std::fs::write(folder.path().join("lessons/course.toml"), "").unwrap();
    let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"lessons/*-*\"]\n";
    std::fs::write(folder.path().join("Cargo.toml"), workspace).unwrap();
    let package = "[package]\nname = \"one-shot\"\nedition = \"2024\"\n\
                   [[bin]]\nname = \"one-shot-server\"\npath = \"src/server.rs\"\n";
    std::fs::write(lesson.join("Cargo.toml"), package).unwrap();
    std::fs::write(lesson.join("src/server.rs"), "fn main() {\n    serve();\n}\n").unwrap();
    for asked in [&["01"][..], &["01", "--case", "shouts-back", "--format", "svg"]] {
        trace(asked)
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", folder.path().join("target"))
            .assert()
            .code(1)
            .stdout("")
            .stderr(contains("cannot find function `serve`").and(contains("server.rs:2")));
    }
}

#[test]
fn an_interrupt_leaves_neither_a_picture_nor_a_program() {
    let folder = tempfile::tempdir().unwrap();
    let (runs, drawn) = (folder.path().join("runs"), folder.path().join("drawn.svg"));
    // The script shows that it runs by writing a file, and ignores signals.
    let script =
        format!("trap '' INT TERM; echo $$ > {}; while :; do sleep 3; done", runs.display());
    let mut shown = std::process::Command::new(env!("CARGO_BIN_EXE_checker"))
        .current_dir(folder.path())
        .args(["trace", "01", "--case", "shouts-back", "--format", "svg", "--isolation", "process"])
        .arg("--server")
        .arg(format!("sh -c {}", shlex::try_quote(&script).unwrap()))
        .arg("-o")
        .arg(&drawn)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let has_begun = || std::fs::read_to_string(&runs).is_ok_and(|pid| pid.ends_with('\n'));
    while !has_begun() {
        std::thread::yield_now();
    }
    let interrupt =
        std::process::Command::new("kill").args(["-s", "INT", &shown.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    assert_eq!(shown.wait().unwrap().code(), Some(3));
    assert!(!drawn.exists());
    let program = std::fs::read_to_string(&runs).unwrap();
    assert!(!std::path::Path::new("/proc").join(program.trim()).exists());
}

#[test]
fn missing_packets_are_explained() {
    if !has_cells() {
        return;
    }
    for format in [&["--format", "pcapng"][..], &["--packets"]] {
        let asked =
            [&["20", "--solutions", "--case", "frames-in-one-breath", "--seed", "7"], format]
                .concat();
        trace(&asked).assert().code(3).stdout("").stderr(contains("Unix socket"));
    }
}

#[test]
fn packets_of_datagrams_and_of_pings_are_drawn() {
    if !has_cells() {
        return;
    }
    let datagrams = ["14", "--solutions", "--case", "five-into-three", "--seed", "7", "--packets"];
    trace(&datagrams)
        .assert()
        .success()
        .stdout(contains("─ 5 bytes ─").and(contains("─ 2 bytes ─")));
    let pings = ["25", "--solutions", "--case", "all-come-back", "--seed", "7", "--packets"];
    let both = contains("ICMP echo request 1").and(contains("ICMP echo reply 3"));
    trace(&pings).assert().success().stdout(both);
}

#[test]
fn mistakes_are_answered_with_what_exists() {
    let refused = |arguments: &[&str], words: &str| {
        trace(arguments).assert().code(2).stdout("").stderr(contains(words));
    };
    refused(&["99"], "no lesson `99`");
    refused(&["8", "--case", "nonsense"], "no case `nonsense`");
    refused(&["8", "--case", "every-cut-of-a-short-answe"], "`every-cut-of-a-short-answer`");
    refused(&["struct-framin"], "`struct-framing`");
    refused(&["8", "--seed", "seven"], "a seed is a whole number");
    refused(&["8", "--width", "10"], "40..=400");
    refused(&["8", "--solutions", "--server", "true"], "cannot be used with");
    refused(&["8", "--wrong", "one-read-is-one-heade"], "`one-read-is-one-header`");
    refused(&["8", "--format", "png"], "text, svg, html, json, pcapng");
    refused(&["3", "--client", "true"], "no client");
}
