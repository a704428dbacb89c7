//! An experiment: a small program whose output the reader predicts.

use std::io;

/// A program in a chapter. The chapter shows its source between two ANCHOR lines of the same name.
pub struct Experiment {
    pub name: &'static str,
    main: fn() -> io::Result<()>,
    pub output: Output,
}

/// The kind of an experiment's output.
pub enum Output {
    /// It is always the same, and it is kept in a file.
    Same,
    /// It differs between runs or machines. The words stand in the chapter's answer, and the function says
    /// whether they hold for an output.
    Varies { words: &'static str, hold: fn(&str) -> bool },
    /// There is none: a listing of calls, which must succeed.
    Nothing,
    /// It is not played: it never ends, or needs something that not every machine has.
    NotPlayed,
}

impl Experiment {
    /// An experiment whose output is kept.
    pub const fn same(name: &'static str, main: fn() -> io::Result<()>) -> Experiment {
        Experiment { name, main, output: Output::Same }
    }

    /// An experiment whose output varies, with the answer's words and whether they hold.
    pub const fn varies(
        name: &'static str,
        main: fn() -> io::Result<()>,
        words: &'static str,
        hold: fn(&str) -> bool,
    ) -> Experiment {
        Experiment { name, main, output: Output::Varies { words, hold } }
    }

    /// The calls of a chapter's table, as a program without output.
    pub const fn calls(main: fn() -> io::Result<()>) -> Experiment {
        Experiment { name: "calls", main, output: Output::Nothing }
    }

    /// An experiment that is only compiled.
    pub const fn not_played(name: &'static str, main: fn() -> io::Result<()>) -> Experiment {
        Experiment { name, main, output: Output::NotPlayed }
    }

    /// Plays it, and prints an error as Rust does when `main` returns it.
    pub fn play(&self) {
        if let Err(error) = (self.main)() {
            println!("Error: {error:?}");
        }
    }

    /// Plays it, and prints its output between ANCHOR lines, if it is kept.
    pub fn play_and_mark(&self) {
        let Experiment { name, output, .. } = self;
        match output {
            Output::Same => {
                println!("# ANCHOR: {name}");
                self.play();
                println!("# ANCHOR_END: {name}");
            }
            Output::Nothing => self.play(),
            Output::Varies { .. } | Output::NotPlayed => {}
        }
    }
}
