//! Beliefs that lesson 06 meets: what a server gets to do with the commands that it starts.

use stage::breach::Breach;

use super::Belief;
use super::evidence::*;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::PIPE_HOLDS_EVERYTHING,
        title: "A command runs to its end, and then I read what it wrote.",
        truth: "A pipe holds so much and no more. A command that has filled it waits in `write` until somebody reads, so whoever waits for its end before reading waits for ever. And there are two pipes: both have to be read, side by side.",
        why: "A Linux pipe takes 65,536 bytes unless told otherwise, and then `write` blocks (pipe(7)). `Command::output` reads both pipes at once until both end, and waits for the child after that; in Python, `subprocess.run(…, capture_output=True)` and `communicate` do. `wait` first, or one pipe to its end and then the other, works until a command is talkative.",
        chapter: "leftover",
        example: "\
child.wait()?;                                   // wrong: it may wait for you to read
child.stdout.take()…read_to_end(&mut out)?;
let output = command.output()?;                  // right: reads both, then waits",
        fits: pipe_holds_everything,
    },
    Belief {
        id: ids::OUTPUT_IS_STDOUT,
        title: "What a command has to say is on its standard output.",
        truth: "A command that fails says why on its standard error, and often nothing at all on its standard output. Somebody has to read both.",
        why: "Every process is given three streams, and errors have one of their own so that they do not mix with results (stdio(3)). `ls /nope` puts not a byte on standard output; a server that sends only that sends nothing, and its client waits for it.",
        chapter: "leftover",
        example: "\
stream.write_all(&output.stdout)?;               // wrong: nothing, where it failed
let answer = if output.stderr.is_empty() { output.stdout } else { output.stderr };",
        fits: output_is_stdout,
    },
    Belief {
        id: ids::COMMANDS_HAVE_AN_EMPTY_INPUT,
        title: "A command that I start has no input to wait for.",
        truth: "A child inherits your standard input unless you give it another. A command that reads then waits for whoever sits at your keyboard, and you wait for the command.",
        why: "`fork` copies the table of open descriptors, and `exec` keeps 0, 1 and 2 (fork(2), execve(2)). `Stdio::null()` gives it /dev/null instead, where every read is the end at once; in Python, `stdin=subprocess.DEVNULL`.",
        chapter: "leftover",
        example: "\
Command::new(\"sh\").arg(\"-c\").arg(command).spawn()?;   // wrong: it reads what is typed to you
command.stdin(Stdio::null());                         // right: it reads nothing",
        fits: commands_have_an_empty_input,
    },
    Belief {
        id: ids::ENDED_CHILD_IS_GONE,
        title: "A process that has ended is gone.",
        truth: "It stays in the process table as a zombie until its parent has waited for it. A server that never does collects one for each command, until no process can be started any more.",
        why: "The kernel keeps the exit status for the parent, and with it the process id (wait(2), notes). Reading a child's output to its end is not waiting for it, and in Rust dropping a `Child` is not either (std::process::Child).",
        chapter: "leftover",
        example: "\
let mut child = command.spawn()?;
child.stdout.take()…read_to_end(&mut out)?;      // wrong on its own: a zombie is left
child.wait()?;                                   // right: its status is taken, and it is gone",
        fits: ended_child_is_gone,
    },
];

pub fn pipe_holds_everything(breach: &Breach) -> bool {
    awaited_bytes(breach) && a_command_waits_to_write(breach)
}

pub fn output_is_stdout(breach: &Breach) -> bool {
    let nothing = waits_to_receive(breach) && heard_nothing(breach);
    (awaited_bytes(breach) && (nothing || heard_a_length_of_zero(breach)))
        || tells_of_the_wrong_stream(breach)
}

pub fn commands_have_an_empty_input(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_for_standard_input(breach)
}

pub fn ended_child_is_gone(breach: &Breach) -> bool {
    zombies(breach).is_some_and(|zombies| zombies >= 10)
}
