//! A program's standard error: error reports, and lines that a contract asks for.

use crate::outcome::breach::{Awaited, Instead};
use crate::outcome::fault::Played;
use crate::outcome::remark::Remark;
use crate::program::Program;
use crate::proof::pause::Patience;
use crate::proof::pause::Pause;

impl Program<'_> {
    /// Checks that it has ended and reported an error: its standard error is not empty. A report of
    /// several lines, such as a language's own traceback, only earns a remark.
    pub fn reports_an_error(&self) -> Played {
        let (name, words) = self.with(|process| (process.name.clone(), process.errors()));
        if words.is_empty() {
            let instead = Instead::ErrorText(String::new());
            return Err(self.stage.breach(&name, Awaited::ErrorReport, instead));
        }
        let remark = match words.lines().filter(|line| !line.trim().is_empty()).count() {
            0 => Remark::BlankErrorReport { program: name },
            1 => return Ok(()),
            lines => Remark::LongErrorReport { program: name, lines },
        };
        self.stage.inner.borrow_mut().remark(remark);
        Ok(())
    }

    /// Its standard error so far.
    pub fn error_text(&self) -> String {
        self.with(|process| process.errors())
    }

    /// Checks that a line on its standard error ends with these words. A program that sleeps before it
    /// writes the line gets the time to do so.
    pub fn mentions(&self, words: &str) -> Played {
        let name = self.name();
        let awaited = || Awaited::ErrorLine { words: words.into() };
        let said = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let process = self.process(inner);
            let errors = process.errors();
            // An unfinished line may still change.
            let whole = errors.rfind('\n').map_or("", |end| &errors[..end]);
            Ok((has_line(whole, words) || process.exit.is_some()).then_some(()))
        });
        match said {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => {}
            Err(pause) => return Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
        if has_line(&self.with(|process| process.errors()), words) {
            return Ok(());
        }
        let instead = Instead::ErrorText(self.with(|process| process.last_words()));
        Err(self.stage.breach(&name, awaited(), instead))
    }

    /// The number of lines on its standard error that end with these words so far.
    pub fn mentions_so_far(&self, words: &str) -> usize {
        let errors = self.with(|process| process.errors());
        errors.lines().filter(|line| line.trim_end().ends_with(words)).count()
    }

    /// Checks that it rests or has ended, and that no line on its standard error ends with these words.
    pub fn does_not_mention(&self, words: &str) -> Played {
        self.rests_or_has_ended()?;
        if !has_line(&self.with(|process| process.errors()), words) {
            return Ok(());
        }
        let awaited = Awaited::NoErrorLine { words: words.into() };
        let instead = Instead::ErrorText(self.with(|process| process.last_words()));
        Err(self.stage.breach(&self.name(), awaited, instead))
    }
}

fn has_line(errors: &str, words: &str) -> bool {
    errors.lines().any(|line| line.trim_end().ends_with(words))
}
