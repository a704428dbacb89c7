//! The messages with which runtimes report an error on standard error, by language. They are listed
//! only in this table: a belief asks whether a program reported an error, not in which words.

use Language::{Cpp, Go, Java, Node, Php, Python, Ruby, Rust, System};
use Says::*;

/// A kind of error that a runtime reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// A call would have blocked.
    WouldBlock,
    /// EAGAIN, if it stands for a time-out.
    Again,
    /// A peer broke the connection.
    BrokenConnection,
    /// No process listens there.
    Refused,
    /// Another socket has the address.
    AddressInUse,
    /// The kernel refused something other than an address of the wrong family, such as an option
    /// that was set too late. (The wrong family would be EAFNOSUPPORT, and a text that is not an
    /// address gets no errno.)
    AnotherRefusal,
    /// A signal ended a call.
    Interrupted,
    /// The process has reached its limit of descriptors.
    TooManyOpenFiles,
    /// No further thread could be started.
    NoThread,
    /// An allocation failed.
    OutOfMemory,
    /// Some bytes are not UTF-8.
    NotUtf8,
    /// More bytes followed a JSON value.
    MoreThanJson,
    /// A message was shorter than the part that the program took from it.
    OutOfRange,
    /// A collection changed while a loop iterated over it.
    ChangedWhileIterating,
    /// The program used the address of a socket that has none.
    Unnamed,
    /// An error was not handled: an exception, or an error that `main` returned.
    Unhandled,
    /// An error ended a task, and no other task asked for it.
    UnhandledInATask,
    /// The failed call accepts a connection.
    AtAccept,
    /// The failed call sends until everything has been sent.
    AtSendAll,
    /// A thread panicked.
    InAThread,
    /// The first thread panicked.
    InTheFirstThread,
}

/// The source of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The C library: its messages (strerror(3)) and the names of error numbers (errno(3)), which
    /// programs in every language pass on.
    System,
    Rust,
    Python,
    Node,
    Java,
    Go,
    Ruby,
    Php,
    Cpp,
}

/// The messages for each error, in each language.
const SIGNS: &[(Says, Language, &[&str])] = &[
    (WouldBlock, System, &["temporarily unavailable"]),
    (WouldBlock, Rust, &["WouldBlock", "would block"]),
    (WouldBlock, Python, &["BlockingIOError"]),
    (Again, System, &["temporarily unavailable", "EAGAIN", "EWOULDBLOCK"]),
    (Again, Rust, &["WouldBlock"]),
    (BrokenConnection, System, &["Connection reset", "Broken pipe", "endpoint is not connected"]),
    (
        BrokenConnection,
        Rust,
        &["ConnectionReset", "BrokenPipe", "ConnectionAborted", "NotConnected"],
    ),
    (BrokenConnection, Python, &["ConnectionReset", "BrokenPipe", "ConnectionAborted"]),
    (BrokenConnection, Node, &["ECONNRESET", "EPIPE"]),
    (BrokenConnection, Java, &["Connection reset", "Broken pipe"]),
    (BrokenConnection, Go, &["connection reset by peer", "broken pipe"]),
    (Refused, System, &["Connection refused"]),
    (Refused, Go, &["connection refused"]),
    (Refused, Rust, &["ConnectionRefused"]),
    (Refused, Python, &["ConnectionRefused"]),
    (AddressInUse, System, &["Address already in use"]),
    (AddressInUse, Node, &["address already in use"]),
    (AddressInUse, Go, &["address already in use"]),
    (
        AnotherRefusal,
        System,
        &[
            "Invalid argument",
            "Protocol not available",
            "Address already in use",
            "Permission denied",
        ],
    ),
    (Interrupted, System, &["Interrupted system call", "EINTR"]),
    (Interrupted, Rust, &["kind: Interrupted"]),
    (Interrupted, Python, &["InterruptedError"]),
    (TooManyOpenFiles, System, &["Too many open files"]),
    (TooManyOpenFiles, Rust, &["os error 24", "code: 24"]),
    (TooManyOpenFiles, Node, &["EMFILE"]),
    (NoThread, System, &["Resource temporarily unavailable"]),
    (NoThread, Rust, &["failed to spawn thread"]),
    (NoThread, Python, &["can't start new thread"]),
    (OutOfMemory, Rust, &["memory allocation of", "capacity overflow"]),
    (OutOfMemory, Python, &["MemoryError"]),
    (OutOfMemory, System, &["Cannot allocate memory", "ENOMEM"]),
    (OutOfMemory, Node, &["out of memory", "buffer allocation failed"]),
    (OutOfMemory, Java, &["OutOfMemory"]),
    (OutOfMemory, Ruby, &["NoMemoryError", "failed to allocate memory"]),
    (OutOfMemory, Php, &["Allowed memory size", "Out of memory"]),
    (OutOfMemory, Cpp, &["bad_alloc"]),
    (OutOfMemory, Go, &["out of memory"]),
    (NotUtf8, Rust, &["Utf8Error", "invalid utf-8", "valid UTF-8"]),
    (NotUtf8, Python, &["UnicodeDecodeError"]),
    (MoreThanJson, Rust, &["trailing characters"]),
    (MoreThanJson, Python, &["Extra data"]),
    (OutOfRange, Rust, &["out of range", "slice index", "mid > len"]),
    (OutOfRange, Python, &["out of range", "struct.error"]),
    (ChangedWhileIterating, Python, &["changed size during iteration", "mutated during iteration"]),
    (ChangedWhileIterating, Java, &["ConcurrentModificationException"]),
    (Unnamed, Rust, &["(unnamed)"]),
    (Unnamed, Python, &["''", "b''"]),
    (Unnamed, Node, &["\"\""]),
    (Unhandled, Rust, &["Error: Os {", "Error: Custom {"]),
    (Unhandled, Python, &["Traceback"]),
    (UnhandledInATask, Python, &["exception was never retrieved"]),
    (Unhandled, Node, &["Unhandled 'error' event"]),
    (Unhandled, Java, &["Exception in thread"]),
    (Unhandled, Go, &["panic: "]),
    (AtAccept, Python, &["accept"]),
    (AtSendAll, Rust, &["write_all("]),
    (AtSendAll, Python, &["sendall("]),
    (InAThread, Rust, &["thread '"]),
    (InTheFirstThread, Rust, &["thread 'main'"]),
];

/// Whether a text reports this error, in any language.
pub fn says(text: &str, what: Says) -> bool {
    SIGNS.iter().any(|(says, _, signs)| *says == what && has_one(text, signs))
}

/// Like [`says`], but only in this language.
pub fn says_in(language: Language, text: &str, what: Says) -> bool {
    let is_it = |says: Says, of: Language| says == what && of == language;
    SIGNS.iter().any(|(says, of, signs)| is_it(*says, *of) && has_one(text, signs))
}

fn has_one(text: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words() {
        let rust = "called `Result::unwrap()` on an `Err` value: Os { code: 24, kind: \
                    Uncategorized, message: \"Too many open files\" }";
        let node = "Error: EMFILE: too many open files";
        assert!(says(rust, TooManyOpenFiles) && says(node, TooManyOpenFiles));
        assert!(says_in(System, rust, TooManyOpenFiles));
        assert!(!says_in(System, node, TooManyOpenFiles));
        assert!(!says(rust, AddressInUse) && !says("", Unhandled));
    }

    #[test]
    fn no_row_is_there_twice() {
        for (at, (says, language, signs)) in SIGNS.iter().enumerate() {
            assert!(!signs.is_empty(), "{says:?} has no sign in {language:?}");
            let again =
                |(other, of, _): &(Says, Language, &[&str])| other == says && of == language;
            assert!(!SIGNS[..at].iter().any(again), "{says:?} in {language:?} has two rows");
        }
    }
}
