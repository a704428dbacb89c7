//! Experiments with two sends and one receive, and with the segments that carry them.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("the-classic", the_classic::main),
    Experiment::same("a-pause-between", a_pause_between::main),
    Experiment::same("other-sizes", other_sizes::main),
    Experiment::varies(
        "counting-segments",
        counting_segments::main,
        "Without `TCP_NODELAY` there are fewer segments than sends, unless each acknowledgement comes \
         before the next send, as on a very busy machine.",
        fewer_segments,
    ),
];

fn fewer_segments(said: &str) -> bool {
    let numbers: Vec<u32> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    // On a busy machine, the kernel may send a segment again. Then the second number is over 30.
    matches!(numbers[..], [joined, _] if joined <= 30)
}

mod calls {
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        let (mut conn, _) = listener.accept()?;
        let size = 4;
        // ANCHOR: calls
        client.set_nodelay(true)?; // switches Nagle's algorithm off
        client.write_all(&["你好", "hello"].concat().into_bytes())?; // joined, and then sent

        let mut buffer = vec![0; size];
        let n = conn.read(&mut buffer)?; // one receive: what is there, at most `size` bytes
        let mut shown = String::new();
        for chunk in buffer[..n].utf8_chunks() {
            shown += chunk.valid(); // text as text …
            for byte in chunk.invalid() {
                shown += &format!("\\x{byte:02x}"); // … and other bytes as \xNN
            }
        }
        conn.read_exact(&mut buffer)?; // `size` bytes, in as many receives as it takes
        // ANCHOR_END: calls
        assert_eq!((&shown[..], &buffer[..]), ("你\\xe5", &b"\xa5\xbdhe"[..]));
        Ok(())
    }
}

mod the_classic {
    // ANCHOR: the-classic
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        client.write_all(b"hello")?;
        client.write_all(b"hi")?;
        let mut buffer = [0; 1024];
        let n = conn.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: the-classic
}

mod a_pause_between {
    // ANCHOR: a-pause-between
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::thread;
    use std::time::Duration;

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        client.write_all(b"hello")?;
        thread::sleep(Duration::from_secs(1));
        client.write_all(b"hi")?;
        let mut buffer = [0; 1024];
        let n = conn.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: a-pause-between
}

mod other_sizes {
    // ANCHOR: other-sizes
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        let (mut conn, _) = server.accept()?;
        client.write_all(b"hello")?;
        client.write_all(b"hi")?;
        for size in [2, 3, 1024] {
            let mut buffer = vec![0; size];
            let n = conn.read(&mut buffer)?;
            println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        }
        Ok(())
    }
    // ANCHOR_END: other-sizes
}

mod counting_segments {
    // ANCHOR: counting-segments
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};

    use nix::sys::socket::{getsockopt, sockopt::GetStruct};
    use nix::{getsockopt_impl, libc, sockopt_impl};

    sockopt_impl!(
        TcpInfo,
        GetOnly,
        libc::IPPROTO_TCP,
        libc::TCP_INFO,
        [u32; 48],
        GetStruct<[u32; 48]>
    );

    fn segments(nodelay: bool) -> io::Result<u32> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(server.local_addr()?)?;
        client.set_nodelay(nodelay)?;
        let (mut conn, _) = server.accept()?;
        for _ in 0..30 {
            client.write_all(b"hello")?;
        }
        drop(client);
        conn.read_to_end(&mut Vec::new())?;
        Ok(getsockopt(&conn, TcpInfo)?[38]) // tcpi_data_segs_in
    }

    pub fn main() -> io::Result<()> {
        println!("{} {}", segments(false)?, segments(true)?);
        Ok(())
    }
    // ANCHOR_END: counting-segments
}
