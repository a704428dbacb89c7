//! Validates JSON by the schemas of this folder, for tests. A schema allows other keys, because later versions
//! add some. Here each object is closed, so a key that its schema does not describe is a flaw.

use std::error::Error;
use std::fs;
use std::path::Path;

use jsonschema::{Retrieve, Uri};
use serde_json::Value;

/// The flaws of this value by the schema with this name, such as `check`. Empty if there are none.
pub fn flaws(schema: &str, value: &Value) -> Vec<String> {
    let file = format!("{schema}.json");
    let options = jsonschema::options().with_base_uri(format!("json-schema:///{file}"));
    let schema = closed_schema(&file).unwrap();
    let validator = options.with_retriever(Folder).build(&schema).unwrap();
    validator.iter_errors(value).map(|flaw| format!("{}: {flaw}", flaw.instance_path())).collect()
}

/// Finds the schema that another one names.
struct Folder;

impl Retrieve for Folder {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        closed_schema(uri.path().as_str().trim_start_matches('/'))
    }
}

fn closed_schema(file: &str) -> Result<Value, Box<dyn Error + Send + Sync>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(file);
    let mut schema = serde_json::from_str(&fs::read_to_string(path)?)?;
    close(&mut schema);
    Ok(schema)
}

/// Allows only the keys that the schema describes. Objects that only add a condition describe no type.
fn close(schema: &mut Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(close),
        Value::Object(keys) => {
            keys.values_mut().for_each(close);
            if keys.contains_key("properties") && keys.get("type") == Some(&"object".into()) {
                keys.insert("additionalProperties".into(), false.into());
            }
        }
        _ => {}
    }
}
