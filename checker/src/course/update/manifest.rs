//! Merges a `Cargo.toml`, key by key. The learner's comments, order and additions stay.

use toml_edit::{DocumentMut, Item, TableLike};

/// The result of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub text: String,
    /// Whether a key differs in all three texts. The learner's value stays.
    pub is_contested: bool,
}

/// `None` if one of the texts is not TOML.
pub fn merge(given: &str, mine: &str, new: &str) -> Option<Merged> {
    let parsed = |text: &str| text.parse::<DocumentMut>().ok();
    let (given, mut mine, new) = (parsed(given)?, parsed(mine)?, parsed(new)?);
    let mut is_contested = false;
    merge_tables(Some(given.as_table()), mine.as_table_mut(), new.as_table(), &mut is_contested);
    Some(Merged { text: mine.to_string(), is_contested })
}

fn merge_tables(
    given: Option<&dyn TableLike>,
    mine: &mut dyn TableLike,
    new: &dyn TableLike,
    is_contested: &mut bool,
) {
    let given = |key: &str| given.and_then(|table| table.get(key));
    for (key, new) in new.iter() {
        match mine.get_mut(key) {
            None if given(key).is_none() => {
                mine.insert(key, new.clone());
            }
            // The learner has removed it.
            None => {}
            Some(own) => merge_items(given(key), own, new, is_contested),
        }
    }
    let gone: Vec<String> = mine
        .iter()
        .filter(|(key, own)| {
            new.get(key).is_none() && given(key).is_some_and(|given| is_same(given, own))
        })
        .map(|(key, _)| key.to_owned())
        .collect();
    for key in gone {
        mine.remove(&key);
    }
}

fn merge_items(given: Option<&Item>, own: &mut Item, new: &Item, is_contested: &mut bool) {
    if is_same(own, new) {
        return;
    }
    if given.is_some_and(|given| is_same(given, own)) {
        *own = new.clone();
        return;
    }
    match (own.as_table_like_mut(), new.as_table_like()) {
        (Some(own), Some(new)) => {
            merge_tables(given.and_then(Item::as_table_like), own, new, is_contested);
        }
        _ => *is_contested |= given.is_none_or(|given| !is_same(given, new)),
    }
}

/// Whether both have the same value. Comments and blanks do not matter.
fn is_same(one: &Item, other: &Item) -> bool {
    words(one) == words(other)
}

fn words(item: &Item) -> String {
    let text = item.to_string();
    text.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str =
        "[package]\nname = \"lines\"\n\n[dependencies]\nmio = \"1.1\"\nold = \"1\"\n";

    #[test]
    fn what_the_learner_added_stays_and_what_is_new_comes() {
        let mine = "[package]\nname = \"lines\"\n\n[dependencies]\n# For colours.\nrand = \"0.9\"\nmio = \"1.1\"\nold = \"1\"\n";
        let new = "[package]\nname = \"lines\"\n\n[dependencies]\nmio = \"1.2\"\nserde = \"1\"\n";
        let merged = merge(GIVEN, mine, new).unwrap();
        assert_eq!(
            merged.text,
            "[package]\nname = \"lines\"\n\n[dependencies]\n# For colours.\nrand = \"0.9\"\nmio = \"1.2\"\nserde = \"1\"\n"
        );
        assert!(!merged.is_contested);
    }

    #[test]
    fn a_value_that_both_have_changed_stays_the_learners() {
        let merged = merge(GIVEN, &GIVEN.replace("1.1", "1.0"), &GIVEN.replace("1.1", "1.2"));
        let merged = merged.unwrap();
        assert!(merged.is_contested && merged.text.contains("mio = \"1.0\""));
    }

    #[test]
    fn what_the_learner_removed_does_not_come_back() {
        let merged = merge(GIVEN, "[package]\nname = \"lines\"\n\n[dependencies]\n", GIVEN);
        assert!(!merged.unwrap().text.contains("mio"));
    }

    #[test]
    fn a_text_that_is_not_toml_is_not_merged() {
        assert_eq!(merge(GIVEN, "[package", GIVEN), None);
    }
}
