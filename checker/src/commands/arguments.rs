//! Short forms for the arguments of a command. `name` is also the name by which [`ArgMatches`] knows the
//! argument. Everything else is set with clap's own methods, such as [`Arg::help`].

use clap::{Arg, ArgAction, ArgMatches};

/// `--NAME`, an option without a value.
pub fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

/// `--NAME <VALUE>`, an option with a value.
pub fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value)
}

/// `[VALUE]`, an argument without a name on the command line.
pub fn positional(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).value_name(value)
}

/// `[LESSON]`, of a command that is about the current lesson by default.
pub fn lesson() -> Arg {
    positional("lesson", "LESSON")
        .help("The lesson: a number (3) or a name (one-shot); the current one by default")
}

/// `[VALUE]...`, the words for another program, which may look like options. No argument comes after them.
pub fn rest(value: &'static str) -> Arg {
    let rest = Arg::new("words").value_name(value).action(ArgAction::Append).num_args(1..);
    rest.trailing_var_arg(true).allow_hyphen_values(true)
}

/// All values of an argument that can have more than one.
pub fn values<T: Clone + Send + Sync + 'static>(matches: &mut ArgMatches, name: &str) -> Vec<T> {
    matches.remove_many(name).map(Iterator::collect).unwrap_or_default()
}
