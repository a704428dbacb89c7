//! A program that the learner gives as one string. It is split into words as a shell splits them.

/// The words of this command. An error continues a sentence about the command.
pub fn words(command: &str) -> Result<Vec<String>, &'static str> {
    match shlex::split(command) {
        None => Err("cannot be split into words: is a quotation mark missing?"),
        Some(words) if words.first().is_none_or(String::is_empty) => {
            Err("is empty: give a command, like `python3 -u server.py {addr}`")
        }
        Some(words) => Ok(words),
    }
}
