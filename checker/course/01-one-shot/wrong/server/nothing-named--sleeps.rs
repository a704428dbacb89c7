// Believed: being started is enough for now; the socket can wait.

use std::thread;
use std::time::Duration;

pub fn main() {
    thread::sleep(Duration::from_secs(60));
}
