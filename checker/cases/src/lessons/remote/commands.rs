//! Commands that every Linux machine has, made from the seed, and what they have to say.

use stage::breach::Stream;

use crate::scene::Scene;

/// A command, and what the server has to answer.
pub struct Command {
    pub line: Vec<u8>,
    pub answer: Vec<u8>,
    /// The status with which it ends.
    pub exit_code: i32,
    /// Where it writes its answer.
    pub stream: Stream,
}

fn command(line: &[&[u8]], answer: &[u8]) -> Command {
    Command { line: line.concat(), answer: answer.to_vec(), exit_code: 0, stream: Stream::Stdout }
}

/// What it has to say is on its standard error.
fn on_stderr(command: Command) -> Command {
    Command { stream: Stream::Stderr, ..command }
}

/// Prints a word, and no newline behind it.
pub fn word(scene: &Scene) -> Command {
    let word = scene.word();
    command(&[b"printf %s ", &word], &word)
}

/// Only a shell can do this sum.
pub fn sum(scene: &Scene) -> Command {
    let (a, b) = (scene.number(100..=999), scene.number(1000..=9999));
    command(&[format!("echo $(({a} + {b}))").as_bytes()], format!("{}\n", a + b).as_bytes())
}

/// Has nothing to say.
pub fn nothing() -> Command {
    command(&[b"true"], b"")
}

/// Prints some Chinese characters.
pub fn chinese(scene: &Scene, count: usize) -> Command {
    let text = scene.chinese(count);
    command(&[b"printf %s ", text.as_bytes()], text.as_bytes())
}

/// Prints bytes that are no text.
pub fn raw(scene: &Scene) -> Command {
    // Bytes below 128 mean something to one shell or another; those above are nobody's.
    let bytes: Vec<u8> = (0..40).map(|_| scene.number(0x80..=0xff) as u8).collect();
    command(&[b"printf %s '", &bytes, b"'"], &bytes)
}

/// Spaces around a word, and newlines behind it.
pub fn spacious(scene: &Scene) -> Command {
    let word = scene.word();
    command(&[b"printf '  %s \\n\\n' ", &word], &[b"  ", &word[..], b" \n\n"].concat())
}

/// A line that ends as lines of other systems do, and a NUL between two words.
pub fn unprintable(scene: &Scene) -> Command {
    let (first, second) = (scene.word(), scene.word());
    command(
        &[b"printf '%s\\r\\n\\0%s' ", &first, b" ", &second],
        &[&first[..], b"\r\n\0", &second].concat(),
    )
}

/// Fails, and says so on its standard error.
pub fn error(scene: &Scene) -> Command {
    let word = scene.word();
    let command = command(&[b"printf %s ", &word, b" >&2; exit 3"], &word);
    on_stderr(Command { exit_code: 3, ..command })
}

/// Fails, with its words on its standard output.
pub fn failing(scene: &Scene) -> Command {
    failing_with(scene, 3)
}

/// The same, with a status of one's choice.
pub fn failing_with(scene: &Scene, exit_code: i32) -> Command {
    let word = scene.word();
    let exit = format!("; exit {exit_code}");
    Command { exit_code, ..command(&[b"printf %s ", &word, exit.as_bytes()], &word) }
}

/// Does its work, and warns on its standard error, at greater length.
pub fn warning(scene: &Scene) -> Command {
    let warns = scene.word();
    let done = scene.letters(warns.len() - 1);
    on_stderr(command(&[b"printf %s ", &done, b"; printf %s ", &warns, b" >&2"], &warns))
}

/// Reads its standard input to the first newline or the end, and then prints a word.
pub fn reading(scene: &Scene) -> Command {
    let word = scene.word();
    command(&[b"read x 2>/dev/null; printf %s ", &word], &word)
}

/// Prints a word and ends. A process that it has started lives on, and holds nothing of the command's.
pub fn leaving_a_child(scene: &Scene) -> Command {
    let word = scene.word();
    let child = b"(sleep 1000 </dev/null >/dev/null 2>&1 &); printf %s ";
    command(&[child, &word], &word)
}

/// Six-digit numbers, one a line: seven bytes each.
pub fn numbers(scene: &Scene, count: usize) -> Command {
    let first = scene.number(100_000..=499_999);
    let last = first + count - 1;
    command(&[format!("seq {first} {last}").as_bytes()], &counted(first, count))
}

/// More than the kernel holds for a peer from afar that does not read: the server's answer to it gets
/// stuck half-way.
pub fn too_much(scene: &Scene) -> Command {
    numbers(scene, 80_000)
}

/// What `seq` prints. It may be hundreds of thousands of lines, so each is counted up from the one
/// before, digit by digit.
fn counted(first: usize, count: usize) -> Vec<u8> {
    let mut line = format!("{first}\n").into_bytes();
    let mut text = Vec::with_capacity(count * line.len());
    for _ in 0..count {
        text.extend_from_slice(&line);
        let mut digit = line.len() - 2;
        while line[digit] == b'9' && digit > 0 {
            line[digit] = b'0';
            digit -= 1;
        }
        line[digit] += 1;
    }
    text
}

/// As many numbers on standard output as on standard error, one after the other.
pub fn on_both(scene: &Scene, count: usize, error_first: bool) -> Command {
    let (out, err) = (numbers(scene, count), numbers(scene, count));
    let err_line = [&err.line[..], b" >&2"].concat();
    let (first, second) = if error_first { (&err_line, &out.line) } else { (&out.line, &err_line) };
    on_stderr(command(&[first, b"; ", second], &err.answer))
}

/// A command of exactly this many bytes.
pub fn long(scene: &Scene, length: usize) -> Command {
    let said = b"printf %s ";
    let letters = scene.letters(length - said.len());
    command(&[said, &letters], &letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_carries_over() {
        assert_eq!(counted(100_998, 3), b"100998\n100999\n101000\n");
        assert_eq!(counted(199_999, 2), b"199999\n200000\n");
    }
}
