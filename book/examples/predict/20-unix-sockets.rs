//! Experiments with the file of a Unix socket, and with packets.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("after-the-end", after_the_end::main),
    Experiment::same("two-at-one-path", two_at_one_path::main),
    Experiment::same("a-packet-and-a-small-buffer", a_packet_and_a_small_buffer::main),
];

mod calls {
    use std::fs::{self, Permissions};
    use std::io::{self, Read};
    use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};

    use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
    use socket2::{Domain, SockAddr, Socket, Type};

    pub fn main() -> io::Result<()> {
        let path = "calls.socket";
        // ANCHOR: calls
        let listener = Socket::new(Domain::UNIX, Type::SEQPACKET, None)?; // or Type::STREAM
        listener.bind(&SockAddr::unix(path)?)?; // makes the file; fails if anything is there
        fs::set_permissions(path, Permissions::from_mode(0o600))?; // owner only; before `listen`
        listener.listen(128)?;

        let at_path = fs::symlink_metadata(path)?; // at the path itself; `metadata` follows links
        let is_socket = at_path.file_type().is_socket();
        let identity = (at_path.dev(), at_path.ino()); // the same for all names of one file

        let client = Socket::new(Domain::UNIX, Type::SEQPACKET, None)?;
        client.connect(&SockAddr::unix(path)?)?; // refused: the file is there, and no server
        let (mut conn, _) = listener.accept()?;
        let peer = getsockopt(&conn, PeerCredentials)?; // pid, uid and gid of the other side

        client.send(b"hello")?; // one packet
        let mut buffer = [0; 1024]; // with room to spare: the rest of a packet is discarded
        let n = conn.read(&mut buffer)?;
        fs::remove_file(path)?; // closing the listener leaves the file
        // ANCHOR_END: calls
        assert!(is_socket && identity.1 != 0);
        assert_eq!((peer.pid().cast_unsigned(), n), (std::process::id(), 5));
        Ok(())
    }
}

mod after_the_end {
    // ANCHOR: after-the-end
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::{fs, io};

    pub fn main() -> io::Result<()> {
        let server = UnixListener::bind("door")?;
        drop(server);
        fs::write("letter", "dear all")?;
        for path in ["door", "letter"] {
            if let Err(error) = UnixStream::connect(path) {
                println!("{path} {error}");
            }
        }
        println!("{}", fs::exists("door")?);
        fs::remove_file("door")
    }
    // ANCHOR_END: after-the-end
}

mod two_at_one_path {
    // ANCHOR: two-at-one-path
    use std::fs;
    use std::io::{self, Write};
    use std::os::unix::net::{UnixListener, UnixStream};

    pub fn main() -> io::Result<()> {
        let one = UnixListener::bind("door")?;
        let early = UnixStream::connect("door")?;
        fs::remove_file("door")?;
        let two = UnixListener::bind("door")?;
        let late = UnixStream::connect("door")?;
        one.accept()?.0.write_all(b"one")?;
        two.accept()?.0.write_all(b"two")?;
        println!("{:?}", io::read_to_string(early)?);
        println!("{:?}", io::read_to_string(late)?);
        println!("{}", one.local_addr()?.as_pathname() == two.local_addr()?.as_pathname());
        fs::remove_file("door")
    }
    // ANCHOR_END: two-at-one-path
}

mod a_packet_and_a_small_buffer {
    // ANCHOR: a-packet-and-a-small-buffer
    use std::io::{self, Read};

    use socket2::{Domain, Socket, Type};

    fn receive(socket: &mut Socket, size: usize) -> io::Result<String> {
        let mut buffer = vec![0; size];
        let n = socket.read(&mut buffer)?;
        Ok(String::from_utf8_lossy(&buffer[..n]).into_owned())
    }

    pub fn main() -> io::Result<()> {
        for kind in [Type::STREAM, Type::SEQPACKET] {
            let (a, mut b) = Socket::pair(Domain::UNIX, kind, None)?;
            a.send(b"hello")?;
            a.send(b"hi")?;
            println!("{:?} {:?}", receive(&mut b, 3)?, receive(&mut b, 100)?);
            if kind == Type::SEQPACKET {
                a.send(b"")?;
            }
            drop(a);
            println!("{:?}", receive(&mut b, 100)?);
        }
        Ok(())
    }
    // ANCHOR_END: a-packet-and-a-small-buffer
}
