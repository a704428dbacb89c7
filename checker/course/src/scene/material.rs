//! Random material for a script to send. The seed makes it new in each run and the same in each replay. A
//! picture of the book may choose the words.

use super::Scene;

/// At most this many bytes of a scene's material are random: drawing a megabyte takes longer than
/// sending it. The number is prime, so no buffer's size is a multiple of it.
const DRAWN: usize = 4093;

/// Repeats `some` up to this length.
fn again_and_again(some: Vec<u8>, length: usize) -> Vec<u8> {
    if some.len() >= length {
        return some[..length].to_vec();
    }
    let mut much = some.repeat(length.div_ceil(some.len()));
    much.truncate(length);
    much
}

impl Scene<'_> {
    pub fn number(&self, range: std::ops::RangeInclusive<usize>) -> usize {
        match self.chosen.is_empty() {
            true => self.chance.borrow_mut().usize(range),
            false => *range.start(),
        }
    }

    /// Picks one of these at random.
    pub fn pick<'a, T>(&self, among: &'a [T]) -> &'a T {
        &among[self.number(0..=among.len() - 1)]
    }

    /// A word of four to ten letters, lower and upper case, with at least one in lower case.
    pub fn word(&self) -> Vec<u8> {
        if let Some(word) = self.chosen.next() {
            return word;
        }
        let length = self.number(4..=10);
        self.letters(length)
    }

    /// A word with white space at both ends.
    pub fn spaced_word(&self) -> Vec<u8> {
        [b"  ", &self.word()[..], b" \t "].concat()
    }

    /// `length` letters, lower and upper case. The first is in lower case and is not a `q`, since
    /// random text must never be `q` or `quit`, which ends a client. Long texts repeat their first
    /// few thousand letters.
    pub fn letters(&self, length: usize) -> Vec<u8> {
        const FIRST: &[u8] = b"abcdefghijklmnoprstuvwxyz";
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        if let Some(word) = self.chosen.next() {
            return again_and_again(word, length);
        }
        let mut chance = self.chance.borrow_mut();
        let mut letters = vec![FIRST[chance.usize(..FIRST.len())]; length.min(DRAWN)];
        for letter in letters.iter_mut().skip(1) {
            *letter = LETTERS[chance.usize(..LETTERS.len())];
        }
        again_and_again(letters, length)
    }

    /// `length` letters for bodies of megabytes: the same thousand or so, repeated.
    pub fn much(&self, length: usize) -> Vec<u8> {
        again_and_again(self.letters(1021), length)
    }

    /// `length` bytes of lines of words. The last line is unfinished.
    pub fn lines(&self, length: usize) -> Vec<u8> {
        let mut text = Vec::new();
        while text.len() < length.min(DRAWN) {
            text.extend(self.word());
            text.push(if self.number(0..=3) == 0 { b'\n' } else { b' ' });
        }
        let mut text = again_and_again(text, length);
        if let Some(last) = text.last_mut() {
            *last = b'x';
        }
        text
    }

    /// Lines that are not quite `q`, and so are ordinary lines: only a line with nothing but `q` ends a
    /// client.
    pub fn not_quite_q(&self) -> [Vec<u8>; 4] {
        let longer = [b"q", &self.word()[..]].concat();
        [longer, b"Q".to_vec(), b"q ".to_vec(), b"quit".to_vec()]
    }

    /// A few Chinese characters, three bytes each in UTF-8.
    pub fn chinese(&self, count: usize) -> String {
        const SAID: [char; 12] =
            ['你', '好', '世', '界', '网', '络', '水', '火', '山', '月', '书', '茶'];
        (0..count).map(|_| SAID[self.number(0..=SAID.len() - 1)]).collect()
    }

    /// Bytes that are not text. The last one is a zero.
    pub fn raw_bytes_and_a_zero(&self, length: usize) -> Vec<u8> {
        [&self.raw_bytes(length)[..], b"x\0"].concat()
    }

    /// Bytes that are not valid UTF-8 in any order. They include a small letter of ASCII and one of another
    /// alphabet (\u{e9}, which only a program that treats them as text puts into upper case), the neighbours
    /// of ASCII's letters, and no byte that could be part of a line ending.
    pub fn raw_bytes(&self, length: usize) -> Vec<u8> {
        let mut bytes = b"\xffa\0\x80\xc3\xa9@[`{|}~\x7f".to_vec();
        bytes.truncate(length);
        while bytes.len() < length {
            let byte = self.chance.borrow_mut().u8(..);
            if !b"\r\n".contains(&byte) {
                bytes.push(byte);
            }
        }
        bytes
    }
}
