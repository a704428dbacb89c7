//! Merges a source file whose text the learner has changed. The contract at its head is the course's,
//! and the code below it is the learner's.

/// The result of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The learner's code below the new contract.
    pub text: String,
    /// Whether this is all that is new: the new code does not differ from the given one.
    pub is_whole: bool,
}

/// `given`, `mine` and `new` are whole files. `None` if the learner has changed the contract.
pub fn merge(given: &str, mine: &str, new: &str) -> Option<Merged> {
    let [(given, given_code), (head, code), (new, new_code)] = [given, mine, new].map(split);
    if head != given && head != new {
        return None;
    }
    Some(Merged { text: format!("{new}{code}"), is_whole: given_code == new_code })
}

/// The leading `//!` lines, and the rest.
fn split(text: &str) -> (&str, &str) {
    let head = text.split_inclusive('\n').take_while(|line| line.starts_with("//!"));
    text.split_at(head.map(str::len).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "//! Old.\n\nfn main() { todo!() }\n";

    #[test]
    fn the_learners_code_gets_the_new_contract() {
        let new = "//! New.\n//! Longer.\n\nfn main() { todo!() }\n";
        let merged = merge(GIVEN, "//! Old.\n\nfn main() {}\n", new).unwrap();
        assert_eq!(merged.text, "//! New.\n//! Longer.\n\nfn main() {}\n");
        assert!(merged.is_whole);
    }

    #[test]
    fn new_code_is_not_merged() {
        let new = "//! New.\n\nfn main() { run() }\n";
        assert!(!merge(GIVEN, "//! Old.\n\nfn main() {}\n", new).unwrap().is_whole);
    }

    #[test]
    fn a_changed_contract_is_left_alone() {
        assert_eq!(merge(GIVEN, "//! Mine.\nfn main() {}\n", "//! New.\n"), None);
    }
}
