//! Draws the screen while lesson 02 has a wrong server.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use anyhow::Context;

use crate::sight::Sight;
use crate::{Programs, svg};

const LESSON: &str = "lessons/02-communication-loop/src";
const SERVER: &str =
    "checker/course/02-communication-loop/wrong/server/read-to-end-is-one-message.rs";
const CLIENT: &str = "solutions/02-communication-loop/src/client.rs";

/// The learner has passed lesson 01.
const PROGRESS: &str = "version = 1
[lessons.one-shot]
passed = true
points = 10
hints = 0

# The end: all of your progress stands above this line.
";

/// Prints the picture. The seed is always the same, so that the picture is.
pub fn draw(programs: &Programs) -> anyhow::Result<()> {
    let workspace = &programs.workspace;
    for (from, to) in [(SERVER, "server.rs"), (CLIENT, "client.rs")] {
        fs::copy(workspace.join(from), workspace.join(LESSON).join(to)).context(from)?;
    }
    fs::create_dir_all(workspace.join(".socketlings"))?;
    fs::write(workspace.join(".socketlings/progress.toml"), PROGRESS)?;
    let checker = workspace.join("checker.sh");
    let text = format!(
        "#!/bin/sh\n[ \"$1\" = check ] && set -- \"$@\" --seed 7\nexec '{}' \"$@\"\n",
        programs.checker.display()
    );
    fs::write(&checker, text)?;
    fs::set_permissions(&checker, fs::Permissions::from_mode(0o755))?;
    let screen = programs.screen.clone();
    let programs = Programs { screen, checker, workspace: workspace.clone() };
    let mut sight = Sight::of(&programs, "2", svg::WINDOW)?;
    sight.until("of 10 points")?;
    print!("{}", svg::of(sight.screen()));
    sight.press("q")
}
