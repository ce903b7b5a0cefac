//! Reading who somebody is in a provider's answer. The answer is a stranger's: whatever
//! is in it, the worst that comes of it is that nobody is named.

use domain::{Identity, IdentitySource};
use serde_json::Value;

use super::Rung;

/// Where an address is, best first.
const ADDRESSES: [&str; 5] = ["emailAddress", "email", "mail", "userPrincipalName", "user"];
/// Where a name is, best first. Neither is an id: a row is not named by a number.
const NAMES: [&str; 6] = ["login", "user", "username", "display_name", "name", "team"];
/// Members in which a provider wraps whoever asks. Others describe somebody else.
const WRAPPERS: [&str; 12] = [
    "user",
    "data",
    "viewer",
    "me",
    "bot",
    "owner",
    "person",
    "resource",
    "contact",
    "shop",
    "profile",
    "response_data",
];
/// How deep they are looked into.
const DEEP: usize = 5;

/// Who it is by the answer to a rung.
pub(crate) fn who(rung: &Rung, data: &Value) -> Option<Identity> {
    if !rung.at.is_empty() {
        return rung
            .at
            .iter()
            .filter_map(|at| data.pointer(at)?.as_str())
            .find_map(|text| address(text, rung.source));
    }
    let levels = levels(data);
    // What is itself a bot, such as Notion's, has the name of a program for everybody.
    let persons: Vec<&Value> = levels.iter().copied().filter(|at| !is_bot(at)).collect();
    let texts = |names: &'static [&'static str], levels| {
        let levels: &Vec<&Value> = levels;
        names.iter().flat_map(move |name| {
            levels
                .iter()
                .filter_map(move |level| level.get(name)?.as_str())
        })
    };
    texts(&ADDRESSES, &levels)
        .find_map(|text| address(text, rung.source))
        // Anything else may be a key in disguise.
        .or_else(|| {
            texts(&NAMES, &persons).find_map(|text| {
                let short = text.len() <= 1_000;
                Identity::told(&composio::scrub(short.then_some(text)?), rung.source)
            })
        })
}

fn address(text: &str, source: IdentitySource) -> Option<Identity> {
    Identity::told(text, source).filter(Identity::is_address)
}

fn is_bot(level: &Value) -> bool {
    level.get("type").and_then(Value::as_str) == Some("bot")
        || level.get("bot").is_some_and(Value::is_object)
}

/// The answer and what it wraps, outermost first.
fn levels(data: &Value) -> Vec<&Value> {
    let mut found = vec![data];
    let mut from = 0;
    for _ in 0..DEEP {
        let until = found.len();
        let inner: Vec<&Value> = found
            .get(from..until)
            .unwrap_or_default()
            .iter()
            .flat_map(|level| WRAPPERS.iter().filter_map(|name| level.get(name)))
            .filter(|value| value.is_object())
            .collect();
        from = until;
        found.extend(inner);
    }
    found
}
