//! "Did you mean …?": the one among the names that exist which looks most like what was typed.

/// Below this likeness (0 to 1) a suggestion would only confuse.
const ALIKE: f32 = 0.5;

/// The nearest of `names` to `word`, where one is near enough. Capitals do not count.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let names: Vec<&str> = names.into_iter().collect();
    similar::get_close_matches(&word.to_lowercase()[..], &names, 1, ALIKE).into_iter().next()
}

/// `Did you mean …? ` with a blank behind it, or nothing where no name is near.
pub fn suggestion<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, names).map_or_else(String::new, |name| format!("Did you mean `{name}`? "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["one-shot", "communication-loop", "connection-loop"];

    #[test]
    fn a_slip_of_the_finger_is_forgiven() {
        assert_eq!(nearest("one-shto", NAMES), Some("one-shot"));
        assert_eq!(nearest("Conection-Loop", NAMES), Some("connection-loop"));
    }

    #[test]
    fn nothing_near_is_nothing_said() {
        assert_eq!(nearest("xyz", NAMES), None);
        assert_eq!(suggestion("", NAMES), "");
    }
}
