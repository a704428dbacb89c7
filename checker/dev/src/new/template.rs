//! Templates: texts in which `@name@` stands for a value.

/// The template with these values in place of their names.
pub fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let fill =
        |text: String, (name, value): &(&str, &str)| text.replace(&format!("@{name}@"), value);
    values.iter().fold(template.to_owned(), fill)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_wherever_they_stand() {
        let values = [("slug", "proxy"), ("number", "26")];
        assert_eq!(filled("@number@ @slug@, a@b @slug@", &values), "26 proxy, a@b proxy");
    }
}
