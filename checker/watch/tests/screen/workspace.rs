//! A learner's workspace in a temporary folder: the first two lessons as packages, their
//! references, and a checker that records its calls.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use portable_pty::CommandBuilder;
use tempfile::TempDir;

const LESSONS: [&str; 2] = ["01-one-shot", "02-communication-loop"];

pub struct Workspace {
    folder: TempDir,
}

/// The folder of this project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("it is there")
}

/// The real checker of a checkout, built once. Its second program is built, too, so that no page on the screen
/// begins with the line about that build.
pub fn checker() -> &'static Path {
    static CHECKER: OnceLock<PathBuf> = OnceLock::new();
    CHECKER.get_or_init(|| {
        build(&["--bin", "checker"]);
        build(&["--features", "more", "--bin", "socketlings"]);
        Path::new(env!("CARGO_BIN_EXE_checker-watch")).with_file_name("checker")
    })
}

/// The second program, which starts the screen and prints its objects.
pub fn second_program() -> PathBuf {
    checker().with_file_name("socketlings")
}

fn build(options: &[&str]) {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "checker", "--no-default-features"])
        .args(options)
        .current_dir(project())
        .status();
    assert!(built.expect("cargo runs").success());
}

impl Workspace {
    /// A workspace with the lessons' skeletons.
    pub fn new() -> Workspace {
        let workspace = Workspace { folder: tempfile::tempdir().expect("a folder") };
        let members: Vec<String> =
            LESSONS.iter().map(|name| format!("\"lessons/{name}\"")).collect();
        workspace.write(
            "Cargo.toml",
            &format!(
                "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\
                 [workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                 rust-version = \"1.95\"\nlicense = \"MIT\"\npublish = false\n\
                 [workspace.lints.rust]\nunused_must_use = \"deny\"\n",
                members.join(", ")
            ),
        );
        workspace.write("lessons/course.toml", "");
        for lesson in LESSONS {
            let slug = &lesson[3..];
            workspace.write(
                &format!("lessons/{lesson}/Cargo.toml"),
                &format!(
                    "[package]\nname = \"{slug}\"\nedition = \"2024\"\n\
                     [[bin]]\nname = \"{slug}-server\"\npath = \"src/server.rs\"\n\
                     [[bin]]\nname = \"{slug}-client\"\npath = \"src/client.rs\"\n"
                ),
            );
            for role in ["server", "client"] {
                let file = format!("{lesson}/src/{role}.rs");
                let skeleton = format!("checker/course/{}", file.replacen('/', "/skeleton/", 1));
                workspace.copy(&skeleton, &format!("lessons/{file}"));
                workspace.copy(&format!("solutions/{file}"), &format!("solutions/{file}"));
            }
            let chapter = format!("book/src/{lesson}.md");
            workspace.copy(&chapter, &chapter);
        }
        // The same bytes each time, so that the screens are the same.
        workspace.write(
            "checker.sh",
            &format!(
                "#!/bin/sh\necho \"$@\" >> '{0}/calls'\n[ \"$1\" = check ] && set -- \"$@\" --seed 7\n\
                 exec '{1}' \"$@\"\n",
                workspace.path().display(),
                second_program().display()
            ),
        );
        fs::set_permissions(workspace.script(), fs::Permissions::from_mode(0o755)).expect("a mode");
        workspace
    }

    /// A workspace with these programs for lesson 01.
    pub fn with(server: &str, client: &str) -> Workspace {
        let workspace = Workspace::new();
        workspace.save("server.rs", server);
        workspace.save("client.rs", client);
        workspace
    }

    /// A workspace with lesson 01's reference.
    pub fn solved() -> Workspace {
        Workspace::with(&reference("server"), &reference("client"))
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn script(&self) -> PathBuf {
        self.path().join("checker.sh")
    }

    pub fn write(&self, place: &str, text: &str) {
        let path = self.path().join(place);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Copies a file of the project to this place.
    pub fn copy(&self, from: &str, to: &str) {
        self.write(to, &fs::read_to_string(project().join(from)).expect("it is in the project"));
    }

    /// A file of lesson 01.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join("lessons/01-one-shot/src").join(name)
    }

    /// Saves a file of lesson 01, in place.
    pub fn save(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).expect("it can be saved");
    }

    /// Records these lessons as passed.
    pub fn passed(&self, slugs: &[&str]) {
        let rows: String = slugs
            .iter()
            .map(|slug| format!("[lessons.{slug}]\npassed = true\npoints = 10\nhints = 0\n"))
            .collect();
        let text = format!(
            "version = 1\n{rows}\n# The end: all of your progress stands above this line.\n"
        );
        self.write(".socketlings/progress.toml", &text);
    }

    /// The command that starts the screen with these additional arguments.
    pub fn watch(&self, words: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_checker-watch"));
        command.arg(self.script());
        command.arg(self.path());
        command.args(words);
        command.cwd(self.path());
        command.env("CARGO_TARGET_DIR", self.path().join("target"));
        for variable in
            ["NO_COLOR", "FORCE_HYPERLINK", "COLUMNS", "VISUAL", "EDITOR", "TERM_PROGRAM"]
        {
            command.env_remove(variable);
        }
        command
    }

    /// The number of checks so far.
    pub fn checks(&self) -> usize {
        let calls = fs::read_to_string(self.path().join("calls")).unwrap_or_default();
        calls.lines().filter(|line| line.starts_with("check ")).count()
    }
}

/// The reference of this program of lesson 01.
pub fn reference(role: &str) -> String {
    let file = project().join(format!("solutions/01-one-shot/src/{role}.rs"));
    fs::read_to_string(file).expect("the reference")
}

/// A wrong program of lesson 01 whose failure has a belief.
pub fn wrong() -> String {
    let file = project().join("checker/course/01-one-shot/wrong/server/buffer-is-message.rs");
    fs::read_to_string(file).expect("the wrong program")
}

/// A program that does not build. The compiler names this word.
pub fn unknown(word: &str) -> String {
    format!("fn main() {{\n    {word}();\n}}\n")
}
