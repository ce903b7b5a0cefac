//! Whose account it is. The cheapest source that says an address wins; absence is
//! normal (fact sheet §10).

use domain::Identity;
use serde_json::Value;

use crate::observed::{Seen, clipped};
use crate::probe::Read;

/// The best identity there is: an address over a name, the account's own data over
/// a second question.
pub(crate) fn best(seen: &Seen, read: &Read) -> Option<Identity> {
    let told = seen.identity.clone();
    match (&told, &read.identity) {
        (Some(own), Some(asked)) if !own.name.contains('@') && asked.name.contains('@') => {
            Some(asked.clone())
        }
        (Some(_), _) => told,
        (None, asked) => asked.clone(),
    }
}

/// Names under which providers say who somebody is, best first.
const NAMES: [&str; 9] = [
    "emailAddress",
    "email",
    "mail",
    "userPrincipalName",
    "login",
    "user",
    "username",
    "name",
    "id",
];

/// Finds who it is in a provider's answer, at the top or one level below.
pub(crate) fn in_answer(data: &Value) -> Option<String> {
    let levels = || {
        std::iter::once(data).chain(data.as_object().into_iter().flat_map(|map| {
            [
                "user",
                "data",
                "viewer",
                "me",
                "bot",
                "person",
                "response_data",
            ]
            .into_iter()
            .filter_map(|key| map.get(key))
        }))
    };
    NAMES.iter().find_map(|name| {
        levels()
            .filter_map(|level| level.get(name))
            .filter_map(Value::as_str)
            .find(|text| !text.trim().is_empty())
            .map(|text| {
                // An address is kept as it is; anything else may be a key in disguise.
                if text.contains('@') {
                    clipped(text)
                } else {
                    clipped(&composio::scrub(text))
                }
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_is_found_wherever_the_provider_puts_it() {
        for (answer, who) in [
            (
                json!({ "emailAddress": "jane@example.com", "messagesTotal": 3 }),
                Some("jane@example.com"),
            ),
            (
                json!({ "kind": "calendar#calendar", "id": "jane@example.com" }),
                Some("jane@example.com"),
            ),
            (
                json!({ "ok": true, "user": { "id": "U1", "email": "jane@example.com" } }),
                Some("jane@example.com"),
            ),
            (json!({ "login": "jane", "id": 7 }), Some("jane")),
            (json!({ "id": 7 }), None),
            (json!("jane"), None),
            (json!(null), None),
        ] {
            assert_eq!(in_answer(&answer).as_deref(), who, "{answer}");
        }
    }
}
