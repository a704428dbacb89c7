//! The fields of a TOML table, taken out one by one.

use serde_core::de::DeserializeOwned;
use toml::{Table, Value};

/// A table of which some fields may already be taken.
pub struct Fields(Table);

impl Fields {
    /// The fields of a file with this text. The error names the line.
    pub fn of(text: &str) -> Result<Fields, String> {
        text.parse().map(Fields).map_err(|error: toml::de::Error| error.to_string())
    }

    /// Takes this field. The error says that it is missing, or what is wrong with it.
    pub fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, String> {
        self.take_if_any(name)?.ok_or_else(|| format!("missing field `{name}`"))
    }

    /// Takes this field if there is one.
    pub fn take_if_any<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, String> {
        let taken = self.0.remove(name).map(Value::try_into).transpose();
        taken.map_err(|error| format!("field `{name}`: {}", error.message()))
    }

    /// Takes the tables of this array, `[[name]]`, and reads each. Without the field, there are none.
    pub fn take_tables<T>(
        &mut self,
        name: &str,
        read: impl FnMut(Fields) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let tables: Vec<Table> = self.take_if_any(name)?.unwrap_or_default();
        tables.into_iter().map(Fields).map(read).collect()
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

impl TryFrom<Value> for Fields {
    type Error = String;

    fn try_from(value: Value) -> Result<Fields, String> {
        match value {
            Value::Table(table) => Ok(Fields(table)),
            other => Err(format!("expected a table, not {}", other.type_str())),
        }
    }
}
