// On Tokio, with a task for each client.

use std::env;
use std::io;
use std::net::{IpAddr, SocketAddr};

use socket2::{Domain, Socket, Type};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = listen(&address).await?;
    loop {
        let Ok((mut stream, client)) = listener.accept().await else { continue };
        tokio::spawn(async move {
            let me = stream.local_addr()?;
            let line = format!("you are {}, I am {}\n", plain(client), plain(me));
            stream.write_all(line.as_bytes()).await
        });
    }
}

async fn listen(text: &str) -> io::Result<TcpListener> {
    let mut result = Err(io::Error::other("no address"));
    for address in tokio::net::lookup_host(text).await? {
        result = listen_at(address);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    socket.set_nonblocking(true)?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(128)?;
    TcpListener::from_std(socket.into())
}

fn plain(address: SocketAddr) -> SocketAddr {
    match address.ip().to_canonical() {
        IpAddr::V4(ip) => SocketAddr::from((ip, address.port())),
        IpAddr::V6(_) => address,
    }
}
