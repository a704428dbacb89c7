//! The timing of a program's output: at once, not before a given moment, or with the elapsed time that
//! the program itself prints.

use std::time::{Duration, Instant};

use crate::outcome::breach::{After, Awaited, Instead, On, Shape};
use crate::outcome::bytes::Progress;
use crate::outcome::fault::Played;
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::limits::Limits;
use crate::state::stage::Inner;

/// How far two correct clocks may differ over a case, in addition to one hundredth of the case's time. A
/// clock may be slewed (adjtime(3)), and a number may be rounded.
const BETWEEN_CLOCKS: Duration = Duration::from_millis(1);

impl Program<'_> {
    /// Checks that the program prints exactly this before it waits for the network again, because it
    /// already has everything that it needs. A program that polls its clock gets the time to do so.
    pub fn prints_at_once(&self, expected: &[u8]) -> Played {
        let name = self.name();
        let awaited = || Awaited::Output { expected: expected.to_vec() };
        loop {
            let before = self.with(|process| process.printed_total);
            let (state, has_ended) = self
                .with(|process| (Progress::of(&process.printed, expected), process.has_said_all()));
            if state != Progress::Partial || has_ended {
                return self.prints(expected);
            }
            let more = self.stage.until(Patience::Rest, &[], &[], |inner| {
                let process = self.process(inner);
                let more = process.printed_total > before || process.has_said_all();
                Ok(more.then_some(()))
            });
            let heard = || self.with(|process| process.printed.clone());
            match more {
                Ok(()) => {}
                Err(Pause::Late(waits)) if waits.iter().any(|wait| wait.on == On::Clock) => {
                    return self.prints(expected);
                }
                Err(Pause::Late(_)) => {
                    let instead = Instead::Bytes { heard: heard(), after: After::Open };
                    return Err(self.stage.breach(&name, awaited(), instead));
                }
                Err(pause) => return Err(self.stage.blame(pause, &name, awaited(), &heard())),
            }
        }
    }

    /// Returns the two programs in the order in which they print. A program that polls the network rests
    /// in between, so rest does not count as an answer here.
    pub fn prints_first(&self, other: &Self) -> (Self, Self) {
        let is_printing = |program: &Self, inner: &mut Inner| {
            let process = program.process(inner);
            !process.printed.is_empty() || process.has_said_all()
        };
        // The result of this wait does not matter. If neither program prints, a later check reports
        // that.
        let first = self.stage.until(Patience::Proof, &[], &[], |inner| {
            if is_printing(other, inner) {
                return Ok(Some(false));
            }
            Ok(is_printing(self, inner).then_some(true))
        });
        if first.unwrap_or(true) { (*self, *other) } else { (*other, *self) }
    }

    /// Checks that the next line it prints is exactly `line`, and that the line does not come before
    /// `moment`. Reports describe the line by `shape`.
    pub fn prints_line_not_before(&self, moment: Instant, line: &[u8], shape: Shape) -> Played {
        self.prints_line(line)?;
        let early = moment.saturating_duration_since(Instant::now());
        if early <= Limits::TICK {
            return Ok(());
        }
        let milliseconds = early.as_millis() as u64;
        let shape = Shape::Later { shape: Box::new(shape), milliseconds };
        let awaited = Awaited::OutputLike { shape };
        let instead = Instead::Bytes { heard: line.to_vec(), after: After::Open };
        Err(self.stage.breach(&self.name(), awaited, instead))
    }

    /// Checks that it prints a decimal number of milliseconds next: at least `least`, and at most the
    /// time since `begun`, if that is given. Returns the number.
    pub fn prints_milliseconds(&self, least: Duration, begun: Option<Instant>) -> Played<f64> {
        let is_of_a_number = |byte: &u8| byte.is_ascii_digit() || b".+-".contains(byte);
        // The result of this wait does not matter: the bytes that have come by then are the number.
        let _ = self.stage.until(Patience::Rest, &[], &[], |inner| {
            let process = self.process(inner);
            let is_whole = !process.printed.iter().all(is_of_a_number) || process.has_said_all();
            Ok(is_whole.then_some(()))
        });
        let most = begun.map(|begun| begun.elapsed());
        let number = self.with(|process| {
            let length = process.printed.iter().take_while(|byte| is_of_a_number(byte)).count();
            let number =
                std::str::from_utf8(&process.printed[..length]).ok()?.parse::<f64>().ok()?;
            Some((number, length))
        });
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let slack = milliseconds(BETWEEN_CLOCKS);
        let least = (milliseconds(least) * 0.99 - slack).max(0.0);
        let most = most.map_or(f64::INFINITY, |most| milliseconds(most) * 1.01 + slack);
        if let Some((number, length)) = number
            && (least..=most).contains(&number)
        {
            self.with(|process| process.take_printed(length));
            return Ok(number);
        }
        let tenths = |bound: f64| (bound * 10.0).round() as u64;
        let tenths = most.is_finite().then(|| [tenths(least), tenths(most)]);
        let awaited = Awaited::OutputLike { shape: Shape::Milliseconds { tenths } };
        let heard = self.with(|process| process.printed.clone());
        let instead = Instead::Bytes { heard, after: After::Open };
        Err(self.stage.breach(&self.name(), awaited, instead))
    }
}
