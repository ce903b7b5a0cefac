//! A connected account as it is read: facts, and verdicts about secrets.

use jiff::Timestamp;

use crate::auth::Bearer;
use crate::connected_accounts::state::{ConnectionState, Secrets};
use crate::http::decode::{
    Bad, Read, extra_names, flag, inner, lenient, lenient_text, member, object, strict_text, text,
    text_in, texts, time, words_of,
};
use crate::http::json::{Json, Object};
use crate::words::{AccountStatus, AuthScheme};

/// The members of an account that are read, or that are left out on purpose.
const KNOWN: &[&str] = &[
    "id",
    "user_id",
    "status",
    "status_reason",
    "toolkit",
    "auth_config",
    "alias",
    "word_id",
    "is_disabled",
    "created_at",
    "updated_at",
    "state",
    "data",
    "params",
    "authScheme",
    "experimental",
    "deprecated",
    "requested_scopes",
    "requested_user_scopes",
    "test_request_endpoint",
];

/// One connected account.
///
/// It holds no secret but a readable access token, and that only as a
/// [`Bearer`], only when the account was asked for by its id.
#[derive(Clone, Debug)]
pub struct ConnectedAccount {
    /// Composio's id, `ca_…`.
    pub id: String,
    /// Whose account it is, in the integrator's words.
    pub user_id: Option<String>,
    /// Composio's word for where it stands.
    pub status: AccountStatus,
    /// Why it stands there.
    pub status_reason: Option<String>,
    /// Which toolkit, such as `gmail`.
    pub toolkit_slug: Option<String>,
    /// The auth config it was made with.
    pub auth_config: AccountAuthConfig,
    /// A label that the integrator chose.
    pub alias: Option<String>,
    /// A label that Composio made.
    pub word_id: Option<String>,
    /// Whether it is switched off.
    pub is_disabled: Option<bool>,
    /// Whether others than its user may use it: `PRIVATE` or `SHARED`.
    pub account_type: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// What is known of the connection itself.
    pub state: ConnectionState,
    /// The scopes that were asked for.
    pub requested_scopes: Vec<String>,
    /// The names of members that this client does not know. Their values are
    /// not kept, for nobody knows whether they are secret.
    pub unknown_members: Vec<String>,
    bearer: Option<Bearer>,
    credential: Option<Bearer>,
}

/// What an account says of its auth config.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountAuthConfig {
    /// Its id, `ac_…`.
    pub id: Option<String>,
    /// How its accounts sign in.
    pub scheme: Option<AuthScheme>,
    /// Whether Composio owns the client. Its tokens are always redacted then.
    pub is_composio_managed: Option<bool>,
    /// Whether it is switched off, and with it all its accounts.
    pub is_disabled: Option<bool>,
}

impl ConnectedAccount {
    /// The access token, when it came in clear with a call for this account
    /// alone. Lists never give one.
    #[must_use]
    pub fn bearer(&self) -> Option<&Bearer> {
        self.bearer.as_ref()
    }

    /// A salted hash, cut short, of what opens the account: it tells whether two
    /// looks saw the same token or key. Nothing where that came masked, or in a list.
    #[must_use]
    pub fn fingerprint(&self, salt: &[u8]) -> Option<String> {
        Some(self.credential.as_ref()?.fingerprint(salt))
    }

    /// An item of a list.
    pub(crate) fn item(value: &Json<'_>) -> Read<Self> {
        Self::build(object(value)?, Secrets::default())
    }

    /// An account asked for by its id.
    pub(crate) fn whole(value: &Json<'_>) -> Read<Self> {
        let map = object(value)?;
        Self::build(map, connection(map).map(Secrets::of).unwrap_or_default())
    }

    fn build(map: &Object<'_>, secrets: Secrets) -> Read<Self> {
        let status = text_in(map, "status")?;
        Ok(Self {
            id: text(map, "id")?,
            user_id: strict_text(map, "user_id")?,
            status: AccountStatus::parse(&status),
            status_reason: words_of(map, "status_reason"),
            toolkit_slug: nested(map, "toolkit", "slug")?,
            auth_config: auth_config(map)?,
            alias: lenient_text(map, "alias").filter(|a| !a.is_empty()),
            word_id: words_of(map, "word_id"),
            is_disabled: flag(map, "is_disabled"),
            account_type: inner(map, "experimental").and_then(|e| words_of(e, "account_type")),
            created_at: time(map, "created_at"),
            updated_at: time(map, "updated_at"),
            state: state(map),
            requested_scopes: texts(map, "requested_scopes"),
            unknown_members: extra_names(map, &[KNOWN]),
            bearer: secrets.bearer,
            credential: secrets.credential,
        })
    }
}

/// Where the connection stands: in `state.val` or, where that is missing, in the
/// flattened copy in `data`.
fn connection<'a>(map: &'a Object<'a>) -> Option<&'a Object<'a>> {
    let val = inner(map, "state").and_then(|s| inner(s, "val"));
    val.or_else(|| inner(map, "data"))
}

fn state(map: &Object<'_>) -> ConnectionState {
    let state = inner(map, "state");
    let scheme = state
        .and_then(|s| lenient(s, "authScheme"))
        .or_else(|| lenient(map, "authScheme"))
        .or_else(|| inner(map, "auth_config").and_then(|c| lenient(c, "auth_scheme")));
    let val = connection(map);
    if val.is_none()
        && let Some(found) = state.and_then(|s| member(s, "val"))
    {
        return ConnectionState::misplaced(scheme.as_deref(), found);
    }
    ConnectionState::read(scheme.as_deref(), val)
}

/// A text one level down; absent is fine, another kind of value is not.
fn nested(map: &Object<'_>, key: &'static str, field: &'static str) -> Read<Option<String>> {
    match map.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Object(under)) => {
            strict_text(under, field).map_err(|bad| bad.within(format!(".{key}")))
        }
        Some(_) => Err(Bad::here("an object").within(format!(".{key}"))),
    }
}

fn auth_config(map: &Object<'_>) -> Read<AccountAuthConfig> {
    let id = nested(map, "auth_config", "id")?;
    let Some(config) = inner(map, "auth_config") else {
        return Ok(AccountAuthConfig::default());
    };
    Ok(AccountAuthConfig {
        id,
        scheme: lenient(config, "auth_scheme").map(|s| AuthScheme::parse(&s)),
        is_composio_managed: flag(config, "is_composio_managed"),
        is_disabled: flag(config, "is_disabled"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::ConnectedAccount;
    use crate::error::Trace;
    use crate::http::answer::Answer;
    use crate::page::Page;

    /// A number from a seed.
    fn roll(seed: &mut u64, end: usize) -> usize {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*seed >> 33).unwrap() % end.max(1)
    }

    fn good() -> Value {
        json!({
            "id": "ca_1", "user_id": "jane", "status": "ACTIVE", "status_reason": null,
            "toolkit": { "slug": "gmail" },
            "auth_config": { "id": "ac_1", "auth_scheme": "OAUTH2", "is_composio_managed": true },
            "alias": "sw-1", "is_disabled": false,
            "created_at": "2026-10-01T08:00:00Z", "updated_at": "2026-10-01T08:00:00Z",
            "state": { "authScheme": "OAUTH2", "val": {
                "status": "ACTIVE", "access_token": "REDACTED", "scope": "a b", "expires_in": 3600
            } }
        })
    }

    fn strange(seed: &mut u64) -> Value {
        let all = [
            json!(null),
            json!(true),
            json!(-1),
            json!(1e308),
            json!(""),
            json!("ACTIVE"),
            json!([]),
            json!({}),
            json!([{ "id": [] }]),
            json!("\u{0}"),
            json!("2026-99-99T99:99:99Z"),
            json!("x".repeat(300)),
        ];
        all[roll(seed, all.len())].clone()
    }

    /// Changes something somewhere.
    fn spoil(value: &mut Value, seed: &mut u64) {
        match value {
            Value::Object(map) if !map.is_empty() && roll(seed, 8) > 0 => {
                let at = roll(seed, map.len());
                if let Some((name, inner)) = map.iter_mut().nth(at) {
                    let name = name.clone();
                    match roll(seed, 4) {
                        0 => drop(map.remove(&name)),
                        1 => *inner = strange(seed),
                        _ => spoil(inner, seed),
                    }
                }
            }
            other => *other = strange(seed),
        }
    }

    /// Reads a page of this item and a good one; how many could not be read.
    fn beside_a_good_one(item: &Value, good: &str) -> usize {
        let page = format!(r#"{{"items":[{item},{good}],"next_cursor":null,"total_items":2}}"#);
        let trace = Trace::default();
        let answer = Answer::parse(page.as_bytes(), &trace).unwrap();
        let page = Page::read(&answer, ConnectedAccount::item).unwrap();
        assert_eq!(
            page.items.len() + page.unreadable.len(),
            2,
            "each item is counted"
        );
        assert_eq!(
            page.items.last().map(|account| account.id.as_str()),
            Some("ca_1")
        );
        page.unreadable.len()
    }

    #[test]
    fn of_a_hundred_thousand_pages_a_bad_item_never_spoils_a_good_one() {
        let mut seed = 1;
        let mut unreadable = 0;
        let good = good();
        let text = good.to_string();
        for _ in 0..100_000 {
            let mut bad = good.clone();
            for _ in 0..=roll(&mut seed, 3) {
                spoil(&mut bad, &mut seed);
            }
            unreadable += beside_a_good_one(&bad, &text);
        }
        assert!(
            unreadable > 1_000,
            "some changes spoil an item: {unreadable}"
        );
    }

    /// A fuzz target: a page made of text, or a good item in which one text is replaced.
    #[test]
    fn fuzz_a_list() {
        let good = good().to_string();
        let pieces = [
            "null",
            "true",
            "-1",
            "1e999",
            "\"\"",
            "[]",
            "{}",
            "\\u0000",
            "\\ud800",
            ",",
            ":",
            "}",
            "\"items\":",
            "ACTIVE",
            "REDACTED",
        ];
        bolero::check!()
            .with_iterations(1_000)
            .for_each(|bytes: &[u8]| {
                let text = crate::spoil::spoil(bytes, &[&good], &pieces);
                if let Ok(item) = serde_json::from_str(&text) {
                    beside_a_good_one(&item, &good);
                }
                if let Ok(answer) = Answer::parse(text.as_bytes(), &Trace::default()) {
                    let _ = Page::read(&answer, ConnectedAccount::item);
                }
            });
    }
}
