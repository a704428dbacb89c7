//! Times in the format of RFC 3339: `2026-03-01T12:00:00.25Z`, `2026-03-01T13:00:00+01:00`. A time
//! without an offset from UTC is not valid.

use std::time::Duration;

/// The moments that this time may name, as far as its digits tell: the first, and the first that is over,
/// since 1970 in UTC. It may have been rounded down.
pub fn span(text: &str) -> Option<(Duration, Duration)> {
    let whole = Duration::from_secs(seconds(text)?.try_into().ok()?);
    let rest = text.get(19..)?.strip_prefix('.').unwrap_or_default();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(9);
    let number: u32 = format!("0{}", &rest[..digits]).parse().ok()?;
    let unit = Duration::from_nanos(10u64.pow(9 - digits as u32));
    let from = whole + unit * number;
    Some((from, from + unit))
}

/// Seconds since 1970 in UTC, or `None` if this is not a time by RFC 3339, section 5.6.
pub fn seconds(text: &str) -> Option<i64> {
    let (date, time) = (text.get(..10)?, text.get(11..)?);
    if !matches!(text.as_bytes()[10], b'T' | b't' | b' ') {
        return None;
    }
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let clock = time.get(..8)?;
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let mut zone = &time[8..];
    if let Some(fraction) = zone.strip_prefix('.') {
        zone = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
        if zone.len() == fraction.len() {
            return None;
        }
    }
    // A leap second has the number 60.
    let is_time = hour < 24 && minute < 60 && second <= 60;
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
    let offset = offset(zone)?;
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    (is_time && is_date).then_some(seconds - offset)
}

/// Seconds by which local time is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let [hours, minutes] = numbers(&zone[1..], ':', [2, 2])?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Parses `N` numbers with the given numbers of digits, separated by `between`.
fn numbers<const N: usize>(text: &str, between: char, digits: [usize; N]) -> Option<[i64; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(between);
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

/// Days since 1970-01-01 in the Gregorian calendar, with a year that begins in March, so that the
/// leap day is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let since_march = (month + 9) % 12;
    let in_year = (153 * since_march + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + in_year
        - 719_468
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{seconds, span};

    #[test]
    fn a_time_is_as_long_as_its_last_digit() {
        let span_of = |from, to| Some((Duration::from_millis(from), Duration::from_millis(to)));
        assert_eq!(span("1970-01-01T00:00:02Z"), span_of(2000, 3000));
        assert_eq!(span("1970-01-01T00:00:02.25Z"), span_of(2250, 2260));
        assert_eq!(span("1970-01-01T01:00:02.5+01:00"), span_of(2500, 2600));
        assert_eq!(
            span("1970-01-01T00:00:02.250000000123Z").unwrap().0,
            Duration::from_millis(2250)
        );
        assert_eq!(span("1970-01-01T00:00:02"), None);
    }

    #[test]
    fn the_examples_of_rfc_3339_are_read() {
        assert_eq!(seconds("1985-04-12T23:20:50.52Z"), Some(482_196_050));
        assert_eq!(seconds("1996-12-19T16:39:57-08:00"), Some(851_042_397));
        assert_eq!(seconds("1990-12-31T23:59:60Z"), Some(662_688_000));
        assert_eq!(seconds("1970-01-01T00:00:00+00:00"), Some(0));
        assert_eq!(seconds("2024-02-29 12:00:00z"), Some(1_709_208_000));
    }

    #[test]
    fn a_time_without_its_offset_is_none() {
        for text in [
            "1985-04-12T23:20:50",
            "1985-04-12T23:20:50.",
            "1985-04-12T23:20:50.Z",
            "1985-04-12",
            "482196050",
            "1985-4-12T23:20:50Z",
            "1985-04-12T25:20:50Z",
            "1985-04-12T23:20:50+0100",
            "你好你好你好你好",
            "",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
