//! A queue of bytes. Each client has two of them: one for received bytes that are not a whole frame
//! yet, and one for answers that the kernel has not taken yet.

/// An empty queue keeps at most this much memory.
const ROOM: usize = 64 * 1024;

/// Bytes in the order in which they were pushed.
#[derive(Debug, Default)]
pub struct Queue {
    bytes: Vec<u8>,
    /// How many bytes at the front have been taken out already.
    gone: usize,
}

impl Queue {
    /// The bytes in the queue, the oldest first.
    pub fn waiting(&self) -> &[u8] {
        &self.bytes[self.gone..]
    }

    pub fn push(&mut self, bytes: &[u8]) {
        // Closing the gap at the front after each frame would move all the bytes behind it each time.
        // For 64 KiB of small frames, that would move a fifth of a gigabyte. We close it only when it is
        // more than half of the queue. So each byte is moved at most once on average.
        if self.gone > self.bytes.len() / 2 {
            self.bytes.drain(..self.gone);
            self.gone = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes `count` bytes from the front.
    pub fn take(&mut self, count: usize) {
        self.gone += count;
        if self.gone == self.bytes.len() {
            self.gone = 0;
            self.bytes.clear();
            // A `Vec` never shrinks by itself. A thousand clients that have each sent one long
            // frame, hours ago, would hold a gigabyte.
            self.bytes.shrink_to(ROOM);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_out_in_the_order_in_which_they_went_in() {
        let (mut queue, mut seen) = (Queue::default(), Vec::new());
        for round in 0..100u8 {
            queue.push(&[round; 7]);
            seen.extend_from_slice(&queue.waiting()[..5]);
            queue.take(5);
        }
        seen.extend_from_slice(queue.waiting());
        let expected: Vec<u8> = (0..100u8).flat_map(|round| [round; 7]).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn much_room_is_given_back() {
        let mut queue = Queue::default();
        queue.push(&vec![0; 1 << 20]);
        queue.take(1 << 20);
        assert!(queue.waiting().is_empty() && queue.bytes.capacity() <= ROOM);
    }
}
