//! Reading JSON without trusting it.
//!
//! Every reader returns either a value or a [`Bad`] with the path to the spot.
//! A path is made of names from this source and of numbers, never of anything
//! that the answer contained, so it is safe to print.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use secrecy::zeroize::Zeroize;
use serde_json::{Map, Value};

use crate::redact::scrub;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bad {
    path: String,
    pub(crate) want: &'static str,
}

impl Bad {
    pub(crate) fn here(want: &'static str) -> Self {
        Self {
            path: String::new(),
            want,
        }
    }

    /// The same, seen from one level further out.
    pub(crate) fn within(mut self, step: impl Into<Cow<'static, str>>) -> Self {
        self.path.insert_str(0, &step.into());
        self
    }

    /// From the root: `$.items[3].status`.
    pub(crate) fn path(&self) -> String {
        format!("${}", self.path)
    }
}

pub(crate) type Read<T> = Result<T, Bad>;
pub(crate) type Object = Map<String, Value>;

/// An object, or an error that says so.
pub(crate) fn object(value: &Value) -> Read<&Object> {
    value.as_object().ok_or(Bad::here("an object"))
}

/// The member, unless it is absent or null.
pub(crate) fn member<'a>(map: &'a Object, key: &str) -> Option<&'a Value> {
    map.get(key).filter(|v| !v.is_null())
}

/// Text that must be there and must not be empty.
pub(crate) fn text(map: &Object, key: &'static str) -> Read<String> {
    let bad = || Bad::here("text").within(format!(".{key}"));
    let found = strict_text(map, key)?;
    found.filter(|t| !t.is_empty()).ok_or_else(bad)
}

/// Text that may be absent or null, but not of another kind.
pub(crate) fn strict_text(map: &Object, key: &'static str) -> Read<Option<String>> {
    match member(map, key) {
        None => Ok(None),
        Some(Value::String(s)) => Ok(Some(s.clone())),
        Some(Value::Number(n)) => Ok(Some(n.to_string())),
        Some(_) => Err(Bad::here("text").within(format!(".{key}"))),
    }
}

/// Text as it came, or nothing when it is anything else. For ids, which are
/// keys and must not change, and for what is looked at and not kept.
pub(crate) fn lenient_text(map: &Object, key: &str) -> Option<String> {
    match member(map, key)? {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// Somebody else's words: like [`lenient_text`], without credentials.
pub(crate) fn words_of(map: &Object, key: &str) -> Option<String> {
    lenient_text(map, key).map(|t| scrub(&t))
}

/// Who somebody is: an address is compared with others and stays as it came,
/// anything else is somebody's words.
pub(crate) fn identity(map: &Object, key: &str) -> Option<String> {
    let text = lenient_text(map, key).filter(|t| !t.is_empty())?;
    let address = text.len() <= 254 && text.split_once('@').is_some_and(|(_, d)| d.contains('.'));
    Some(if address { text } else { scrub(&text) })
}

/// Yes or no; the texts `true` and `false` count.
pub(crate) fn flag(map: &Object, key: &str) -> Option<bool> {
    match member(map, key)? {
        Value::Bool(b) => Some(*b),
        Value::String(s) if s.eq_ignore_ascii_case("true") => Some(true),
        Value::String(s) if s.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// A whole number, whether it came as one, as a float or as text.
pub(crate) fn whole(map: &Object, key: &str) -> Option<i64> {
    match member(map, key)? {
        Value::Number(n) => n.as_i64().or_else(|| n.as_f64().and_then(from_float)),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    }
}

/// A count: a whole number that is not negative.
pub(crate) fn count(map: &Object, key: &str) -> Option<u64> {
    u64::try_from(whole(map, key)?).ok()
}

fn from_float(f: f64) -> Option<i64> {
    // Beyond 2^53 a float no longer counts one by one.
    let exact = f.is_finite() && f.abs() <= 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range was just checked"
    )]
    exact.then_some(f as i64)
}

/// A list of somebody else's words, without credentials; a single text is split at spaces and commas, as scopes are.
pub(crate) fn texts(map: &Object, key: &str) -> Vec<String> {
    match member(map, key) {
        Some(Value::String(s)) => s
            .split([' ', ','])
            .filter(|t| !t.is_empty())
            .map(scrub)
            .collect(),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(scrub).collect(),
        _ => Vec::new(),
    }
}

/// The members of a list, nothing when it is not one.
pub(crate) fn list<'a>(map: &'a Object, key: &str) -> &'a [Value] {
    member(map, key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The objects in a list.
pub(crate) fn objects<'a>(map: &'a Object, key: &str) -> impl Iterator<Item = &'a Object> {
    list(map, key).iter().filter_map(Value::as_object)
}

/// A nested object, nothing when it is not one.
pub(crate) fn inner<'a>(map: &'a Object, key: &str) -> Option<&'a Object> {
    member(map, key)?.as_object()
}

/// A point in time, or nothing when it cannot be read as one.
pub(crate) fn time(map: &Object, key: &str) -> Option<Timestamp> {
    match member(map, key)? {
        Value::String(s) => moment(s.trim()),
        Value::Number(n) => from_epoch(n.as_i64()?),
        _ => None,
    }
}

/// ISO 8601 with an offset, without one (then UTC), or seconds since 1970.
fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    if let Ok(number) = text.parse() {
        return from_epoch(number);
    }
    let local: DateTime = text.parse().ok()?;
    Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Seconds, or milliseconds where seconds would be beyond the year 5000.
fn from_epoch(number: i64) -> Option<Timestamp> {
    if number.unsigned_abs() > 100_000_000_000 {
        Timestamp::from_millisecond(number).ok()
    } else {
        Timestamp::from_second(number).ok()
    }
}

/// The names of the members that are in none of the lists `known`, for models that may hold
/// secrets: a name tells that something is new, its value stays out.
pub(crate) fn extra_names(map: &Object, known: &[&[&str]]) -> Vec<String> {
    map.keys()
        .filter(|key| !known.iter().any(|names| names.contains(&key.as_str())))
        .map(|key| crate::words::kept_word(key))
        .take(64)
        .collect()
}

/// Overwrites every text in a value.
pub(crate) fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(list) => list.iter_mut().for_each(wipe),
        Value::Object(map) => map.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
