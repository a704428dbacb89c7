//! How evidence passes from one process to another: as runs of bytes. Each run is the hexadecimal digits
//! of a repeated pattern and the number of bytes that it fills. Evidence may have millions of bytes, and
//! a script's material of that length has a pattern. A list of numbers would take seconds to write and
//! to read. Meant for `#[serde(with = "…")]`.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::outcome::bytes::agreement;

/// Bytes without a pattern are written in blocks of this length.
const BLOCK: usize = 4096;
/// The longest pattern that is recognized.
const LONGEST: usize = 1024;
/// This many bytes must repeat to count as a pattern.
const SIGN: usize = 16;

/// A pattern, and how many bytes it fills. Its last repetition may be incomplete.
type Run = (String, usize);

pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    runs(bytes).serialize(serializer)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let runs = Vec::<Run>::deserialize(deserializer)?;
    let mut bytes = Vec::new();
    for (digits, length) in runs {
        let unit = from_digits(&digits).filter(|unit| !unit.is_empty() || length == 0);
        let unit = unit.ok_or_else(|| D::Error::custom("this is not a list of runs of bytes"))?;
        let whole = bytes.len() + length;
        bytes.extend(unit.repeat(length.div_ceil(unit.len().max(1))));
        bytes.truncate(whole);
    }
    Ok(bytes)
}

fn runs(mut rest: &[u8]) -> Vec<Run> {
    let mut runs = Vec::new();
    while !rest.is_empty() {
        let (unit, length) = match period(rest) {
            Some(period) => (period, period + agreement(rest, &rest[period..])),
            None => (rest.len().min(BLOCK), rest.len().min(BLOCK)),
        };
        runs.push((digits(&rest[..unit]), length));
        rest = &rest[length..];
    }
    runs
}

/// The number of bytes that remain once repetitions are removed.
pub fn length(bytes: &[u8]) -> usize {
    runs(bytes).iter().map(|(digits, _)| digits.len() / 2).sum()
}

/// The number of bytes after which the beginning repeats. `None` if that is too far, or if there are too few
/// bytes to check.
fn period(bytes: &[u8]) -> Option<usize> {
    let sign = bytes.get(..SIGN).filter(|_| bytes.len() > BLOCK)?;
    let place = bytes[1..LONGEST + SIGN].windows(SIGN).position(|window| window == sign)?;
    Some(place + 1)
}

/// Two hexadecimal digits for each byte.
pub fn digits(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        digits.push(char::from(DIGITS[usize::from(byte >> 4)]));
        digits.push(char::from(DIGITS[usize::from(byte & 0xf)]));
    }
    digits
}

fn from_digits(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(value(*high)? << 4 | value(*low)?).ok(),
        _ => None,
    };
    digits.as_bytes().chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Record(#[serde(with = "super")] Vec<u8>);

    #[test]
    fn any_bytes_come_back() {
        let period: Vec<u8> = (0..251).collect();
        let mut long = period.repeat(20_000);
        long[3_000_000] = 7;
        long.truncate(4_999_999);
        let mut chance = fastrand::Rng::with_seed(7);
        let random: Vec<u8> = (0..10_001).map(|_| chance.u8(..)).collect();
        for bytes in [vec![], b"hello".to_vec(), vec![0; 9000], long, random] {
            let text = serde_json::to_string(&Record(bytes.clone())).unwrap();
            assert!(text.len() < 2 * bytes.len().min(20_000) + 200, "{} digits", text.len());
            assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), Record(bytes));
        }
    }
}
