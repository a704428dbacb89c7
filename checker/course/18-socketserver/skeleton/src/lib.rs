//! Lesson 18, A socketserver of your own: the framework. It is modelled on Python's `socketserver`.
//!
//! A program brings a handler and chooses a server. Accepting, threads, processes and the graceful
//! stop are written here, once.
//!
//! Python has five classes:
//!
//! - `TCPServer`: a request is a connection, and requests are served in turn.
//! - `ThreadingTCPServer(ThreadingMixIn, TCPServer)`: with a thread for each.
//! - `ForkingTCPServer(ForkingMixIn, TCPServer)`: with a process for each.
//! - `UDPServer`: a request is a datagram, and requests are served in turn.
//! - `ThreadingUDPServer(ThreadingMixIn, UDPServer)`: with a thread for each.
//!
//! So there are two sources of requests and three ways to serve one. The code below is a beginning.
//! Change it as you like, and add modules if you want to: only the program is graded.
//!
//! Read: `cargo checker read 18`. Check: `cargo checker check 18`.

use std::io;
use std::net::TcpStream;

/// Serves one request: a whole connection (`R` is a `TcpStream`), or one datagram (`R` is yours to
/// design: its bytes, and the address to answer to).
pub trait Handler<R> {
    /// Called first. If it fails, the request is over.
    fn setup(&mut self, _request: &mut R) -> io::Result<()> {
        Ok(())
    }

    /// Does all the work.
    fn handle(&mut self, request: &mut R) -> io::Result<()>;

    /// Called last, even if `handle` failed.
    fn finish(&mut self, _request: &mut R) -> io::Result<()> {
        Ok(())
    }
}

/// Serves the request with this handler, from `setup` to `finish`.
pub fn finish_request<R>(handler: impl Handler<R>, request: R) {
    let _ = (handler, request); // Yours to use. Then remove this line.

    // Call the three methods in order. Where does an error go? (Why does this function return
    // none?) And what closes the connection?

    todo!("setup, handle, finish")
}

/// How a server serves its requests. In Python, the mix-ins replace this method.
pub trait MixIn<R> {
    /// Serves this request, or starts a thread or a process that does.
    fn process_request(&self, request: R);
}

/// Serves one request after another. It holds a function that *makes* a handler: why not a handler?
pub struct InTurn<F>(pub F);

impl<R, H, F> MixIn<R> for InTurn<F>
where
    H: Handler<R>,
    F: Fn() -> H,
{
    fn process_request(&self, request: R) {
        finish_request((self.0)(), request);
    }
}

// 1. `TcpServer<M>`, where M is a mix-in: `bind(address, mixin)`, and `serve_forever`, which
//    accepts connections and passes them to the mix-in. With it `main` can serve in turn, and a
//    dozen cases can pass.

// 2. `Threading<F>`. Which bounds do R and H need to move to another thread?

// 3. `Forking<C>`, as in lesson 17: C makes the command that starts this program again. The new
//    process serves its standard input:

/// Serves the connection that is this process's standard input.
pub fn serve_standard_input(handler: impl Handler<TcpStream>) -> io::Result<()> {
    let _ = handler; // Yours to use. Then remove this line.

    todo!("make a `TcpStream` from descriptor 0, and serve it")
}

// 4. `UdpServer<M>` and its datagrams, with the same mix-ins.

// 5. The graceful stop: another thread must be able to stop a server (Python: `shutdown()`). At
//    that moment the server is waiting in `accept`, or to receive. What wakes it? How does it know
//    which requests are still being served, and when they are done? What ends a silent client's
//    request?
