//! Experiments with an answer that is longer than a receive, and with a command that nobody reads.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("whose-answer-is-that", whose_answer_is_that::main),
    Experiment::not_played("a-talkative-command", a_talkative_command::main),
    Experiment::not_played("no-input", no_input::main),
];

mod calls {
    use std::ffi::OsStr;
    use std::io::{self, Write};
    use std::os::unix::ffi::OsStrExt;
    use std::process::{Command, Stdio};

    pub fn main() -> io::Result<()> {
        let mut stdout = Vec::new();
        // ANCHOR: calls
        let command = OsStr::from_bytes(b"echo hello; echo oops >&2"); // bytes, UTF-8 or not
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(command).stdin(Stdio::null()); // an input that is at its end
        let output = shell.output()?; // reads both pipes to their ends, and then waits
        stdout.write_all(&output.stdout)?; // bytes as they are …
        stdout.write_all(&output.stderr)?;
        stdout.flush()?; // … now

        let child = shell.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?; // does not wait
        let output = child.wait_with_output()?; // `child.wait()` would read nothing
        // ANCHOR_END: calls
        assert_eq!((&stdout[..], &output.stderr[..]), (&b"hello\noops\n"[..], &b"oops\n"[..]));
        Ok(())
    }
}

mod whose_answer_is_that {
    // ANCHOR: whose-answer-is-that
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    /// Prints what one receive of at most ten bytes returns.
    fn receive(client: &mut TcpStream) -> io::Result<()> {
        let mut buffer = [0; 10];
        let n = client.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        conn.write_all(&[b'a'; 25])?; // the answer to the first command
        receive(&mut client)?;
        conn.write_all(&[b'b'; 5])?; // the answer to the second
        receive(&mut client)?;
        receive(&mut client)
    }
    // ANCHOR_END: whose-answer-is-that
}

mod a_talkative_command {
    // ANCHOR: a-talkative-command
    use std::io;
    use std::process::{Command, Stdio};

    pub fn main() -> io::Result<()> {
        for count in ["10000", "100000"] {
            let mut head = Command::new("head");
            head.args(["-c", count, "/dev/zero"]).stdout(Stdio::piped());
            let mut child = head.spawn()?;
            child.wait()?;
            println!("{}", child.wait_with_output()?.stdout.len());
        }
        Ok(())
    }
    // ANCHOR_END: a-talkative-command
}

mod no_input {
    // ANCHOR: no-input
    use std::io;
    use std::process::{Command, Stdio};

    pub fn main() -> io::Result<()> {
        let mut cat = Command::new("sh");
        cat.args(["-c", "cat"]).stdin(Stdio::inherit()); // as by default in Python
        println!("{:?}", cat.output()?);
        Ok(())
    }
    // ANCHOR_END: no-input
}
