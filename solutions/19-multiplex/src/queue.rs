//! Bytes on their way: put in at one end, taken out at the other. Each client has two of these, for
//! what has come and is no whole frame yet, and for what it is owed and the kernel has not taken.

/// A queue that keeps more room than this does not keep it once it is empty.
const ROOM: usize = 64 * 1024;

/// Bytes in the order in which they came.
#[derive(Debug, Default)]
pub struct Queue {
    bytes: Vec<u8>,
    /// So many at the front have been taken out already.
    gone: usize,
}

impl Queue {
    /// What is in it, the oldest byte first.
    pub fn waiting(&self) -> &[u8] {
        &self.bytes[self.gone..]
    }

    pub fn push(&mut self, bytes: &[u8]) {
        // To close the gap at the front after each frame would move all that is behind it, again
        // and again: 64 KiB of small frames are a fifth of a gigabyte of moving. Closed only when it
        // is the greater half, each byte is moved once at most, on average.
        if self.gone > self.bytes.len() / 2 {
            self.bytes.drain(..self.gone);
            self.gone = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes so many from the front.
    pub fn take(&mut self, count: usize) {
        self.gone += count;
        if self.gone == self.bytes.len() {
            self.gone = 0;
            self.bytes.clear();
            // A `Vec` never gives room back by itself. A thousand clients who have each sent one
            // long frame, hours ago, would hold a gigabyte.
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
