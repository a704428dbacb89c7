//! A nursery makes children of the process that asks, faster than a program starts. It needs a process with
//! one thread, so these tests use the specimen program.

use std::process::Command;

use serial_test::serial;

/// The specimen's output.
fn output_of(way: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_stage-specimen"))
        .args(["nursery", way])
        .output()
        .expect("it starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    printed
}

#[test]
#[serial]
fn children_belong_to_the_asking_process() {
    assert_eq!(output_of("children"), "ours true\nours true\n");
}

#[test]
#[serial]
fn a_child_that_panics_ends_alone() {
    assert_eq!(output_of("panics"), "Some(101) None []\nSome(101) None []\n");
}

#[test]
#[serial]
fn a_child_that_is_asked_to_end_before_it_listens_hears_it_all_the_same() {
    assert_eq!(output_of("signalled"), "Ok(true) true\nOk(false) true\n");
}

#[test]
#[serial]
fn one_that_does_not_answer_is_given_up() {
    assert_eq!(output_of("stopped"), "Some(TimedOut)\nSome(TimedOut)\n");
}

#[test]
#[serial]
fn beside_other_threads_there_is_none() {
    assert_eq!(output_of("with-threads"), "there are 2 threads\n");
}
