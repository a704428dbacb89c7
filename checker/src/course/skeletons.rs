//! The skeletons: each lesson's files as a learner first finds them, built into the checker, so
//! that `checker reset` gives them back without a network and without git.

use super::Lesson;

/// One file of a skeleton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skeleton {
    /// Its place in the lesson's folder: `src/server.rs`.
    pub path: &'static str,
    pub text: &'static str,
}

/// A lesson's row: its folder under `checker/skeletons`, and its source files. (Each
/// `Cargo.toml` bears a longer name there, for cargo would take the folder for a package.)
macro_rules! skeleton {
    ($folder:literal: $($source:literal)*) => {
        ($folder, &[
            Skeleton {
                path: "Cargo.toml",
                text: include_str!(concat!("../../skeletons/", $folder, "/Cargo.toml.skeleton")),
            },
            $(Skeleton {
                path: $source,
                text: include_str!(concat!("../../skeletons/", $folder, "/", $source)),
            },)*
        ])
    };
}

const SKELETONS: &[(&str, &[Skeleton])] = &[
    skeleton!("01-one-shot": "src/server.rs" "src/client.rs"),
    skeleton!("02-communication-loop": "src/server.rs" "src/client.rs"),
    skeleton!("03-connection-loop": "src/server.rs"),
    skeleton!("04-whole-message": "src/server.rs" "src/client.rs"),
    skeleton!("05-glue": "src/server.rs" "src/client.rs"),
    skeleton!("06-leftover": "src/server.rs" "src/client.rs"),
    skeleton!("07-length-ack": "src/server.rs" "src/client.rs"),
    skeleton!("08-struct-framing": "src/server.rs" "src/client.rs"),
    skeleton!("09-framing": "src/lib.rs" "src/server.rs" "src/client.rs"),
    skeleton!("10-lines": "src/server.rs" "src/client.rs"),
    skeleton!("11-json-header": "src/server.rs" "src/client.rs"),
    skeleton!("12-file-download": "src/server.rs" "src/client.rs"),
    skeleton!("13-udp-echo": "src/server.rs" "src/client.rs"),
    skeleton!("14-datagrams": "src/server.rs"),
    skeleton!("15-retry": "src/server.rs" "src/client.rs"),
    skeleton!("16-threads": "src/server.rs"),
    skeleton!("17-processes": "src/server.rs"),
    skeleton!("18-socketserver": "src/lib.rs" "src/server.rs"),
    skeleton!("19-multiplex": "src/server.rs"),
    skeleton!("20-unix-sockets": "src/lib.rs" "src/server.rs" "src/client.rs"),
    skeleton!("21-addresses": "src/server.rs" "src/client.rs"),
    skeleton!("22-timeouts": "src/server.rs" "src/client.rs"),
    skeleton!("23-group-chat": "src/server.rs" "src/client.rs"),
    skeleton!("24-async": "src/server.rs" "src/client.rs"),
    skeleton!("25-ping": "src/client.rs"),
];

/// The files of this lesson's skeleton.
pub fn of(lesson: &Lesson) -> &'static [Skeleton] {
    let folder = lesson.folder();
    SKELETONS.iter().find(|(name, _)| *name == folder).map_or(&[], |(_, files)| files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;

    #[test]
    fn every_lesson_has_a_skeleton_for_each_of_its_programs_and_none_is_orphaned() {
        assert_eq!(SKELETONS.len(), lessons().len());
        for lesson in lessons() {
            let paths: Vec<&str> = of(lesson).iter().map(|file| file.path).collect();
            assert!(paths.contains(&"Cargo.toml"), "{}", lesson.slug);
            for role in &lesson.programs {
                let source = format!("src/{}.rs", role.name());
                assert!(paths.contains(&&source[..]), "{}: {source}", lesson.slug);
            }
        }
    }
}
