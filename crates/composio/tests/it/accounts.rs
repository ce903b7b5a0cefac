//! Reading connected accounts.

use composio::{
    AccountOrder, AccountStatus, AuthScheme, Client, ConnectedAccount, Error, ListAccounts,
    TokenShape,
};
use serde_json::{Value, json};

use crate::docs::{TOKEN, managed, page};
use crate::scripted::{Scripted, client, json};

pub(crate) async fn got(document: Value) -> Result<ConnectedAccount, Error> {
    let server = Scripted::start([json(200, document)]).await;
    server.client().connected_accounts().get("ca_1").await
}

#[tokio::test]
async fn an_unknown_status_is_kept_and_never_active() {
    for word in ["THAWING", "active", "ACTIVE ", "Active", "ACTIVE_PENDING"] {
        let mut document = managed("ca_1");
        document["status"] = json!(word);
        let status = got(document).await.unwrap().status;
        assert!(!status.is_active(), "{word}");
        assert_eq!(status, AccountStatus::Unknown(word.to_owned()));
    }
}

#[tokio::test]
async fn an_unknown_word_is_kept_short_and_clean() {
    let mut document = managed("ca_1");
    document["status"] = json!(format!("\u{1b}[31m{}", "X".repeat(500)));
    let status = got(document).await.unwrap().status;
    assert!(status.as_str().chars().count() <= 65);
    assert!(
        !status.as_str().contains('\u{1b}'),
        "no terminal is told anything"
    );
}

#[tokio::test]
async fn every_known_status_is_read_as_itself() {
    for status in AccountStatus::KNOWN {
        let mut document = managed("ca_1");
        document["status"] = json!(status.as_str());
        assert_eq!(got(document).await.unwrap().status, *status);
    }
}

#[tokio::test]
async fn null_where_text_was_promised_is_nothing() {
    let mut document = managed("ca_1");
    for key in [
        "user_id",
        "status_reason",
        "created_at",
        "updated_at",
        "toolkit",
        "auth_config",
        "state",
        "data",
        "params",
        "is_disabled",
    ] {
        document[key] = Value::Null;
    }
    let account = got(document).await.unwrap();
    assert_eq!(account.user_id, None);
    assert_eq!(account.created_at, None);
    assert_eq!(account.toolkit_slug, None);
    assert_eq!(account.state.access_token(), TokenShape::Absent);

    let mut document = managed("ca_1");
    document["state"]["val"]["refresh_token"] = Value::Null;
    let account = got(document).await.unwrap();
    assert_eq!(account.state.refresh_token(), TokenShape::Absent);
    assert_eq!(account.state.access_token(), TokenShape::Redacted);
}

#[tokio::test]
async fn an_answer_of_the_wrong_kind_says_where() {
    for (pointer, value, path) in [
        ("/id", json!(null), "$.id"),
        ("/id", json!(""), "$.id"),
        ("/status", json!({"is": "ACTIVE"}), "$.status"),
        ("/user_id", json!(["tenant"]), "$.user_id"),
        ("/toolkit", json!("gmail"), "$.toolkit"),
        ("/toolkit/slug", json!({}), "$.toolkit.slug"),
        ("/auth_config", json!(3), "$.auth_config"),
    ] {
        let mut document = managed("ca_1");
        *document.pointer_mut(pointer).unwrap() = value;
        let error = got(document).await.unwrap_err();
        let Error::Malformed { path: found, .. } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(found, path);
        assert!(!error.outcome_unknown(), "it was a read");
    }
    let error = got(json!([])).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "could not read the answer: expected an object at `$`"
    );
}

#[tokio::test]
async fn a_redacted_account_is_read_whole() {
    let account = got(managed("ca_9tQxP2mLk0aZ")).await.unwrap();
    assert_eq!(account.id, "ca_9tQxP2mLk0aZ");
    assert_eq!(account.user_id.as_deref(), Some("tenant-0042"));
    assert!(account.status.is_active());
    assert_eq!(account.toolkit_slug.as_deref(), Some("gmail"));
    assert_eq!(account.auth_config.id.as_deref(), Some("ac_1TnZ2pQmX0bV"));
    assert_eq!(account.auth_config.is_composio_managed, Some(true));
    assert_eq!(account.word_id.as_deref(), Some("gmail_red-castle"));
    assert_eq!(account.account_type.as_deref(), Some("PRIVATE"));
    assert_eq!(
        account.created_at.unwrap().to_string(),
        "2026-10-01T08:00:00Z"
    );
    assert_eq!(account.state.scheme, Some(AuthScheme::OAuth2));
    assert_eq!(account.state.scopes.len(), 3);
    assert_eq!(account.state.expires_in, Some(3599));
    assert_eq!(
        account.state.display_name.as_deref(),
        Some("jane@example.com")
    );
    assert!(account.bearer().is_none(), "REDACTED is not a token");
    assert!(account.unknown_members.is_empty());
    assert!(account.state.unknown_members.is_empty());
}

#[tokio::test]
async fn a_number_that_a_window_cannot_hold_is_none() {
    let greatest = 9_007_199_254_740_991_i64;
    for (told, read) in [
        (json!(3_599), Some(3_599)),
        (json!(3_599.0), Some(3_599)),
        (json!(" 3599 "), Some(3_599)),
        (json!(-1), Some(-1)),
        (json!(greatest), Some(greatest)),
        (json!(greatest + 1), None),
        (json!(i64::MAX), None),
        (json!(i64::MIN), None),
        (json!(u64::MAX), None),
        (json!(1e300), None),
        (json!(i64::MAX.to_string()), None),
    ] {
        let mut document = managed("ca_1");
        document["state"]["val"]["expires_in"] = told.clone();
        let account = got(document).await.unwrap();
        assert_eq!(account.state.expires_in, read, "{told}");
    }
}

#[tokio::test]
async fn scopes_come_as_text_or_as_a_list() {
    for scope in [json!("a b"), json!(["a", "b"]), json!("a,b")] {
        let mut document = managed("ca_1");
        document["state"]["val"]["scope"] = scope;
        assert_eq!(got(document).await.unwrap().state.scopes, ["a", "b"]);
    }
}

#[tokio::test]
async fn ids_and_aliases_are_kept_as_they_are_however_long() {
    let long = "tenant-0123456789abcdef0123456789abcdef0123456789abcdef";
    let mut document = managed(long);
    document["user_id"] = json!(long);
    document["alias"] = json!(long);
    document["auth_config"]["id"] = json!("sk_looks-like-a-key");
    let account = got(document).await.unwrap();
    assert_eq!(account.id, long);
    assert_eq!(account.user_id.as_deref(), Some(long));
    assert_eq!(account.alias.as_deref(), Some(long));
    assert_eq!(
        account.auth_config.id.as_deref(),
        Some("sk_looks-like-a-key")
    );
}

#[tokio::test]
async fn a_long_address_is_kept_whole() {
    let address = "a-very-long-service-account-name-0123456789@project.iam.gserviceaccount.example";
    let mut document = managed("ca_1");
    document["state"]["val"]["displayName"] = json!(address);
    document["state"]["val"]["email"] = json!("ya29.not-an-address");
    let state = got(document).await.unwrap().state;
    assert_eq!(state.display_name.as_deref(), Some(address));
    assert_eq!(state.email.as_deref(), Some("ya29.…"));
}

#[tokio::test]
async fn times_are_read_leniently() {
    for (text, read) in [
        (
            json!("2026-10-01T08:00:00.123Z"),
            Some("2026-10-01T08:00:00.123Z"),
        ),
        (
            json!("2026-10-01T10:00:00+02:00"),
            Some("2026-10-01T08:00:00Z"),
        ),
        (json!("2026-10-01 08:00:00"), Some("2026-10-01T08:00:00Z")),
        (json!(1_790_841_600), Some("2026-10-01T08:00:00Z")),
        (json!(1_790_841_600_000_i64), Some("2026-10-01T08:00:00Z")),
        (json!("yesterday"), None),
        (json!([]), None),
    ] {
        let mut document = managed("ca_1");
        document["created_at"] = text.clone();
        let at = got(document).await.unwrap().created_at;
        assert_eq!(at.map(|t| t.to_string()).as_deref(), read, "{text}");
    }
}

#[tokio::test]
async fn one_bad_item_does_not_take_its_page_along() {
    let mut bad = managed("ca_2");
    bad["status"] = json!({"is": TOKEN});
    let server = Scripted::start([json(
        200,
        page([managed("ca_1"), bad, managed("ca_3"), json!(7)], None),
    )])
    .await;
    let page = server
        .client()
        .connected_accounts()
        .list(&ListAccounts::default())
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["ca_1", "ca_3"]);
    assert_eq!(page.unreadable.len(), 2);
    assert_eq!(page.unreadable[0].id.as_deref(), Some("ca_2"));
    assert_eq!(page.unreadable[0].path, "$.items[1].status");
    assert_eq!(
        (page.unreadable[1].index, page.unreadable[1].id.as_deref()),
        (3, None)
    );
    assert!(!format!("{:?}", page.unreadable).contains("CANARY"));
}

#[tokio::test]
async fn every_filter_is_sent_as_the_official_clients_send_it() {
    let server = Scripted::start([json(200, page([], None))]).await;
    let which = ListAccounts {
        toolkit_slugs: vec!["gmail".into(), "slack".into()],
        statuses: vec![
            AccountStatus::Active,
            AccountStatus::Unknown("THAWING".into()),
        ],
        user_ids: vec!["tenant &1".into()],
        auth_config_ids: vec!["ac_1".into()],
        connected_account_ids: vec!["ca_1".into(), "ca_2".into()],
        order_by: AccountOrder::UpdatedAt,
        descending: true,
        limit: Some(7),
        cursor: Some("Mi0yMA==".into()),
    };
    server
        .client()
        .connected_accounts()
        .list(&which)
        .await
        .unwrap();
    let heard = server.heard().remove(0);
    assert_eq!(
        (heard.method.as_str(), heard.path.as_str()),
        ("GET", "/api/v3.1/connected_accounts")
    );
    for (name, value) in [
        ("toolkit_slugs", "gmail,slack"),
        ("statuses", "ACTIVE,THAWING"),
        ("user_ids", "tenant &1"),
        ("auth_config_ids", "ac_1"),
        ("connected_account_ids", "ca_1,ca_2"),
        ("order_by", "updated_at"),
        ("order_direction", "desc"),
        ("account_type", "ALL"),
        ("limit", "7"),
        ("cursor", "Mi0yMA=="),
    ] {
        assert_eq!(heard.query(name), Some(value), "{name}");
    }
    assert_eq!(heard.query.len(), 10, "each name once");
}

#[tokio::test]
async fn an_id_that_is_none_is_refused_before_anything_is_sent() {
    let server = Scripted::start([json(200, json!({}))]).await;
    let client: Client = client(&server.origin, |_| {});
    for id in ["", "..", "."] {
        assert!(client.connected_accounts().get(id).await.is_err());
        assert!(
            client
                .connected_accounts()
                .delete(id, Default::default())
                .await
                .is_err()
        );
    }
    assert!(server.heard().is_empty());
}
