//! Measures the speed of the screen, for `checker dev bench`. The screen runs in a pseudo-terminal. The
//! program saves files and presses keys, and measures the time until the screen shows the answer. It
//! prints one JSON object with milliseconds for each measurement.
//!
//! `bench SCREEN CHECKER WORKSPACE RUNS`. It overwrites the workspace's first lesson.

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The file that is saved again and again.
const FILE: &str = "lessons/01-one-shot/src/server.rs";
const REFERENCE: &str = "solutions/01-one-shot/src";

/// A small wrong edit: the reply is not in upper case.
const EDIT: (&str, &str) = ("make_ascii_uppercase", "make_ascii_lowercase");

const SPINS: &str = "fn main() {\n    loop {\n        std::hint::spin_loop();\n    }\n}\n";

/// The longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(120);

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [screen, checker, workspace, runs] = &words[..] else {
        anyhow::bail!("bench SCREEN CHECKER WORKSPACE RUNS")
    };
    let workspace = Path::new(workspace);
    let runs: usize = runs.parse()?;
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
    let mut sight = Sight::of(screen, checker, workspace)?;
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
    build(workspace)?;
    for run in 0..runs {
        for text in [&wrong, &right] {
            let saved = save(&format!("{text}// {run}, built alone\n"))?;
            build(workspace)?;
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

fn target(workspace: &Path) -> PathBuf {
    workspace.join("target")
}

fn build(workspace: &Path) -> anyhow::Result<()> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "one-shot"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target(workspace))
        .stdin(Stdio::null())
        .status()
        .context("starting cargo")?;
    ensure!(built.success(), "the lesson does not build");
    Ok(())
}

/// The screen in a terminal, with its contents.
struct Sight {
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
}

impl Sight {
    fn of(screen: &str, checker: &str, workspace: &Path) -> anyhow::Result<Sight> {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(screen);
        command.args([Path::new(checker), workspace, Path::new("1")]);
        command.cwd(workspace);
        command.env("TERM", "xterm-256color");
        command.env("CARGO_TARGET_DIR", target(workspace));
        pair.slave.spawn_command(command)?;
        let mut reader = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (to, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 64 << 10];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if to.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(size.rows, size.cols, 0);
        Ok(Sight { _master: pair.master, keys, output, parser })
    }

    fn press(&mut self, key: &str) -> anyhow::Result<()> {
        self.keys.write_all(key.as_bytes())?;
        Ok(self.keys.flush()?)
    }

    fn until(&mut self, words: &str) -> anyhow::Result<()> {
        self.until_so(|shown| shown.contains(words)).with_context(|| format!("awaiting {words:?}"))
    }

    fn until_so(&mut self, is_so: impl Fn(&str) -> bool) -> anyhow::Result<()> {
        let begun = Instant::now();
        while !is_so(&self.parser.screen().contents()) {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let bytes = self.output.recv_timeout(left).with_context(|| {
                format!("the screen did not answer; it shows\n{}", self.parser.screen().contents())
            })?;
            self.parser.process(&bytes);
        }
        Ok(())
    }
}
