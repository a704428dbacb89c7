//! Where a belief is exposed: in the first lesson that meets it, and in every lesson that builds on that
//! one. What is left out stands in a table below, each pair with its reason, so that nothing is left out
//! by accident. A reason that begins with `open:` is a gap that may be closed; the others are for good.

use std::collections::{BTreeMap, BTreeSet};

use cases::beliefs;
use cases::lessons::cases;

/// Each lesson, in the order of the course, with the lessons that its programs are made from.
const BUILDS_ON: &[(&str, &[&str])] = &[
    ("one-shot", &[]),
    ("communication-loop", &["one-shot"]),
    ("connection-loop", &["communication-loop"]),
    ("whole-message", &["connection-loop"]),
    ("glue", &["one-shot"]),
    ("leftover", &["connection-loop"]),
    ("length-ack", &["leftover"]),
    ("struct-framing", &["length-ack"]),
    ("framing", &["connection-loop"]),
    ("lines", &["connection-loop"]),
    ("json-header", &["struct-framing"]),
    ("file-download", &["json-header", "lines"]),
    ("udp-echo", &[]),
    ("datagrams", &["udp-echo"]),
    ("retry", &["udp-echo"]),
    ("threads", &["framing"]),
    ("processes", &["framing"]),
    ("socketserver", &["lines"]),
    ("multiplex", &["framing"]),
    ("unix-sockets", &["framing"]),
    ("addresses", &["connection-loop"]),
    ("timeouts", &["lines"]),
    ("group-chat", &["framing"]),
    ("async", &["group-chat"]),
    ("ping", &[]),
];

const NO_CLIENT: &str = "the lesson has no client that reads lines and prints replies";
const SERVER_ONLY: &str = "the sign is in what a client prints, and the lesson has a server only";
const NO_ANSWERS: &str = "the server of this lesson answers once, without being asked";
const NO_COMMANDS: &str = "the server of this lesson starts no commands";
const DEFAULT_BACKLOG: &str = "only lesson 03 asks for a backlog of its own";
const STD_REUSES: &str = "the server is made as in lesson 03, and is not ended in mid-conversation";
const READ_TO_THE_END: &str =
    "nothing is left unread when a server closes, or a reset is allowed as well";
const NO_NUMBER: &str =
    "no number is sent as bytes; a port in the other order is named in lesson 01";
const BY_THE_HEADER: &str =
    "a header says how long a message is, and one-read-is-one-header is named";
const ENDS_WITH_NEWLINE: &str = "there, a message does end with a newline";
const A_COUNT_ONLY: &str = "the client sends one line, and the server nothing but bytes for it";
const CHAT: &str = "in a chat, the stage describes frames and does not compare bytes";
const MADE_ANEW: &str =
    "the server makes each frame anew from JSON, and sends no buffer that it has read into";
const NO_LIMIT: &str = "the contract of the lesson sets no limit to a request";

/// What is left out: a belief, the lessons in which it is not exposed, and why.
const LEFT_OUT: &[(&str, &[&str], &str)] = &[
    ("buffer-is-message", &["group-chat", "async"], MADE_ANEW),
    ("buffer-is-message", &["whole-message", "addresses"], NO_ANSWERS),
    (
        "byte-order-is-obvious",
        &[
            "communication-loop",
            "connection-loop",
            "whole-message",
            "glue",
            "leftover",
            "length-ack",
            "lines",
            "file-download",
            "socketserver",
            "timeouts",
        ],
        NO_NUMBER,
    ),
    ("bytes-may-be-trimmed", &["whole-message"], A_COUNT_ONLY),
    ("bytes-may-be-trimmed", &["addresses"], NO_ANSWERS),
    ("bytes-may-be-trimmed", &["group-chat", "async"], CHAT),
    (
        "close-is-always-polite",
        &[
            "communication-loop",
            "connection-loop",
            "whole-message",
            "glue",
            "leftover",
            "length-ack",
            "struct-framing",
            "framing",
            "lines",
            "json-header",
            "file-download",
            "threads",
            "processes",
            "socketserver",
            "multiplex",
            "unix-sockets",
            "addresses",
            "timeouts",
            "group-chat",
            "async",
        ],
        READ_TO_THE_END,
    ),
    ("each-read-is-whole-text", &["file-download"], "it is `file-is-text` there"),
    ("each-read-is-whole-text", &["addresses"], NO_ANSWERS),
    ("each-read-is-whole-text", &["group-chat", "async"], CHAT),
    (
        "message-is-a-line",
        &["whole-message", "lines", "file-download", "socketserver", "timeouts"],
        ENDS_WITH_NEWLINE,
    ),
    (
        "message-is-a-line",
        &["framing", "threads", "processes", "multiplex", "unix-sockets", "group-chat", "async"],
        BY_THE_HEADER,
    ),
    ("message-is-a-line", &["glue"], "a server that waits for a newline shows nothing at all"),
    ("message-is-a-line", &["addresses"], NO_ANSWERS),
    ("read-fills-the-buffer", &["whole-message"], A_COUNT_ONLY),
    (
        "read-fills-the-buffer",
        &["framing", "threads", "processes", "multiplex", "unix-sockets", "group-chat", "async"],
        BY_THE_HEADER,
    ),
    (
        "read-fills-the-buffer",
        &["lines", "file-download", "socketserver", "timeouts"],
        ENDS_WITH_NEWLINE,
    ),
    ("read-fills-the-buffer", &["addresses"], NO_ANSWERS),
    ("read-to-end-is-one-message", &["glue"], "a server that reads to the end shows all at once"),
    ("read-to-end-is-one-message", &["file-download"], "a client may read its one file to the end"),
    ("read-to-end-is-one-message", &["addresses"], NO_ANSWERS),
    (
        "empty-send-is-a-message",
        &["connection-loop", "threads", "processes", "socketserver", "multiplex"],
        NO_CLIENT,
    ),
    ("empty-send-is-a-message", &["whole-message", "file-download", "addresses"], NO_CLIENT),
    (
        "empty-send-is-a-message",
        &["framing", "unix-sockets", "group-chat", "async"],
        "there, an empty line is a message",
    ),
    (
        "empty-send-is-a-message",
        &["lines", "timeouts"],
        "an empty line has a newline, so it is answered",
    ),
    (
        "one-read-is-the-whole-reply",
        &["connection-loop", "threads", "processes", "socketserver", "multiplex"],
        SERVER_ONLY,
    ),
    ("one-read-is-the-whole-reply", &["whole-message"], "it is `what-has-come-is-all` there"),
    ("one-read-is-the-whole-reply", &["leftover"], "there, a client is to read once"),
    (
        "one-read-is-the-whole-reply",
        &["framing", "unix-sockets", "group-chat", "async"],
        "it is `one-read-is-one-payload` there",
    ),
    (
        "printed-is-shown",
        &["connection-loop", "threads", "processes", "socketserver", "multiplex"],
        SERVER_ONLY,
    ),
    (
        "printed-is-shown",
        &["whole-message", "file-download", "addresses"],
        "the client ends when it has printed, and its output is flushed then",
    ),
    (
        "read-line-replaces",
        &["connection-loop", "threads", "processes", "multiplex"],
        "the server of this lesson reads no lines",
    ),
    ("read-line-replaces", &["whole-message", "file-download", "addresses"], NO_CLIENT),
    ("write-is-sent", &["whole-message", "addresses"], "the server closes, and so flushes"),
    ("zero-is-nothing-yet", &["addresses"], NO_ANSWERS),
    (
        "backlog-is-the-default",
        &[
            "whole-message",
            "leftover",
            "length-ack",
            "struct-framing",
            "framing",
            "lines",
            "json-header",
            "file-download",
            "threads",
            "processes",
            "socketserver",
            "multiplex",
            "unix-sockets",
            "addresses",
            "timeouts",
            "group-chat",
            "async",
        ],
        DEFAULT_BACKLOG,
    ),
    (
        "finished-connections-close-themselves",
        &["processes"],
        "it is `handed-over-is-given-away` there",
    ),
    (
        "one-accept-is-enough",
        &["threads", "processes", "multiplex", "group-chat", "async"],
        "with two clients at once it is `accept-can-wait`",
    ),
    (
        "port-is-free-at-once",
        &[
            "whole-message",
            "leftover",
            "length-ack",
            "struct-framing",
            "framing",
            "lines",
            "json-header",
            "file-download",
            "threads",
            "processes",
            "multiplex",
            "unix-sockets",
            "addresses",
            "timeouts",
            "group-chat",
            "async",
        ],
        STD_REUSES,
    ),
    ("commands-have-an-empty-input", &["file-download"], NO_COMMANDS),
    ("ended-child-is-gone", &["file-download"], NO_COMMANDS),
    ("output-is-stdout", &["file-download"], NO_COMMANDS),
    ("pipe-holds-everything", &["file-download"], NO_COMMANDS),
    ("nothing-needs-no-answer", &["file-download"], NO_COMMANDS),
    (
        "body-may-follow-at-once",
        &["struct-framing", "json-header", "file-download"],
        "behind a header, the answer does follow at once",
    ),
    ("characters-are-bytes", &["file-download"], "a file's size is asked from the file system"),
    (
        "zero-length-is-the-end",
        &["file-download"],
        "the client ends behind its one file, empty or not",
    ),
    ("one-read-is-one-frame", &["group-chat", "async"], "it is `read-ends-with-the-message` there"),
    ("one-read-is-one-payload", &["multiplex"], "it is `readable-means-a-whole-message` there"),
    (
        "read-ends-with-the-message",
        &["threads", "processes", "multiplex", "unix-sockets"],
        "it is `one-read-is-one-frame` there",
    ),
    ("delimiter-comes-in-one-piece", &["file-download"], "a name ends with one newline"),
    ("every-line-ends", &["file-download"], NO_LIMIT),
    (
        "header-and-body-are-one-json",
        &["file-download"],
        "it is `read-ends-with-the-message` there",
    ),
    (
        "any-socket-may-answer",
        &["datagrams"],
        "the server of this lesson prints, and answers nothing",
    ),
    ("datagrams-never-fail", &["datagrams"], "the server of this lesson sends nothing"),
    ("whatever-arrives-is-the-reply", &["datagrams"], "the lesson has no client"),
    ("empty-datagram-is-no-message", &["retry"], "a datagram has an id there, and is never empty"),
    ("empty-datagram-is-the-end", &["retry"], "a datagram has an id there, and is never empty"),
];

/// The lessons in which a case exposes this belief, in the order of the course.
fn exposed_in(belief: &str) -> Vec<&'static str> {
    let exposes = |slug: &str| {
        let mut exposed = cases(slug).iter().flat_map(|case| case.exposes);
        exposed.any(|exposes| exposes.belief == belief)
    };
    BUILDS_ON.iter().map(|(slug, _)| *slug).filter(|slug| exposes(slug)).collect()
}

/// Whether a lesson builds on another one, be it by way of a third.
fn builds_on(slug: &str, other: &str) -> bool {
    let (_, from) = BUILDS_ON.iter().find(|(known, _)| *known == slug).expect("a lesson");
    from.iter().any(|one| *one == other || builds_on(one, other))
}

/// The pairs that are not exposed: a belief, and a lesson that builds on its first one.
fn gaps() -> BTreeSet<(&'static str, &'static str)> {
    let mut gaps = BTreeSet::new();
    for belief in beliefs::all() {
        let exposed = exposed_in(&belief.id);
        let first = exposed.first().unwrap_or_else(|| panic!("nothing exposes `{}`", belief.id));
        let later = BUILDS_ON.iter().map(|(slug, _)| *slug).filter(|slug| builds_on(slug, first));
        gaps.extend(
            later.filter(|slug| !exposed.contains(slug)).map(|slug| (&belief.id[..], slug)),
        );
    }
    gaps
}

#[test]
fn a_belief_that_is_not_exposed_where_it_may_arise_is_left_out_for_a_reason() {
    let mut reasons = BTreeMap::new();
    for (belief, lessons, why) in LEFT_OUT {
        for lesson in *lessons {
            let before = reasons.insert((*belief, *lesson), *why);
            assert_eq!(before, None, "`{belief}` in {lesson} stands there twice");
        }
    }
    let (gaps, listed) = (gaps(), reasons.into_keys().collect::<BTreeSet<_>>());
    let without: Vec<_> = gaps.difference(&listed).collect();
    assert!(without.is_empty(), "expose these, or say why not: {without:#?}");
    let stale: Vec<_> = listed.difference(&gaps).collect();
    assert!(stale.is_empty(), "these are exposed, or nothing that builds on anything: {stale:#?}");
}

#[test]
fn every_lesson_of_the_course_has_its_place() {
    for (slug, from) in BUILDS_ON {
        assert!(!cases(slug).is_empty(), "there is no lesson {slug}");
        for one in *from {
            let place = |slug: &str| BUILDS_ON.iter().position(|(known, _)| *known == slug);
            assert!(place(one) < place(slug), "{slug} builds on {one}, which comes later");
        }
    }
}
