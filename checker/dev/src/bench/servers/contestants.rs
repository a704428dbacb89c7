//! The servers of the comparison.

use super::load::Talk;
use super::{Contestant, Measurement};
use checker::course::of_slug;

/// The package name of programs that are not references.
pub const SPECIMENS: &str = "specimens";

/// Lesson 24's own server is a chat, which sends each line to all members: a thousand clients would mean a
/// million answers. A server on one thread of Tokio with lesson 09's frames takes its place.
pub fn contestants() -> Vec<Contestant> {
    let mut all = vec![
        reference("connection-loop", "one after another", "connection-loop-server-solution"),
        reference("threads", "a thread each", "threads-server-solution"),
        reference("processes", "a process each", "processes-server-solution"),
        reference("socketserver", "own socketserver", "socketserver-server-solution"),
        reference("multiplex", "one thread, mio", "multiplex-server-solution"),
        reference("async", "one thread, Tokio", "right-multiplex-server-one-thread-of-tokio"),
    ];
    all[0].talk = Talk::Raw;
    (all[3].talk, all[3].options) = (Talk::Lines, &["--kind", "threading-tcp"]);
    all[5].package = SPECIMENS.to_owned();
    all.push(python());
    all
}

/// The reference of the lesson with this slug.
fn reference(slug: &str, name: &'static str, program: &'static str) -> Contestant {
    Contestant {
        lesson: of_slug(slug).map(|lesson| lesson.number),
        name,
        program: Some(program),
        package: format!("{slug}-solution"),
        options: &[],
        talk: Talk::Frames,
        result: Measurement::NotMeasured("not built".into()),
    }
}

fn python() -> Contestant {
    let of_python = reference("", "Python's ThreadingTCPServer", "");
    Contestant { program: None, package: String::new(), ..of_python }
}
