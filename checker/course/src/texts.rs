//! Each lesson's files that are built into the checker. `cargo checker dev write` writes this file from
//! the folders in `checker/course`.

/// A lesson's texts.
pub struct LessonTexts {
    /// `01-one-shot`, in `checker/course`.
    pub folder: &'static str,
    /// `lesson.toml`.
    pub toml: &'static str,
    pub skeleton: &'static [LessonFile],
}

/// One file of a skeleton or of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LessonFile {
    /// Its path in the lesson's folder: `src/server.rs`.
    pub path: &'static str,
    pub text: &'static str,
}

/// A lesson's folder, and the source files of its skeleton.
macro_rules! lesson {
    ($folder:literal: $($source:literal)*) => {
        LessonTexts {
            folder: $folder,
            toml: include_str!(concat!("../", $folder, "/lesson.toml")),
            skeleton: &[
                LessonFile {
                    path: "Cargo.toml",
                    text: include_str!(concat!(
                        "../",
                        $folder,
                        "/skeleton/Cargo.toml.skeleton"
                    )),
                },
                $(LessonFile {
                    path: $source,
                    text: include_str!(concat!("../", $folder, "/skeleton/", $source)),
                },)*
            ],
        }
    };
}

pub const LESSONS: &[LessonTexts] = &[
    lesson!("01-one-shot": "src/server.rs" "src/client.rs"),
    lesson!("02-communication-loop": "src/server.rs" "src/client.rs"),
    lesson!("03-connection-loop": "src/server.rs"),
    lesson!("04-whole-message": "src/server.rs" "src/client.rs"),
    lesson!("05-glue": "src/server.rs" "src/client.rs"),
    lesson!("06-leftover": "src/server.rs" "src/client.rs"),
    lesson!("07-length-ack": "src/server.rs" "src/client.rs"),
    lesson!("08-struct-framing": "src/server.rs" "src/client.rs"),
    lesson!("09-framing": "src/lib.rs" "src/server.rs" "src/client.rs"),
    lesson!("10-lines": "src/server.rs" "src/client.rs"),
    lesson!("11-json-header": "src/server.rs" "src/client.rs"),
    lesson!("12-file-download": "src/server.rs" "src/client.rs"),
    lesson!("13-udp-echo": "src/server.rs" "src/client.rs"),
    lesson!("14-datagrams": "src/server.rs"),
    lesson!("15-retry": "src/server.rs" "src/client.rs"),
    lesson!("16-threads": "src/server.rs"),
    lesson!("17-processes": "src/server.rs"),
    lesson!("18-socketserver": "src/lib.rs" "src/server.rs"),
    lesson!("19-multiplex": "src/server.rs"),
    lesson!("20-unix-sockets": "src/lib.rs" "src/server.rs" "src/client.rs"),
    lesson!("21-addresses": "src/server.rs" "src/client.rs"),
    lesson!("22-timeouts": "src/server.rs" "src/client.rs"),
    lesson!("23-group-chat": "src/server.rs" "src/client.rs"),
    lesson!("24-async": "src/server.rs" "src/client.rs"),
    lesson!("25-ping": "src/client.rs"),
];
