//! What is secret stays where it is.

use composio::{ApiKey, AuthScheme, Client, Config, ListAccounts, RedirectUrl, TokenShape};
use serde_json::json;

use crate::accounts::got;
use crate::docs::{REFRESH, TOKEN, in_clear, managed, page};
use crate::scripted::{KEY, Scripted, json};

fn shortened(text: &str) -> String {
    RedirectUrl::parse(text).unwrap().shortened()
}

#[test]
fn no_token_is_left_in_a_shortened_url() {
    for (url, shown) in [
        ("https://a.example/link/lk_secret", "a.example/link/lk_…"),
        (
            "https://a.example/link/lk_secret/step",
            "a.example/link/lk_…",
        ),
        (
            "https://a.example/api/v3/s/AbCd1234",
            "a.example/api/v3/s/…",
        ),
        (
            "https://a.example/s/0123456789012345678901234/x",
            "a.example/s/…",
        ),
        ("https://u:p@a.example:8443/?token=x#y", "a.example:8443"),
        ("http://127.0.0.1:80/link/lk_secret", "127.0.0.1/link/lk_…"),
        ("mailto:jane@example.com", "mailto:…"),
    ] {
        assert_eq!(shortened(url), shown);
    }
    assert!(RedirectUrl::parse("connect.composio.dev/link/lk_x").is_none());
}

#[test]
fn a_url_that_hides_its_host_says_so() {
    let url = RedirectUrl::parse("https://connect.composio.dev@evil.example/link").unwrap();
    assert!(url.has_credentials());
    assert_eq!(url.host(), Some("evil.example"));
}

#[test]
fn a_key_that_is_no_header_is_refused_and_not_repeated() {
    for key in ["", "ak_CANARY\r\nx-evil: 1", "ak_CANARY\u{0}"] {
        let url = "https://backend.composio.dev".parse().unwrap();
        let error = Client::new(Config::new(url, ApiKey::new(key.into()))).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
}

#[tokio::test]
async fn neither_client_nor_config_shows_the_key() {
    let server = Scripted::start([json(200, managed("ca_1"))]).await;
    let mut config = Config::new(server.origin.clone(), ApiKey::new(KEY.into()));
    config.proxy = composio::ProxyChoice::Through(
        "http://user:CANARY-proxy@proxy.example:3128"
            .parse()
            .unwrap(),
    );
    let shown = format!("{config:?}");
    assert!(
        !shown.contains("CANARY") && shown.contains("proxy.example"),
        "{shown}"
    );
    let client = Client::new(config).unwrap();
    client.connected_accounts().get("ca_1").await.unwrap();
    assert!(!format!("{client:?} {client:#?}").contains("CANARY"));
}

#[tokio::test]
async fn each_way_of_masking_is_told_apart() {
    for (value, shape) in [
        (json!("REDACTED"), TokenShape::Redacted),
        (json!("ya29..."), TokenShape::Masked),
        (json!("..."), TokenShape::Masked),
        (json!(TOKEN), TokenShape::Readable),
        (json!("ya29.a0AfB_long..."), TokenShape::MaskedLong),
        (json!({"k": 1}), TokenShape::Malformed),
        (json!(7), TokenShape::Malformed),
        (json!(""), TokenShape::Empty),
        (json!(null), TokenShape::Absent),
    ] {
        let mut document = managed("ca_1");
        document["state"]["val"]["access_token"] = value.clone();
        let account = got(document).await.unwrap();
        assert_eq!(account.state.access_token(), shape, "{value}");
        assert_eq!(account.bearer().is_some(), value == json!(TOKEN));
    }
}

#[tokio::test]
async fn a_readable_token_can_be_used_and_not_read() {
    let account = got(in_clear("ca_1")).await.unwrap();
    let bearer = account.bearer().expect("in clear").clone();
    assert_eq!(format!("{bearer:?}"), "Bearer(…)");
    let provider = Scripted::start([json(200, json!({}))]).await;
    let request = reqwest::Client::builder()
        .no_proxy()
        .build()
        .unwrap()
        .get(provider.origin.clone());
    let request = bearer.apply(request);
    let header = request.try_clone().unwrap().build().unwrap();
    let header = header.headers()["authorization"].clone();
    assert!(header.is_sensitive(), "no log of a lower layer prints it");
    request.send().await.unwrap();
    let sent = provider.heard().remove(0);
    assert_eq!(
        sent.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
}

#[tokio::test]
async fn what_is_no_token_is_told_by_names_and_types_only() {
    let mut document = in_clear("ca_1");
    document["state"]["val"]["access_token"] = json!({ "inner": TOKEN });
    let account = got(document).await.unwrap();
    let outline = &account.state.outline;
    assert!(outline.contains(&("access_token".to_owned(), "object")));
    assert!(outline.contains(&("refresh_token".to_owned(), "text")));
    assert!(!format!("{account:?}").contains(TOKEN), "no value of it");
    let fine = got(in_clear("ca_1")).await.unwrap();
    assert!(
        fine.state.outline.is_empty(),
        "what is fine needs no outline"
    );
    let mut document = managed("ca_1");
    document["state"]["val"] = json!("CANARY");
    document.as_object_mut().unwrap().remove("data");
    let account = got(document).await.unwrap();
    assert_eq!(account.state.access_token(), TokenShape::Malformed);
    assert_eq!(account.state.outline, [("state.val".to_owned(), "text")]);
}

#[tokio::test]
async fn a_fingerprint_tells_tokens_apart_and_nothing_of_them() {
    let one = got(in_clear("ca_1")).await.unwrap();
    let mark = one.fingerprint(b"salt").unwrap();
    assert_eq!(mark.len(), 16);
    assert!(mark.chars().all(|c| c.is_ascii_hexdigit()));
    assert_eq!(one.fingerprint(b"salt"), Some(mark.clone()), "the same");
    assert_ne!(
        one.fingerprint(b"other"),
        Some(mark.clone()),
        "the salt counts"
    );
    let mut other = in_clear("ca_1");
    other["state"]["val"]["access_token"] = json!(format!("{TOKEN}x"));
    let other = got(other).await.unwrap();
    assert_ne!(other.fingerprint(b"salt"), Some(mark), "another token");
    assert_eq!(
        got(managed("ca_1")).await.unwrap().fingerprint(b"salt"),
        None
    );
}

#[tokio::test]
async fn what_is_unknown_is_named_and_its_value_is_dropped() {
    let account = got(in_clear("ca_1")).await.unwrap();
    assert_eq!(account.unknown_members, ["future_member"]);
    assert_eq!(account.state.unknown_members, ["brand_new_member"]);
    assert_eq!(account.state.secret("client_secret"), TokenShape::Readable);
    let text = format!("{account:?}");
    assert!(!text.contains("CANARY"), "{text}");
    assert!(!text.contains(REFRESH));
}

#[tokio::test]
async fn a_list_never_keeps_a_token() {
    let server = Scripted::start([json(200, page([in_clear("ca_1")], None))]).await;
    let page = server
        .client()
        .connected_accounts()
        .list(&ListAccounts::default())
        .await
        .unwrap();
    assert_eq!(page.items[0].state.access_token(), TokenShape::Readable);
    assert!(page.items[0].bearer().is_none());
}

#[tokio::test]
async fn an_id_token_in_clear_says_who_it_is() {
    use base64::Engine as _;
    let part = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let claims =
        r#"{"email":"jane@example.com","email_verified":true,"sub":"1098","hd":"example.com"}"#;
    let token = format!("{}.{}.sig", part("{}"), part(claims));
    for (token, known) in [
        (token.as_str(), true),
        ("eyJh...", false),
        ("a.b.c", false),
        ("REDACTED", false),
    ] {
        let mut document = managed("ca_1");
        document["state"]["val"]["id_token"] = json!(token);
        let claims = got(document).await.unwrap().state.id_claims;
        assert_eq!(claims.is_some(), known, "{token}");
        if let Some(claims) = claims {
            assert_eq!(claims.email.as_deref(), Some("jane@example.com"));
            assert_eq!(claims.email_verified, Some(true));
            assert_eq!(
                (claims.sub.as_deref(), claims.hd.as_deref()),
                (Some("1098"), Some("example.com"))
            );
        }
    }
}

#[tokio::test]
async fn the_other_states_tell_their_story() {
    for (val, check) in [
        (
            json!({"status": "FAILED", "error": "access_denied", "error_description": "No"}),
            "error",
        ),
        (
            json!({"status": "EXPIRED", "expired_at": "2026-10-01T08:10:00.000Z"}),
            "expired",
        ),
        (
            json!({"status": "REVOKED", "revoked_at": 1_790_000_000}),
            "revoked",
        ),
        (
            json!({"status": "INITIATED", "redirectUrl": "https://x.example/link/lk_CANARY",
            "callback_url": "http://127.0.0.1/?state=CANARY", "code_verifier": "CANARY"}),
            "none",
        ),
    ] {
        let mut document = managed("ca_1");
        document["status"] = val["status"].clone();
        document["state"]["val"] = val;
        let state = got(document).await.unwrap().state;
        assert_eq!(state.error.is_some(), check == "error");
        assert_eq!(state.error_description.is_some(), check == "error");
        assert_eq!(state.expired_at.is_some(), check == "expired");
        assert_eq!(state.revoked_at.is_some(), check == "revoked");
        assert!(!format!("{state:?}").contains("CANARY"));
    }
}

#[tokio::test]
async fn connection_parameters_are_kept_and_their_secrets_are_not() {
    let mut document = managed("ca_1");
    document["state"] = json!({"authScheme": "basic", "val": {"status": "ACTIVE",
        "subdomain": "acme", "username": "jane", "password": "CANARY", "proxy_password": "CANARY"}});
    let account = got(document).await.unwrap();
    assert_eq!(
        account.state.scheme,
        Some(AuthScheme::Basic),
        "whatever the case"
    );
    assert_eq!(account.state.parameters["subdomain"], "acme");
    assert_eq!(account.state.parameters["username"], "jane");
    assert_eq!(account.state.secret("password"), TokenShape::Readable);
    assert!(!format!("{account:?}").contains("CANARY"));
}
