//! A pseudoterminal (pty(7)), which has two ends. A program takes its end for a real terminal, and so
//! prints line by line.

use std::io;
use std::os::fd::OwnedFd;

use rustix::fs::{Mode, OFlags};
use rustix::io::{FdFlags, fcntl_setfd, ioctl_fionbio};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// Opens a terminal that passes bytes on unchanged: our end, which never waits, and the program's end.
pub fn open_terminal() -> io::Result<(OwnedFd, OwnedFd)> {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
    fcntl_setfd(&ours, FdFlags::CLOEXEC)?;
    grantpt(&ours)?;
    unlockpt(&ours)?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let theirs = rustix::fs::open(ptsname(&ours, Vec::new())?, flags, Mode::empty())?;
    let mut settings = tcgetattr(&theirs)?;
    settings.make_raw();
    tcsetattr(&theirs, OptionalActions::Now, &settings)?;
    ioctl_fionbio(&ours, true)?;
    Ok((ours, theirs))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{ErrorKind, IsTerminal, Read, Write};

    use super::*;

    #[test]
    fn bytes_pass_unchanged_and_arrive_at_once() {
        let (ours, theirs) = open_terminal().unwrap();
        assert!(theirs.is_terminal());
        let (mut ours, mut theirs) = (File::from(ours), File::from(theirs));
        let bytes = b"\x03\x04a\r\nb\n\xff\0";
        let mut read = [0; 64];
        assert_eq!(ours.read(&mut read).unwrap_err().kind(), ErrorKind::WouldBlock);
        theirs.write_all(bytes).unwrap();
        assert_eq!(ours.read(&mut read).unwrap(), bytes.len());
        assert_eq!(read[..bytes.len()], *bytes);
    }
}
