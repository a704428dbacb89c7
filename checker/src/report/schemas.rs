//! The formats for programs keep to their schemas, which are in `checker/schemas`. Each test also damages the
//! output: without a required key, or with a value of another type, no schema may accept it.

#[path = "../../schemas/validator.rs"]
mod validator;

use std::net::SocketAddr;

use serde_json::{Value, json};
use stage::trace::{Excerpt, Exit, Link, Packet, Packets, What};

pub use validator::flaws;

use super::specimens::{of_every_status, whole_buffer};
use super::{classroom50, gradescope, json, trace_json};

/// Asserts that the value keeps to the schema, and that the schema refuses each damaged copy. Keys in
/// `optional` may be missing.
pub fn assert_guarded(schema: &str, value: &Value, optional: &[&str]) {
    assert_eq!(flaws(schema, value), [""; 0], "{value:#}");
    for pointer in pointers("", value) {
        let key = pointer.rsplit('/').next().unwrap();
        let refused = |damaged: &Value| !flaws(schema, damaged).is_empty();
        assert!(refused(&retyped(value, &pointer)), "{schema}: {pointer} may have any type");
        assert!(
            optional.contains(&key) || refused(&without(value, &pointer)),
            "{schema}: {pointer} may be missing"
        );
    }
}

/// The places of all keys in the value, as JSON pointers.
fn pointers(place: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Object(keys) => {
            keys.iter().flat_map(|(key, value)| below(place, key, value)).collect()
        }
        Value::Array(items) => {
            let inside = |(at, item)| pointers(&format!("{place}/{at}"), item);
            items.iter().enumerate().flat_map(inside).collect()
        }
        _ => Vec::new(),
    }
}

fn below(place: &str, key: &str, value: &Value) -> Vec<String> {
    let place = format!("{place}/{key}");
    let inside = pointers(&place, value);
    [vec![place], inside].concat()
}

fn retyped(value: &Value, pointer: &str) -> Value {
    let mut damaged = value.clone();
    let place = damaged.pointer_mut(pointer).unwrap();
    *place = if place.is_array() { json!("a word") } else { json!([[]]) };
    damaged
}

fn without(value: &Value, pointer: &str) -> Value {
    let mut damaged = value.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    damaged.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
    damaged
}

/// The output in this format for a lesson with a case of every status, and one that did not build.
fn output(form: json::Form) -> Value {
    serde_json::from_str(&of_every_status(form)).unwrap()
}

#[test]
fn a_report_keeps_to_its_schema() {
    assert_guarded("check", &output(json::text), &["compiler", "trace"]);
}

#[test]
fn a_word_that_is_not_in_the_list_is_a_flaw() {
    for place in ["/lessons/0/status", "/lessons/0/cases/0/status", "/lessons/0/cases/0/rank"] {
        let mut report = output(json::text);
        *report.pointer_mut(place).unwrap() = json!("perfect");
        assert_eq!(flaws("check", &report).len(), 1, "{place}");
    }
}

#[test]
fn a_key_that_no_schema_describes_is_a_flaw() {
    let mut report = output(json::text);
    report["lessons"][0]["cases"][0]["grade"] = json!(1);
    assert_eq!(flaws("check", &report).len(), 1);
}

/// Gradescope requires nearly nothing. Its maximum and status may be missing from any test.
#[test]
fn gradescopes_results_keep_to_its_specification() {
    let results = output(gradescope::text);
    let optional = ["visibility", "tests", "name", "max_score", "status", "output", "score"];
    assert_guarded("gradescope", &results, &optional);
    // Without a score of its own, the whole needs one for each test.
    assert!(!flaws("gradescope", &without(&results, "/score")).is_empty());
    let mut shown = results.clone();
    shown["tests"][0]["visibility"] = json!("after_class");
    assert_eq!(flaws("gradescope", &shown).len(), 1);
}

#[test]
fn a_result_keeps_to_classroom_50s_contract() {
    let result = output(|report| {
        let variable = |name: &str| (name != "ASSIGNMENT_TYPE").then(|| format!("<{name}>"));
        classroom50::text_in(report, &variable, "2026-06-01T14:33:11Z")
    });
    assert_guarded("classroom50", &result, &["output"]);
    let sum = |key: &str| {
        result["tests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|test| test[key].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(
        (result["score"].as_u64(), result["max-score"].as_u64()),
        (Some(sum("score")), Some(sum("max-score")))
    );
}

#[test]
fn a_trace_with_moments_of_every_kind_keeps_to_its_schema() {
    let mut report = whole_buffer();
    moments().into_iter().for_each(|moment| report.trace.note("alice", moment));
    report.trace.links = vec![link(None), link(Some(7))];
    let seen = vec![Packet { at: 7, bytes: vec![0x45, 0] }];
    report.trace.packets = Some(Packets { seen, lost: 1, missing: None });
    let trace = serde_json::to_value(trace_json::object("01-one-shot", &report, 7)).unwrap();
    assert_guarded("trace", &trace, &["rest", "pieces"]);
    assert!(trace["moments"].as_array().unwrap().len() > 30, "{trace:#}");
}

/// A connection from this port, or over a Unix socket.
fn link(port: Option<u16>) -> Link {
    let end = |port| SocketAddr::from(([127, 0, 0, 1], port));
    let ends = port.map(|port| (end(port), end(8888)));
    Link { peer: "alice".into(), program: "server".into(), ends }
}

fn moments() -> Vec<What> {
    let hi = || Excerpt::of(b"hi");
    let alice = || "alice".to_owned();
    let words = || "a query".to_owned();
    vec![
        What::Starts { arguments: vec!["127.0.0.1:8888".into()] },
        What::Accepts,
        What::LeavesWaiting { peer: alice() },
        What::HasRead { peer: alice(), pieces: vec![2, 3], left: 1 },
        What::SaysInPieces { bytes: hi(), pieces: vec![1, 1] },
        What::SaysInABurst(vec![hi(), hi()]),
        What::Receives { address: "127.0.0.1:8888".into() },
        What::SendsDatagram(hi()),
        What::SendsInABurst(vec![hi()]),
        What::ReceivesDatagram { bytes: hi(), from: None },
        What::ReceivesDatagram { bytes: hi(), from: Some("127.0.0.1:9".into()) },
        What::Does(words()),
        What::HearsIcmp(words()),
        What::SendsIcmp(words()),
        What::IsAt { path: "/tmp/socket".into() },
        What::Leaves,
        What::HearsNothing,
        What::HearsReset,
        What::ShutsDown,
        What::Closes,
        What::Resets,
        What::Types(hi()),
        What::StopsTyping,
        What::Prints(hi()),
        What::GetsSignal("SIGTERM".into()),
        What::ShortWrite { offered: 9, taken: Some(1) },
        What::ShortWrite { offered: 9, taken: None },
        What::Ends(Exit::Status(1)),
        What::Ends(Exit::Signal(9)),
    ]
}
