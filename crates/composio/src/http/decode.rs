//! Reading JSON without trusting it.
//!
//! Every reader returns either a value or a [`Bad`] with the path to the spot.
//! A path is made of names from this source and of numbers, never of anything
//! that the answer contained, so it is safe to print.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::http::json::{Json, Object};
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
/// An object, or an error that says so.
pub(crate) fn object<'a>(value: &'a Json<'a>) -> Read<&'a Object<'a>> {
    value.as_object().ok_or(Bad::here("an object"))
}

/// The member, unless it is absent or null.
pub(crate) fn member<'a>(map: &'a Object<'a>, key: &str) -> Option<&'a Json<'a>> {
    map.get(key).filter(|v| !v.is_null())
}

/// What counts as text: a number does, for ids are numbers at times.
fn as_text<'a>(value: &'a Json<'a>) -> Option<Cow<'a, str>> {
    match value {
        Json::Text(text) => Some(Cow::Borrowed(text)),
        Json::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// Text that must be there and must not be empty.
pub(crate) fn text(map: &Object<'_>, key: &'static str) -> Read<String> {
    text_in(map, key).map(Cow::into_owned)
}

/// The same without a copy, for what is looked at and not kept.
pub(crate) fn text_in<'a>(map: &'a Object<'a>, key: &'static str) -> Read<Cow<'a, str>> {
    let found = member(map, key).and_then(as_text);
    let found = found.filter(|text| !text.is_empty());
    found.ok_or_else(|| Bad::here("text").within(format!(".{key}")))
}

/// Text that may be absent or null, but not of another kind.
pub(crate) fn strict_text(map: &Object<'_>, key: &'static str) -> Read<Option<String>> {
    let Some(value) = member(map, key) else {
        return Ok(None);
    };
    match as_text(value) {
        Some(text) => Ok(Some(text.into_owned())),
        None => Err(Bad::here("text").within(format!(".{key}"))),
    }
}

/// Text as it came, or nothing when it is anything else. For ids, which are
/// keys and must not change.
pub(crate) fn lenient_text(map: &Object<'_>, key: &str) -> Option<String> {
    lenient(map, key).map(Cow::into_owned)
}

/// The same without a copy, for what is looked at and not kept.
pub(crate) fn lenient<'a>(map: &'a Object<'a>, key: &str) -> Option<Cow<'a, str>> {
    as_text(member(map, key)?)
}

/// Somebody else's words: like [`lenient_text`], without credentials.
pub(crate) fn words_of(map: &Object<'_>, key: &str) -> Option<String> {
    words(member(map, key)?)
}

/// The same of a value by itself.
pub(crate) fn words(value: &Json<'_>) -> Option<String> {
    as_text(value).map(|text| scrub(&text))
}

/// Who somebody is: an address is compared with others and stays as it came,
/// anything else is somebody's words.
pub(crate) fn identity(map: &Object<'_>, key: &str) -> Option<String> {
    let text = lenient(map, key).filter(|t| !t.is_empty())?;
    let address = text.len() <= 254 && text.split_once('@').is_some_and(|(_, d)| d.contains('.'));
    Some(if address {
        text.into_owned()
    } else {
        scrub(&text)
    })
}

/// Yes or no; the texts `true` and `false` count.
pub(crate) fn flag(map: &Object<'_>, key: &str) -> Option<bool> {
    match member(map, key)? {
        Json::Bool(b) => Some(*b),
        Json::Text(s) if s.eq_ignore_ascii_case("true") => Some(true),
        Json::Text(s) if s.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Whole numbers up to here are told apart as floats too. Whoever shows one may count in floats,
/// as a web page does, which then takes a greater one for no whole number.
const GREATEST: i64 = 9_007_199_254_740_991;

/// A whole number, whether it came as one, as a float or as text; nothing when it is beyond all
/// counting, such as the greatest there is, which stands for "never" at times.
pub(crate) fn whole(map: &Object<'_>, key: &str) -> Option<i64> {
    let number = match member(map, key)? {
        Json::Number(n) => n.as_i64().or_else(|| n.as_f64().and_then(from_float)),
        Json::Text(s) => s.trim().parse().ok(),
        _ => None,
    }?;
    (-GREATEST..=GREATEST).contains(&number).then_some(number)
}

/// A count: a whole number that is not negative.
pub(crate) fn count(map: &Object<'_>, key: &str) -> Option<u64> {
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
pub(crate) fn texts(map: &Object<'_>, key: &str) -> Vec<String> {
    match member(map, key) {
        Some(Json::Text(s)) => s
            .split([' ', ','])
            .filter(|t| !t.is_empty())
            .map(scrub)
            .collect(),
        Some(Json::List(list)) => list.iter().filter_map(Json::as_str).map(scrub).collect(),
        _ => Vec::new(),
    }
}

/// The members of a list, nothing when it is not one.
pub(crate) fn list<'a>(map: &'a Object<'a>, key: &str) -> &'a [Json<'a>] {
    member(map, key)
        .and_then(Json::as_array)
        .unwrap_or_default()
}

/// The objects in a list.
pub(crate) fn objects<'a>(map: &'a Object<'a>, key: &str) -> impl Iterator<Item = &'a Object<'a>> {
    list(map, key).iter().filter_map(Json::as_object)
}

/// A nested object, nothing when it is not one.
pub(crate) fn inner<'a>(map: &'a Object<'a>, key: &str) -> Option<&'a Object<'a>> {
    member(map, key)?.as_object()
}

/// A point in time, or nothing when it cannot be read as one.
pub(crate) fn time(map: &Object<'_>, key: &str) -> Option<Timestamp> {
    match member(map, key)? {
        Json::Text(s) => moment(s.trim()),
        Json::Number(n) => from_epoch(n.as_i64()?),
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
pub(crate) fn extra_names(map: &Object<'_>, known: &[&[&str]]) -> Vec<String> {
    let is_new = |name: &&str| !known.iter().any(|names| names.contains(name));
    // Sorted, so that an answer in another order tells the same.
    let new: BTreeSet<&str> = map.names().filter(is_new).collect();
    new.into_iter()
        .take(64)
        .map(crate::words::kept_word)
        .collect()
}
