//! Experiments with processes: two owners of a connection, a zombie, and inherited descriptors.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("who-says-good-bye", who_says_good_bye::main),
    Experiment::same("after-its-end", after_its_end::main),
    Experiment::varies(
        "what-does-a-child-have",
        what_does_a_child_have::main,
        "Then both numbers are larger, and the second still exceeds the first.",
        one_more_in_the_second,
    ),
];

fn one_more_in_the_second(said: &str) -> bool {
    let numbers = said.strip_prefix("false\n").unwrap_or_default().lines();
    let numbers: Vec<usize> = numbers.filter_map(|line| line.parse().ok()).collect();
    matches!(numbers[..], [first, second] if first >= 3 && second == first + 1)
}

mod calls {
    use std::io::{self, Read};
    use std::net::{TcpListener, TcpStream};
    use std::os::fd::OwnedFd;
    use std::process::{Command, Stdio};

    use socket2::SockRef;

    pub fn main() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        let (conn, _) = listener.accept()?;
        // ANCHOR: calls
        let mut command = Command::new("cat"); // `env::current_exe()?` would be this program again
        command.stdin(Stdio::null());
        command.stdout(OwnedFd::from(conn)); // moves the connection into the command
        let mut child = command.spawn()?; // the child gets a copy of the descriptor
        drop(command); // closes the parent's

        let ended = child.try_wait()?; // its status, if it has ended; never waits
        let status = child.wait()?; // waits for the end, and takes the status: no zombie

        // std's descriptors are close-on-exec. This lets a later child keep one:
        SockRef::from(&listener).set_cloexec(false)?;
        // ANCHOR_END: calls
        assert!(status.success() && ended.is_none_or(|ended| ended == status));
        assert_eq!(client.read(&mut [0; 1])?, 0);
        Ok(())
    }
}

mod who_says_good_bye {
    // ANCHOR: who-says-good-bye
    use std::io::{self, Read};
    use std::net::{TcpListener, TcpStream};
    use std::os::fd::OwnedFd;
    use std::process::Command;
    use std::time::Duration;

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (conn, _) = server.accept()?;
        client.set_read_timeout(Some(Duration::from_secs(1)))?;

        // The child's standard output is a copy of the connection.
        let copy = OwnedFd::from(conn.try_clone()?);
        Command::new("printf").arg("good-bye").stdout(copy).status()?;

        let mut buffer = [0; 100];
        let n = client.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        if client.read(&mut buffer).is_err() {
            println!("nothing");
        }
        drop(conn);
        let n = client.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: who-says-good-bye
}

mod after_its_end {
    // ANCHOR: after-its-end
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;
    use std::{fs, io};

    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

    pub fn main() -> io::Result<()> {
        let mut child = Command::new("sh").args(["-c", "exit 3"]).spawn()?;
        let folder = format!("/proc/{}", child.id());
        // Waits for its end, and leaves its status there.
        let id = WaitId::Pid(Pid::from_child(&child));
        waitid(id, WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)?;

        let stat = fs::read_to_string(format!("{folder}/stat"))?;
        println!("{}", stat.split(' ').nth(2).unwrap_or_default());
        println!("{}", child.wait()?.into_raw());
        println!("{}", fs::exists(&folder)?);
        Ok(())
    }
    // ANCHOR_END: after-its-end
}

mod what_does_a_child_have {
    // ANCHOR: what-does-a-child-have
    use std::io;
    use std::net::TcpListener;
    use std::process::Command;

    use rustix::io::{FdFlags, fcntl_getfd, fcntl_setfd};

    /// Starts a program that lists its descriptors. One of them is the folder that it reads.
    fn count() -> io::Result<usize> {
        let listed = Command::new("ls").arg("/proc/self/fd").output()?.stdout;
        Ok(String::from_utf8_lossy(&listed).lines().count() - 1)
    }

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        println!("{}", !fcntl_getfd(&server)?.contains(FdFlags::CLOEXEC));
        println!("{}", count()?);
        fcntl_setfd(&server, FdFlags::empty())?;
        println!("{}", count()?);
        Ok(())
    }
    // ANCHOR_END: what-does-a-child-have
}
