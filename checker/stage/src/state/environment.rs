//! The environment variables that a program gets. The checker's own may hold secrets, and some change a
//! program's behaviour. So only a few are passed on: variables needed to find and start a program, and those
//! that set its language.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Variables that are passed on. After the first line, each is one that a runtime or version manager
/// needs to find itself or its modules.
const KEPT: &[&str] = &[
    "PATH",
    "LANG",
    "LANGUAGE",
    "TERM",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "LOCALE_ARCHIVE",
    "JAVA_HOME",
    "GOROOT",
    "DOTNET_ROOT",
    "NODE_PATH",
    "PERL5LIB",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "PYENV_ROOT",
    "PYENV_VERSION",
    "RUBYLIB",
    "GEM_HOME",
    "GEM_PATH",
    "RBENV_ROOT",
    "RBENV_VERSION",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
];

/// Those that a program of a stranger gets. The folders of the others are not in its room.
const FOR_STRANGERS: usize = 4;

/// Variables that default to a folder in the user's home. The program has another home and would not find
/// that folder there.
const IN_HOME: &[(&str, &str)] = &[("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")];

/// Gives the command its environment, which is smaller for a stranger's. `home` becomes `HOME` and `TMPDIR`;
/// without one, those of this process stay.
pub(crate) fn give(command: &mut Command, home: Option<&Path>, is_strangers: bool) {
    let names = if is_strangers { &KEPT[..FOR_STRANGERS] } else { KEPT };
    let is_kept = |name: &str| names.contains(&name) || name.starts_with("LC_");
    let kept = std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_kept));
    command.env_clear().envs(kept);
    let own = |name: &str| std::env::var_os(name);
    if let Some(real) = own("HOME").filter(|_| !is_strangers) {
        for (name, folder) in IN_HOME {
            let folder = Path::new(&real).join(folder);
            if own(name).is_none() && folder.exists() {
                command.env(name, folder);
            }
        }
    }
    for name in ["HOME", "TMPDIR"] {
        if let Some(folder) = home.map(OsString::from).or_else(|| own(name)) {
            command.env(name, folder);
        }
    }
    command
        // A backtrace would bury the message.
        .env("RUST_BACKTRACE", "0")
        // A local time other than UTC exposes programs that confuse the two.
        .env("TZ", "NPT-5:45");
}
