//! "Did you mean …?": finds the existing name that is most similar to the typed one.

/// The least similarity (0 to 1) of a useful suggestion.
const ALIKE: f32 = 0.5;

/// The name that is most similar to `word`, if one is similar enough. Ignores case.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let names: Vec<&str> = names.into_iter().collect();
    similar::get_close_matches(&word.to_lowercase()[..], &names, 1, ALIKE).into_iter().next()
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
