//! JSON as it stands in an answer: its texts are borrowed from the bytes of the answer
//! wherever they can be, for most of an answer is looked at and not kept.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use secrecy::zeroize::Zeroizing;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// The most values in an answer, about. The tree of the largest answer that is read would be more
/// than ten times as large if that were nothing but `0,`; none of Composio's comes near.
const MOST_VALUES: usize = 2_000_000;
/// What an answer with more of them is refused with.
pub(crate) const TOO_MANY: &str = "2,000,000 values at most";

/// Any JSON.
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Text<'a>),
    List(Vec<Json<'a>>),
    Object(Object<'a>),
}

/// A text. Only one with an escape in it has to be a copy, and that is overwritten when it
/// is dropped: it may be a token. The parser puts such a text together in a buffer of its
/// own, which is not.
pub(crate) enum Text<'a> {
    Borrowed(&'a str),
    Copied(Zeroizing<String>),
}

/// The members of an object, in the order in which they came. Most objects are small: to
/// look through them costs less than to sort them.
#[derive(Default)]
pub(crate) struct Object<'a>(Vec<(Text<'a>, Json<'a>)>);

impl<'a> Json<'a> {
    /// Reads the bytes of an answer.
    pub(crate) fn parse(bytes: &'a [u8]) -> serde_json::Result<Self> {
        if has_too_many_values(bytes) {
            return Err(serde::de::Error::custom(TOO_MANY));
        }
        match std::str::from_utf8(bytes) {
            // To look at all bytes at once is cheaper than to look at each text by itself.
            Ok(text) => serde_json::from_str(text),
            // This fails too. It knows whether the answer merely broke off inside of a letter.
            Err(_) => serde_json::from_slice(bytes),
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(map) => Some(map),
            _ => None,
        }
    }

    /// The same as a value of its own, for what is handed on as it came.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(yes) => Value::Bool(*yes),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.to_string()),
            Self::List(list) => list.iter().map(Self::to_value).collect(),
            Self::Object(map) => map
                .0
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_value()))
                .collect(),
        }
    }
}

/// Each value but the first is behind a comma or the beginning of a list or an object. What stands
/// in a text counts too, which is no harm: no answer comes near.
fn has_too_many_values(bytes: &[u8]) -> bool {
    let begins = |byte: &&u8| matches!(**byte, b',' | b'[' | b'{');
    bytes.len() > MOST_VALUES && bytes.iter().filter(begins).count() > MOST_VALUES
}

impl<'a> Object<'a> {
    /// The member of this name; the last one, should there be several.
    pub(crate) fn get(&self, name: &str) -> Option<&Json<'a>> {
        let mut members = self.0.iter().rev();
        members.find(|(its, _)| **its == *name).map(|(_, v)| v)
    }

    /// The names as they came: one that came twice is there twice.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// Every name once, sorted, with what [`Object::get`] finds under it.
    pub(crate) fn by_name(&self) -> BTreeMap<&str, &Json<'a>> {
        self.0
            .iter()
            .map(|(name, value)| (&**name, value))
            .collect()
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Copied(text) => text,
        }
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyJson)
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(AnyText)
    }
}

struct AnyText;

impl<'de> Visitor<'de> for AnyText {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text::Copied(Zeroizing::new(text.to_owned())))
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json<'de>, E> {
        Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Text::Borrowed(text)))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Json<'de>, E> {
        AnyText.visit_str(text).map(Json::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = from.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = from.next_entry()? {
            members.push(member);
        }
        Ok(Json::Object(Object(members)))
    }
}

#[cfg(test)]
mod tests {
    use secrecy::zeroize::ZeroizeOnDrop;

    use super::*;

    fn parsed(text: &str) -> Json<'_> {
        Json::parse(text.as_bytes()).unwrap()
    }

    fn is_overwritten(_: &impl ZeroizeOnDrop) {}

    /// Whether this lies in the text and is no copy.
    fn lies_in(text: &str, part: &str) -> bool {
        text.as_bytes().as_ptr_range().contains(&part.as_ptr())
    }

    #[test]
    fn a_text_lies_in_the_answer_unless_it_has_an_escape() {
        let text = r#"{"plain":"gr\u00fcn","t\u006fken":"ya29.a","list":["a","\n"]}"#;
        let json = parsed(text);
        let map = json.as_object().unwrap();
        for name in map.names() {
            assert_eq!(lies_in(text, name), name != "token", "{name}");
        }
        let plain = map.get("plain").and_then(Json::as_str).unwrap();
        assert_eq!((plain, lies_in(text, plain)), ("grün", false));
        let token = map.get("token").and_then(Json::as_str).unwrap();
        assert_eq!((token, lies_in(text, token)), ("ya29.a", true));
        let list = map.get("list").and_then(Json::as_array).unwrap();
        let list: Vec<_> = list.iter().filter_map(Json::as_str).collect();
        assert_eq!(list, ["a", "\n"]);
        assert!(lies_in(text, list[0]) && !lies_in(text, list[1]));
    }

    #[test]
    fn a_text_with_an_escape_is_overwritten() {
        let json = parsed(r#""ya29.\u0061""#);
        let Json::Text(Text::Copied(copy)) = json else {
            panic!("a copy");
        };
        assert_eq!(*copy, "ya29.a");
        is_overwritten(&copy);
    }

    #[test]
    fn the_last_of_two_members_of_one_name_counts() {
        let json = parsed(r#"{"b":1,"a":2,"b":null,"b":[3]}"#);
        let map = json.as_object().unwrap();
        assert_eq!(map.get("b").map(Json::to_value), Some(vec![3].into()));
        assert_eq!(map.names().count(), 4, "as they came");
        let by_name = map.by_name();
        assert_eq!(by_name.keys().collect::<Vec<_>>(), [&"a", &"b"]);
        assert_eq!(by_name["b"].to_value(), Value::from(vec![3]));
        assert!(map.get("c").is_none() && map.get("").is_none());
    }

    #[test]
    fn nesting_ends_where_it_ends_for_any_value() {
        for (levels, good) in [(127, true), (128, false), (100_000, false)] {
            let lists = "[".repeat(levels) + &"]".repeat(levels);
            let objects = r#"{"a":"#.repeat(levels) + "1" + &"}".repeat(levels);
            for text in [lists, objects] {
                assert_eq!(Json::parse(text.as_bytes()).is_ok(), good, "{levels}");
                assert_eq!(serde_json::from_str::<Value>(&text).is_ok(), good);
            }
        }
    }

    #[test]
    fn an_answer_of_very_many_tiny_values_is_not_read() {
        for tiny in ["0,", "{},", "[],", "\"\","] {
            let text = format!("[{}0]", tiny.repeat(MOST_VALUES));
            let error = Json::parse(text.as_bytes()).err().unwrap();
            assert!(error.is_data() && !error.is_eof(), "{tiny}: {error}");
            let fewer = format!("[{}0]", tiny.repeat(MOST_VALUES / 4));
            assert!(Json::parse(fewer.as_bytes()).is_ok(), "{tiny}");
        }
    }

    #[test]
    fn numbers_are_those_of_any_value() {
        for text in [
            "0",
            "-0",
            "-1",
            "1.50",
            "1e3",
            "1e308",
            "-1e-400",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "0.1234567890123456789",
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            let number = parsed(text).to_value();
            assert_eq!(number, value, "{text}");
            assert_eq!(number.to_string(), value.to_string(), "{text}");
        }
        for bad in ["1e999", "01", "+1", "1.", "NaN"] {
            assert!(Json::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_answer_that_broke_off_inside_of_a_letter_broke_off() {
        let whole = r#"{"name":"grün"}"#.as_bytes();
        for end in 1..whole.len() {
            let error = Json::parse(&whole[..end]).err().unwrap();
            assert!(error.is_eof(), "{end}: {error}");
        }
        let bad = Json::parse(b"{\"name\":\"gr\xfcn\"}").err().unwrap();
        assert!(!bad.is_eof(), "{bad}");
    }

    /// A fuzz target: whatever comes, it is read as any value is.
    #[test]
    fn fuzz_any_json() {
        let good = r#"{"a":[1,-2.5e3,true,null,"x\u00e9\n"],"b":{"c":"d","c":{}},"":"grün"}"#;
        let pieces = [
            "{", "}", "[", "]", "\"", "\\u00", "\\ud83d", ",", ":", "1e9", "null",
        ];
        bolero::check!()
            .with_iterations(2_000)
            .for_each(|bytes: &[u8]| {
                let text = crate::spoil::spoil(bytes, &[good], &pieces);
                for bytes in [text.as_bytes(), bytes] {
                    let value = serde_json::from_slice::<Value>(bytes);
                    match (Json::parse(bytes), value) {
                        (Ok(ours), Ok(value)) => assert_eq!(ours.to_value(), value),
                        (Err(ours), Err(error)) => assert_eq!(ours.is_eof(), error.is_eof()),
                        (ours, value) => panic!("{} {}", ours.is_ok(), value.is_ok()),
                    }
                }
            });
    }
}
