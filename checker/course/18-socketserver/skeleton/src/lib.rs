//! Lesson 18, A socketserver of your own: a small framework after Python's `socketserver`. A program
//! brings a handler and chooses a server; accepting, threads, processes and the end are written down
//! here, once.
//!
//! Python has five classes for it:
//!
//! - `TCPServer`: a request is a connection, and they are served in turn;
//! - `ThreadingTCPServer(ThreadingMixIn, TCPServer)`: with a thread for each;
//! - `ForkingTCPServer(ForkingMixIn, TCPServer)`: with a process for each;
//! - `UDPServer`: a request is a datagram, and they are served in turn;
//! - `ThreadingUDPServer(ThreadingMixIn, UDPServer)`: with a thread for each.
//!
//! So there are two servers, which differ in where a request comes from, and three ways to have it
//! served. What follows is a beginning. Change what you like, and make more modules if you want them:
//! only the program is graded.

use std::io;
use std::net::TcpStream;

/// What a program does with one request: a whole connection (`R` is a `TcpStream`), or one datagram
/// (`R` is yours to design: its bytes, and whom to answer).
pub trait Handler<R> {
    /// Called first. Where it fails, the request is over.
    fn setup(&mut self, _request: &mut R) -> io::Result<()> {
        Ok(())
    }

    /// Does all the work.
    fn handle(&mut self, request: &mut R) -> io::Result<()>;

    /// Called last, however `handle` ended.
    fn finish(&mut self, _request: &mut R) -> io::Result<()> {
        Ok(())
    }
}

/// Lets the handler deal with the request, from `setup` to `finish`.
pub fn finish_request<R>(handler: impl Handler<R>, request: R) {
    let _ = (handler, request); // Yours to use. This line may go then.

    // The three of them in their order. What becomes of an error? (Why does this function return
    // none?) And who closes the connection?

    todo!("setup, handle, finish")
}

/// How a server has its requests served: what Python's mix-ins replace.
pub trait MixIn<R> {
    /// Has this request served.
    fn process_request(&self, request: R);
}

/// One request after another. It holds what *makes* a handler: why not a handler?
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

// 1. `TcpServer<M>`, where M is a mix-in: `bind(address, mixin)`, and `serve_forever`, which accepts
//    and hands over. `main` can serve in turn with it already, and so can a dozen cases.

// 2. `Threading<F>`. Which bounds do R and H need to go to another thread?

// 3. `Forking<C>`, lesson 17 once more: C makes the command by which the program starts itself again.
//    The new process serves its standard input:

/// Serves the one connection that this process was given as its standard input.
pub fn serve_standard_input(handler: impl Handler<TcpStream>) -> io::Result<()> {
    let _ = handler; // Yours to use. This line may go then.

    todo!("make a `TcpStream` of descriptor 0, and serve it")
}

// 4. `UdpServer<M>` and its datagrams, with the same mix-ins.

// 5. The end: something by which another thread can tell a server to stop (Python: `shutdown()`).
//    The server is in `accept` then, or receives. Who wakes it? How does it know what it has in hand,
//    and when all of that is done? Who tells a client that says nothing?
