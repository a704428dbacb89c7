//! The environment variables that a program gets. Those of the checker may hold secrets, and some
//! change what a program does. So only a few are handed down: those that a program needs to be found
//! and started, and those that say which language it speaks.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Variables that are handed down. After the first line, each is what some runtime or version manager
/// needs to find itself, or the modules that it loads.
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

/// Variables that name a folder in the user's home unless they are set: there their program would
/// look for it in vain, since its home is another one.
const IN_HOME: &[(&str, &str)] = &[("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")];

/// Gives the command its environment. `home` becomes `HOME` and `TMPDIR`; without one, those of this
/// process stay.
pub(crate) fn give(command: &mut Command, home: Option<&Path>) {
    let is_kept = |name: &str| KEPT.contains(&name) || name.starts_with("LC_");
    let kept = std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_kept));
    command.env_clear().envs(kept);
    let own = |name: &str| std::env::var_os(name);
    if let Some(real) = own("HOME") {
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
        // A backtrace would bury the words that count.
        .env("RUST_BACKTRACE", "0")
        // Local time is not UTC: so it shows who takes the one for the other.
        .env("TZ", "NPT-5:45");
}
