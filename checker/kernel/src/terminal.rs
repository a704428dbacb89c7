//! A pseudoterminal (pty(7)), which has two ends. A program takes its end for a real terminal, and so
//! prints line by line.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd};
use std::ptr::null_mut;

use rustix::io::{FdFlags, fcntl_setfd, ioctl_fionbio};

use crate::common::own;

/// Opens a terminal that passes bytes on unchanged: our end, which never waits, and the program's end.
pub fn open_terminal() -> io::Result<(OwnedFd, OwnedFd)> {
    let (mut ours, mut theirs) = (-1, -1);
    // SAFETY: the call writes two descriptors, and nothing to the null pointers (openpty(3)).
    let opened = unsafe {
        libc::openpty(&raw mut ours, &raw mut theirs, null_mut(), null_mut(), null_mut())
    };
    if opened != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: both have just been opened, and nothing else owns them.
    let (ours, theirs) = unsafe { (own(ours), own(theirs)) };
    for end in [&ours, &theirs] {
        fcntl_setfd(end, FdFlags::CLOEXEC)?;
    }
    pass_on_unchanged(&theirs)?;
    ioctl_fionbio(&ours, true)?;
    Ok((ours, theirs))
}

/// Turns off all that a terminal does to bytes (raw mode, termios(3)).
fn pass_on_unchanged(terminal: &OwnedFd) -> io::Result<()> {
    let mut settings = MaybeUninit::uninit();
    let fd = terminal.as_raw_fd();
    // SAFETY: tcgetattr fills the settings if it succeeds, and only then the other calls read them.
    let done = unsafe {
        libc::tcgetattr(fd, settings.as_mut_ptr()) == 0 && {
            libc::cfmakeraw(settings.as_mut_ptr());
            libc::tcsetattr(fd, libc::TCSANOW, settings.as_ptr()) == 0
        }
    };
    if done { Ok(()) } else { Err(io::Error::last_os_error()) }
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
