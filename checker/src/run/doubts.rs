//! The reasons why cases were unsure. If enough cases of a program were unsure for one reason, the
//! others would be unsure for the same reason and take as much time.

use std::collections::HashMap;

use super::sparing::Group;
use crate::events::{Cause, Verdict};

/// Number of unsure cases after which the others do not run.
const ENOUGH: usize = 3;

/// The reason why a case was unsure, if it will make the next cases unsure, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub cause: Cause,
    pub why: String,
}

impl Reason {
    fn of(verdict: &Verdict) -> Option<Reason> {
        match verdict {
            Verdict::Unsure { why, cause: cause @ (Cause::Slow | Cause::Environment) } => {
                Some(Reason { cause: *cause, why: why.clone() })
            }
            _ => None,
        }
    }

    /// A slow program is slow in each case, whatever it does. Times and ports differ from case to
    /// case, and do not make a reason different.
    fn is_like(&self, other: &Reason) -> bool {
        let words = |reason: &Reason| reason.why.replace(|c: char| c.is_ascii_digit(), "");
        self.cause == other.cause && (self.cause == Cause::Slow || words(self) == words(other))
    }
}

/// The reasons of the unsure cases so far, each with the case's turn.
#[derive(Debug, Default)]
pub struct Doubts(HashMap<Group, Vec<(usize, Reason)>>);

impl Doubts {
    /// Notes the reason, if this verdict has one.
    pub fn note(&mut self, group: Group, turn: usize, verdict: &Verdict) {
        if let Some(reason) = Reason::of(verdict) {
            self.0.entry(group).or_default().push((turn, reason));
        }
    }

    /// The reason that enough cases before this turn have in common. Cases of a later turn that
    /// happened to end first do not count, so that chance decides as little as possible.
    pub fn reason(&self, group: Group, turn: usize) -> Option<Reason> {
        let known = self.0.get(&group)?;
        let before: Vec<&Reason> =
            known.iter().filter(|(when, _)| *when < turn).map(|(_, reason)| reason).collect();
        let is_enough = |reason: &&&Reason| {
            before.iter().filter(|other| other.is_like(reason)).count() >= ENOUGH
        };
        before.iter().find(is_enough).map(|reason| (*reason).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Role;

    #[test]
    fn only_earlier_cases_keep_a_case_from_running() {
        let mut doubts = Doubts::default();
        let group = (0, Role::Server);
        for turn in [4, 5, 6] {
            doubts.note(group, turn, &Verdict::Unsure { why: "late".into(), cause: Cause::Slow });
        }
        assert_eq!(doubts.reason(group, 6), None);
        assert!(doubts.reason(group, 7).is_some());
        assert_eq!(doubts.reason((0, Role::Client), 7), None);
    }
}
