//! `state.val` in every scheme and every status: what is carried differs, and nothing of
//! it may stop a list from being read.

use composio::{AccountStatus, AuthScheme, ListAccounts, TokenShape};
use serde_json::{Map, Value, json};

use crate::accounts::got;
use crate::docs::{managed, page};
use crate::scripted::{Scripted, json as answer};

/// What each scheme carries while it works, and the secret among it.
const CARRIED: [(&str, &[&str]); 15] = [
    ("OAUTH2", &["access_token", "refresh_token", "id_token"]),
    ("OAUTH1", &["oauth_token", "oauth_token_secret"]),
    ("API_KEY", &["generic_api_key"]),
    ("BASIC", &["username", "password"]),
    ("BILLCOM_AUTH", &["sessionId", "devKey"]),
    ("BEARER_TOKEN", &["token"]),
    ("GOOGLE_SERVICE_ACCOUNT", &["credentials_json"]),
    ("NO_AUTH", &[]),
    ("BASIC_WITH_JWT", &["username", "password"]),
    ("CALCOM_AUTH", &[]),
    ("SERVICE_ACCOUNT", &["application_id", "private_key"]),
    ("SAML", &[]),
    ("DCR_OAUTH", &["client_id", "access_token"]),
    ("S2S_OAUTH2", &["access_token", "client_secret"]),
    ("CIMD_OAUTH", &["client_id", "access_token"]),
];

/// The forms in which a `val` has been seen.
fn vals(status: &str, carried: &[&str]) -> Vec<Value> {
    let mut whole: Map<String, Value> = carried
        .iter()
        .map(|name| ((*name).to_owned(), json!(format!("not-a-real-{name}"))))
        .collect();
    whole.insert("status".into(), json!(status));
    let mut nulls = whole.clone();
    nulls.values_mut().for_each(|value| *value = Value::Null);
    let mut objects = whole.clone();
    for name in carried {
        objects.insert((*name).into(), json!({ "value": ["deep", { "er": 1 }] }));
    }
    let mut more = whole.clone();
    more.insert("scope".into(), json!({ "a": true }));
    more.insert("expires_in".into(), json!("soon"));
    more.insert("something_new".into(), json!([1, null, {}]));
    [whole, nulls, objects, more, Map::new()]
        .into_iter()
        .map(Value::Object)
        .chain([Value::Null])
        .collect()
}

#[tokio::test]
async fn every_scheme_is_read_in_every_status_and_in_every_form_that_was_seen() {
    let mut items = Vec::new();
    let mut expected = Vec::new();
    for (scheme, carried) in CARRIED {
        for status in AccountStatus::KNOWN {
            for val in vals(status.as_str(), carried) {
                let mut document = managed(&format!("ca_{}", items.len()));
                document["status"] = json!(status.as_str());
                document["state"] = json!({ "authScheme": scheme, "val": val });
                expected.push((AuthScheme::parse(scheme), status.clone()));
                items.push(document);
            }
        }
    }
    assert_eq!(items.len(), CARRIED.len() * AccountStatus::KNOWN.len() * 6);
    let count = items.len();
    let server = Scripted::start([answer(200, page(items, None))]).await;
    let read = server
        .client()
        .connected_accounts()
        .list(&ListAccounts::default())
        .await
        .unwrap();
    assert_eq!(
        read.items.len(),
        count,
        "no row is lost: {:?}",
        read.unreadable.first()
    );
    for (account, (scheme, status)) in read.items.iter().zip(expected) {
        assert_eq!(account.state.scheme.as_ref(), Some(&scheme));
        assert_eq!(account.status, status);
        let told = format!("{account:?}");
        assert!(
            !told.contains("not-a-real-access_token"),
            "no token in words"
        );
    }
}

#[tokio::test]
async fn a_scheme_that_nobody_knows_is_kept_and_its_new_members_are_named() {
    let mut document = managed("ca_1");
    document["state"] = json!({
        "authScheme": "QUANTUM_AUTH",
        "val": { "status": "ACTIVE", "entangled": true, "access_token": "ya29..." },
    });
    let state = got(document).await.unwrap().state;
    assert_eq!(state.scheme, Some(AuthScheme::parse("QUANTUM_AUTH")));
    assert_eq!(state.unknown_members, ["entangled"]);
    assert_eq!(state.access_token(), TokenShape::Masked);
}

#[tokio::test]
async fn an_address_is_found_among_the_members_that_came_along() {
    for (extra, found) in [
        (
            json!({ "email": "jane@example.com" }),
            Some("jane@example.com"),
        ),
        (
            json!({ "user_email": "jane@example.com" }),
            Some("jane@example.com"),
        ),
        (
            json!({ "emailAddress": "jane@example.com", "email": null }),
            Some("jane@example.com"),
        ),
        (
            json!({ "extra_token_data": { "email": "jane@example.com", "x": 1 } }),
            Some("jane@example.com"),
        ),
        (json!({ "email": { "of": "jane@example.com" } }), None),
        (
            json!({ "email": ["jane@example.com"], "extra_token_data": "text" }),
            None,
        ),
        (json!({ "email": "" }), None),
        (json!({}), None),
    ] {
        let mut document = managed("ca_1");
        let val = document["state"]["val"].as_object_mut().unwrap();
        val.extend(extra.as_object().unwrap().clone());
        let state = got(document).await.unwrap().state;
        assert_eq!(state.email.as_deref(), found, "{extra}");
    }
}
