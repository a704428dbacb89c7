//! The fields of a TOML table, taken out one by one.

use toml::{Table, Value};

/// A type that a field may have.
pub trait FieldType: Sized {
    /// The type in words: `a string`.
    const NAME: &str;

    /// The value, if it has this type.
    fn of(value: Value) -> Option<Self>;
}

impl FieldType for String {
    const NAME: &str = "a string";

    fn of(value: Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

impl FieldType for bool {
    const NAME: &str = "true or false";

    fn of(value: Value) -> Option<bool> {
        value.as_bool()
    }
}

impl FieldType for i64 {
    const NAME: &str = "a number";

    fn of(value: Value) -> Option<i64> {
        value.as_integer()
    }
}

impl FieldType for u32 {
    const NAME: &str = "a number, 0 or more";

    fn of(value: Value) -> Option<u32> {
        value.as_integer()?.try_into().ok()
    }
}

impl FieldType for usize {
    const NAME: &str = "a number, 0 or more";

    fn of(value: Value) -> Option<usize> {
        value.as_integer()?.try_into().ok()
    }
}

impl FieldType for Vec<String> {
    const NAME: &str = "an array of strings";

    fn of(value: Value) -> Option<Vec<String>> {
        let Value::Array(values) = value else { return None };
        values.into_iter().map(String::of).collect()
    }
}

impl FieldType for Fields {
    const NAME: &str = "a table";

    fn of(value: Value) -> Option<Fields> {
        match value {
            Value::Table(table) => Some(Fields(table)),
            _ => None,
        }
    }
}

/// `[[name]]`.
impl FieldType for Vec<Fields> {
    const NAME: &str = "an array of tables";

    fn of(value: Value) -> Option<Vec<Fields>> {
        let Value::Array(values) = value else { return None };
        values.into_iter().map(Fields::of).collect()
    }
}

/// A table of which some fields may already be taken.
#[derive(Default)]
pub struct Fields(Table);

impl Fields {
    /// The fields of a file with this text. The error names the line.
    pub fn parse(text: &str) -> Result<Fields, String> {
        text.parse().map(Fields).map_err(|error: toml::de::Error| error.to_string())
    }

    /// Takes this field. The error says that it is missing, or what it must be.
    pub fn take<T: FieldType>(&mut self, name: &str) -> Result<T, String> {
        self.take_if_any(name)?.ok_or_else(|| self.missing(name))
    }

    /// The error for a field that is missing. Its name may be misspelt, so the others are listed.
    fn missing(&self, name: &str) -> String {
        let others: Vec<String> = self.0.keys().map(|name| format!("`{name}`")).collect();
        match others[..] {
            [] => format!("missing field `{name}`"),
            _ => format!("missing field `{name}` beside {}", others.join(", ")),
        }
    }

    /// Takes this field if there is one.
    pub fn take_if_any<T: FieldType>(&mut self, name: &str) -> Result<Option<T>, String> {
        let Some(value) = self.0.remove(name) else { return Ok(None) };
        let wrong = || format!("field `{name}` must be {}", T::NAME);
        T::of(value).map(Some).ok_or_else(wrong)
    }

    /// The names of the fields that nobody has taken.
    pub fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// The fields that nobody has taken.
    pub fn rest(self) -> Table {
        self.0
    }

    /// Refuses a field that nobody has taken.
    pub fn end(self) -> Result<(), String> {
        self.0.keys().next().map_or(Ok(()), |name| Err(format!("unknown field `{name}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_its_type_and_is_taken_once() {
        let mut fields = Fields::parse(
            "a = 'x'\nb = ['x', 'y']\nc = 7\nd = -7\ne = [1]\nf = true\n[g]\nh = 1\n[[i]]\nj = 1\n",
        )
        .unwrap();
        let wrong = |why: &str| Some(why.to_owned());
        assert_eq!(fields.take::<String>("a"), Ok("x".to_owned()));
        assert_eq!(
            fields.take::<String>("a").err(),
            wrong("missing field `a` beside `b`, `c`, `d`, `e`, `f`, `g`, `i`")
        );
        assert_eq!(fields.take("b"), Ok(vec!["x".to_owned(), "y".to_owned()]));
        assert_eq!(fields.take::<u32>("c"), Ok(7));
        assert_eq!(fields.take::<u32>("d").err(), wrong("field `d` must be a number, 0 or more"));
        assert_eq!(
            fields.take::<Vec<String>>("e").err(),
            wrong("field `e` must be an array of strings")
        );
        assert_eq!(fields.take_if_any("f"), Ok(Some(true)));
        assert_eq!(fields.take::<Fields>("g").unwrap().names(), ["h"]);
        assert_eq!(fields.take::<Vec<Fields>>("i").unwrap().len(), 1);
        assert_eq!(fields.take_if_any::<bool>("z"), Ok(None));
        assert_eq!(fields.end(), Ok(()));
        assert_eq!(Fields::parse("k = 1").unwrap().end().err(), wrong("unknown field `k`"));
    }
}
