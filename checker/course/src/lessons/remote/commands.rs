//! Commands that exist on every Linux machine, made from the seed, and their expected output.

use stage::breach::Stream;

use crate::scene::Scene;

/// A command, and the answer that the server has to send.
pub struct Command {
    pub line: Vec<u8>,
    pub answer: Vec<u8>,
    /// The command's exit status.
    pub exit_code: i32,
    /// The stream to which it writes its answer.
    pub stream: Stream,
}

fn command(line: &[&[u8]], answer: &[u8]) -> Command {
    Command { line: line.concat(), answer: answer.to_vec(), exit_code: 0, stream: Stream::Stdout }
}

/// The same command, with its answer on standard error.
fn on_stderr(command: Command) -> Command {
    Command { stream: Stream::Stderr, ..command }
}

/// Prints a word without a newline.
pub fn word(scene: &Scene) -> Command {
    let word = scene.word();
    command(&[b"printf %s ", &word], &word)
}

/// A sum that only a shell can compute.
pub fn sum(scene: &Scene) -> Command {
    let (a, b) = (scene.number(100..=999), scene.number(1000..=9999));
    command(&[format!("echo $(({a} + {b}))").as_bytes()], format!("{}\n", a + b).as_bytes())
}

/// Prints nothing.
pub fn nothing() -> Command {
    command(&[b"true"], b"")
}

pub fn chinese(scene: &Scene, count: usize) -> Command {
    let text = scene.chinese(count);
    command(&[b"printf %s ", text.as_bytes()], text.as_bytes())
}

/// Prints bytes that are not text.
pub fn raw(scene: &Scene) -> Command {
    // Bytes below 128 have a special meaning in some shell. Bytes above do not have one in any shell.
    let bytes: Vec<u8> = (0..40).map(|_| scene.number(0x80..=0xff) as u8).collect();
    command(&[b"printf %s '", &bytes, b"'"], &bytes)
}

/// Prints spaces around a word, and newlines after it.
pub fn spacious(scene: &Scene) -> Command {
    let word = scene.word();
    command(&[b"printf '  %s \\n\\n' ", &word], &[b"  ", &word[..], b" \n\n"].concat())
}

/// Prints a line with the line ending of another system, and a NUL between two words.
pub fn unprintable(scene: &Scene) -> Command {
    let (first, second) = (scene.word(), scene.word());
    command(
        &[b"printf '%s\\r\\n\\0%s' ", &first, b" ", &second],
        &[&first[..], b"\r\n\0", &second].concat(),
    )
}

/// Fails with a message on its standard error.
pub fn error(scene: &Scene) -> Command {
    let word = scene.word();
    let command = command(&[b"printf %s ", &word, b" >&2; exit 3"], &word);
    on_stderr(Command { exit_code: 3, ..command })
}

/// Fails with a message on its standard output.
pub fn failing(scene: &Scene) -> Command {
    failing_with(scene, 3)
}

/// Like [`failing`], with the given exit status.
pub fn failing_with(scene: &Scene, exit_code: i32) -> Command {
    let word = scene.word();
    let exit = format!("; exit {exit_code}");
    Command { exit_code, ..command(&[b"printf %s ", &word, exit.as_bytes()], &word) }
}

/// Succeeds, and prints a longer warning on its standard error.
pub fn warning(scene: &Scene) -> Command {
    let warns = scene.word();
    let done = scene.letters(warns.len() - 1);
    on_stderr(command(&[b"printf %s ", &done, b"; printf %s ", &warns, b" >&2"], &warns))
}

/// Prints `0`. In PHP, this text is false, like an empty one.
pub fn zero() -> Command {
    command(&[b"printf 0"], b"0")
}

/// Prints a word on its standard output, and `0` on its standard error.
pub fn zero_on_stderr(scene: &Scene) -> Command {
    on_stderr(command(&[b"printf %s ", &scene.word(), b"; printf 0 >&2"], b"0"))
}

/// Reads its standard input up to the first newline or the end, and then prints a word.
pub fn reading(scene: &Scene) -> Command {
    let word = scene.word();
    command(&[b"read x 2>/dev/null; printf %s ", &word], &word)
}

/// Prints a word and ends. A process that it has started keeps running, and holds none of the command's
/// descriptors.
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

/// More bytes than the kernel holds for a remote peer that does not read, so the server's answer
/// blocks half-way.
pub fn too_much(scene: &Scene) -> Command {
    numbers(scene, 80_000)
}

/// The output of `seq`. It may be hundreds of thousands of lines, so each number is derived from
/// the one before, digit by digit.
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

/// The same count of numbers on standard output and on standard error, one stream after the other.
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
