//! "Did you mean …?": finds the existing name that is most similar to the typed one.

/// The least similarity (0 to 1) of a useful suggestion. `clap` has the same limit for commands and options.
const ALIKE: f64 = 0.7;

/// The name that is most similar to `word`, if one is similar enough. Ignores case.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let rated = names.into_iter().map(|name| (strsim::jaro(&word, name), name));
    let near = rated.filter(|(likeness, _)| *likeness > ALIKE);
    near.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, name)| name)
}

/// `Did you mean …? ` with a trailing space, or an empty string if no name is similar.
pub fn suggestion<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, names).map_or_else(String::new, |name| format!("Did you mean `{name}`? "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["one-shot", "communication-loop", "connection-loop"];

    #[test]
    fn a_typing_error_gets_a_suggestion() {
        assert_eq!(nearest("one-shto", NAMES), Some("one-shot"));
        assert_eq!(nearest("Conection-Loop", NAMES), Some("connection-loop"));
    }

    #[test]
    fn without_a_similar_name_there_is_no_suggestion() {
        assert_eq!(nearest("xyz", NAMES), None);
        assert_eq!(suggestion("", NAMES), "");
    }
}
