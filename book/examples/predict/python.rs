//! Python's calls of `socket` and `struct`, in Rust. The book's appendix on Python shows parts of this
//! program. It uses only the loopback interface, and `main` asserts every result.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::mem::MaybeUninit;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsRawFd;
use std::time::Duration;

use socket2::{Domain, SockAddr, SockRef, Socket, Type};

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[Experiment::calls(main)];

fn main() -> io::Result<()> {
    let listener = listening("127.0.0.1:0".parse().map_err(io::Error::other)?)?;
    let address = listener.local_addr()?;
    let mut client = connecting(address)?;
    let (mut server, _) = listener.accept()?;
    bytes(&mut client, &mut server)?;
    names(&client)?;
    options(&client)?;
    waiting(&client)?;
    lines(&client, &mut server)?;
    files(&client, &mut server)?;
    ending(client, &mut server)?;
    datagrams()?;
    packing();
    Ok(())
}

fn listening(address: SocketAddr) -> io::Result<TcpListener> {
    // ANCHOR: listen
    // socket.socket(AF_INET, SOCK_STREAM)
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(true)?; // s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    socket.bind(&SockAddr::from(address))?; // s.bind(address)
    socket.listen(5)?; // s.listen(5)
    let listener = TcpListener::from(socket);
    // ANCHOR_END: listen
    Ok(listener)
}

fn connecting(address: SocketAddr) -> io::Result<TcpStream> {
    // ANCHOR: connect
    let stream = TcpStream::connect(address)?; // s.connect(address)
    let code = match TcpStream::connect(address) {
        Ok(_) => 0, // s.connect_ex(address): a number, not an exception
        Err(error) => error.raw_os_error().unwrap_or(-1),
    };
    // ANCHOR_END: connect
    assert_eq!(code, 0);
    // The listener's first client is `stream`. The second connection was only a test.
    Ok(stream)
}

fn bytes(client: &mut TcpStream, server: &mut TcpStream) -> io::Result<()> {
    // ANCHOR: bytes
    let taken = client.write(b"hello, ")?; // n = s.send(b"hello, ")      perhaps not all of them
    client.write_all(b"world")?; // s.sendall(b"world")
    let mut buffer = [0; 1024];
    let n = server.read(&mut buffer)?; // n = s.recv_into(buffer)
    let data = &buffer[..n]; // data = s.recv(1024)           0 bytes: the end
    // ANCHOR_END: bytes
    assert_eq!(taken, 7);
    assert!(b"hello, world".starts_with(data));
    let mut rest = vec![0; 12 - n];
    server.read_exact(&mut rest)
}

fn names(stream: &TcpStream) -> io::Result<()> {
    // ANCHOR: names
    let peer = stream.peer_addr()?; // s.getpeername()
    let own = stream.local_addr()?; // s.getsockname()
    let number = stream.as_raw_fd(); // s.fileno()
    // ANCHOR_END: names
    assert!(peer.ip().is_loopback() && own.port() != 0 && number > 2);
    Ok(())
}

fn options(stream: &TcpStream) -> io::Result<()> {
    // ANCHOR: options
    stream.set_nodelay(true)?; // s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    let is_set = stream.nodelay()?; // s.getsockopt(IPPROTO_TCP, TCP_NODELAY)
    let room = SockRef::from(stream).recv_buffer_size()?; // s.getsockopt(SOL_SOCKET, SO_RCVBUF)
    // ANCHOR_END: options
    assert!(is_set && room > 0);
    Ok(())
}

fn waiting(stream: &TcpStream) -> io::Result<()> {
    // ANCHOR: waiting
    stream.set_nonblocking(true)?; // s.setblocking(False)          an error instead of a wait
    stream.set_nonblocking(false)?; // s.setblocking(True)
    stream.set_read_timeout(Some(Duration::from_millis(500)))?; // s.settimeout(0.5)    for reading,
    stream.set_write_timeout(Some(Duration::from_millis(500)))?; //                    and for writing
    let limit = stream.read_timeout()?; // s.gettimeout()
    // ANCHOR_END: waiting
    assert_eq!(limit, Some(Duration::from_millis(500)));
    Ok(())
}

fn lines(client: &TcpStream, server: &mut TcpStream) -> io::Result<()> {
    server.write_all(b"one\ntwo\n")?;
    // ANCHOR: lines
    let mut reader = BufReader::new(client); // f = s.makefile("rb")          keep this one
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?; // line = f.readline()
    // ANCHOR_END: lines
    assert_eq!(line, b"one\n");
    Ok(())
}

fn files(mut stream: &TcpStream, server: &mut TcpStream) -> io::Result<()> {
    let path = std::env::temp_dir().join(format!("socketlings-{}", std::process::id()));
    std::fs::write(&path, b"content")?;
    // ANCHOR: files
    let mut file = File::open(&path)?;
    let sent = io::copy(&mut file, &mut stream)?; // s.sendfile(open(path, "rb"))
    // ANCHOR_END: files
    std::fs::remove_file(&path)?;
    let mut come = [0; 7];
    server.read_exact(&mut come)?;
    assert_eq!((sent, &come), (7, b"content"));
    Ok(())
}

fn ending(stream: TcpStream, server: &mut TcpStream) -> io::Result<()> {
    // ANCHOR: ending
    stream.shutdown(Shutdown::Write)?; // s.shutdown(SHUT_WR)           no more to send, still receiving
    drop(stream); // s.close()                     dropping the owner closes it
    // ANCHOR_END: ending
    assert_eq!(server.read(&mut [0; 1])?, 0);
    Ok(())
}

fn datagrams() -> io::Result<()> {
    // ANCHOR: datagrams
    let socket = UdpSocket::bind("127.0.0.1:0")?; // s = socket.socket(AF_INET, SOCK_DGRAM); s.bind(…)
    socket.send_to(b"hello", socket.local_addr()?)?; // s.sendto(b"hello", address)
    let mut buffer = [0; 65_507];
    let (n, sender) = socket.recv_from(&mut buffer)?; // data, sender = s.recvfrom(65507)
    let data = &buffer[..n];
    // ANCHOR_END: datagrams
    assert_eq!((data, sender), (&b"hello"[..], socket.local_addr()?));

    socket.send_to(b"hello", socket.local_addr()?)?;
    // ANCHOR: truncated
    let mut small = [MaybeUninit::uninit(); 3];
    let (_, flags) =
        SockRef::from(&socket).recv_vectored(&mut [socket2::MaybeUninitSlice::new(&mut small)])?;
    let was_cut = flags.is_truncated(); // s.recvmsg(3)[2] & MSG_TRUNC
    // ANCHOR_END: truncated
    assert!(was_cut);
    Ok(())
}

fn packing() {
    // ANCHOR: pack
    let header = 258_u32.to_be_bytes(); // struct.pack(">I", 258)
    let number = u32::from_be_bytes(header); // struct.unpack(">I", header)[0]
    let little = (-2_i32).to_le_bytes(); // struct.pack("<i", -2)
    // ANCHOR_END: pack
    assert_eq!((header, number), ([0, 0, 1, 2], 258));
    assert_eq!(little, [0xfe, 0xff, 0xff, 0xff]);
}
