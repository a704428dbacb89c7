//! Measures the speed of the screen: saves files and presses keys, and measures the time until the screen
//! shows the answer.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};

use crate::Programs;
use crate::sight::Sight;

/// The file that is saved again and again.
const FILE: &str = "lessons/01-one-shot/src/server.rs";
const REFERENCE: &str = "solutions/01-one-shot/src";

/// A small wrong edit: the reply is not in upper case.
const EDIT: (&str, &str) = ("make_ascii_uppercase", "make_ascii_lowercase");

const SPINS: &str = "fn main() {\n    loop {\n        std::hint::spin_loop();\n    }\n}\n";

/// Prints one JSON object with milliseconds for each measurement.
pub fn measure(programs: &Programs, runs: usize) -> anyhow::Result<()> {
    let workspace = &programs.workspace;
    let client = Path::new(REFERENCE).join("client.rs");
    fs::copy(workspace.join(client), workspace.join(FILE).with_file_name("client.rs"))?;
    let right = fs::read_to_string(workspace.join(REFERENCE).join("server.rs"))?;
    let wrong = right.replacen(EDIT.0, EDIT.1, 1);
    ensure!(right != wrong, "the reference no longer has {}", EDIT.0);

    let save = |text: &str| -> anyhow::Result<Instant> {
        fs::write(workspace.join(FILE), text)?;
        Ok(Instant::now())
    };
    save(&right)?;
    let mut sight = Sight::of(programs, "1", (80, 24))?;
    sight.until("10 of 10 points")?;
    let (mut of_right, mut of_wrong) = (Vec::new(), Vec::new());
    for run in 0..runs {
        let saved = save(&format!("{wrong}// {run}\n"))?;
        sight.until_so(|shown| shown.contains("points") && !shown.contains("10 of 10"))?;
        of_wrong.push(since(saved));
        let saved = save(&format!("{right}// {run}\n"))?;
        sight.until("10 of 10 points")?;
        of_right.push(since(saved));
    }
    save(SPINS)?;
    sight.until("running …")?;
    let mut of_key = Vec::new();
    for _ in 0..runs {
        for (key, answer) in [("?", "Esc returns to"), ("l", "Lessons"), ("\x1b", "running …")] {
            let pressed = Instant::now();
            sight.press(key)?;
            sight.until(answer)?;
            of_key.push(since(pressed));
        }
    }
    sight.press("q")?;
    let mut of_build = Vec::new();
    save(&right)?;
    build(programs)?;
    for run in 0..runs {
        for text in [&wrong, &right] {
            let saved = save(&format!("{text}// {run}, built alone\n"))?;
            build(programs)?;
            of_build.push(since(saved));
        }
    }
    let measured = serde_json::json!({
        "right": of_right, "wrong": of_wrong, "build": of_build, "key": of_key,
    });
    println!("{measured}");
    Ok(())
}

fn since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

fn build(programs: &Programs) -> anyhow::Result<()> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "one-shot"])
        .current_dir(&programs.workspace)
        .env("CARGO_TARGET_DIR", programs.target())
        .stdin(Stdio::null())
        .status()
        .context("starting cargo")?;
    ensure!(built.success(), "the lesson does not build");
    Ok(())
}
