//! Toolkits, tools, and what hangs on an account.

use composio::{
    AuthScheme, Error, Execute, Generation, ListToolkits, ListTools, Proxy, ToolkitOrder,
    TriggerFilter,
};
use serde_json::{Value, json};

use crate::docs::page;
use crate::scripted::{Scripted, json};

fn toolkit() -> Value {
    json!({"slug": "gmail", "name": "Gmail", "auth_schemes": ["oauth2"],
        "composio_managed_auth_schemes": ["OAUTH2"], "no_auth": false, "is_local_toolkit": false,
        "meta": {"description": "Mail", "logo": "https://logos.example/gmail", "tools_count": 23,
            "triggers_count": 1.0, "version": "20260901_00",
            "categories": [{"id": "email", "name": "Email"}]}})
}

#[tokio::test]
async fn toolkits_are_listed() {
    let server = Scripted::start([json(
        200,
        page([toolkit(), json!({"name": "no slug"})], None),
    )])
    .await;
    let which = ListToolkits {
        search: Some("mail".into()),
        sort_by: Some(ToolkitOrder::Usage),
        include_deprecated: true,
        ..ListToolkits::default()
    };
    let page = server.client().toolkits().list(&which).await.unwrap();
    let gmail = &page.items[0];
    assert_eq!(
        gmail.auth_schemes,
        [AuthScheme::OAuth2],
        "whatever the case"
    );
    assert_eq!(
        (gmail.tools_count, gmail.triggers_count),
        (Some(23), Some(1))
    );
    assert_eq!(gmail.categories[0].id, "email");
    assert_eq!(
        gmail.unknown_members,
        ["is_local_toolkit"],
        "what else came is named, and its value left out"
    );
    assert_eq!(page.unreadable[0].path, "$.items[1].slug");
    let heard = server.heard().remove(0);
    assert_eq!(heard.query("sort_by"), Some("usage"));
    assert_eq!(heard.query("include_deprecated"), Some("true"));
}

#[tokio::test]
async fn a_credential_in_a_name_is_not_kept() {
    let mut toolkit = toolkit();
    toolkit["name"] = json!("ya29.CANARY-name");
    toolkit["meta"]["description"] = json!("ya29.CANARY-description");
    toolkit["meta"]["categories"] = json!([{"id": "email", "name": "ya29.CANARY-category"}]);
    let server = Scripted::start([json(200, page([toolkit], None))]).await;
    let page = server
        .client()
        .toolkits()
        .list(&ListToolkits::default())
        .await
        .unwrap();
    assert!(!format!("{:?}", page.items).contains("CANARY"));
    assert_eq!(page.items[0].categories[0].id, "email");
}

#[tokio::test]
async fn a_toolkit_says_what_its_accounts_need() {
    let field = |name: &str, secret: bool| {
        json!({"name": name, "displayName": name, "type": "string", "description": "",
            "required": false, "is_secret": secret, "default": "CANARY-or-not"})
    };
    let server = Scripted::start([json(200, json!({"slug": "acme", "name": "Acme", "enabled": true,
        "base_url": "https://api.acme.example", "get_current_user_endpoint": "/me",
        "auth_config_details": [{"mode": "api_key", "name": "Key", "fields": {
            "auth_config_creation": {"required": [], "optional": []},
            "connected_account_initiation": {"required": [field("key", true)], "optional": [field("region", false)]}}},
            {"name": "no mode"}],
        "meta": {"available_versions": ["20260901_00"], "categories": [{"slug": "crm", "name": "CRM"}]}}))]).await;
    let detail = server.client().toolkits().get("acme").await.unwrap();
    assert_eq!(detail.get_current_user_endpoint.as_deref(), Some("/me"));
    assert_eq!(detail.available_versions, ["20260901_00"]);
    let [way] = detail.auth_config_details.as_slice() else {
        panic!("the unreadable one is left out")
    };
    assert_eq!(way.scheme, AuthScheme::ApiKey);
    assert!(
        way.initiation[0].required,
        "the list decides, not the field"
    );
    assert_eq!(
        way.initiation[0].default, None,
        "a secret has no default to show"
    );
    assert!(!way.initiation[1].required && way.initiation[1].default.is_some());
}

#[tokio::test]
async fn categories_are_listed() {
    let server =
        Scripted::start([json(200, page([json!({"id": "crm", "name": "CRM"})], None))]).await;
    let categories = server.client().toolkits().categories().await.unwrap();
    assert_eq!(categories.items[0].name, "CRM");
    assert_eq!(server.heard()[0].path, "/api/v3.1/toolkits/categories");
}

#[tokio::test]
async fn tools_are_listed_and_read() {
    let tool = json!({"slug": "GMAIL_GET_PROFILE", "name": "Get profile", "description": "",
        "toolkit": {"slug": "gmail"}, "input_parameters": {"type": "object"}, "version": "20260901_00",
        "available_versions": ["20260901_00"], "scopes": ["s"], "tags": [], "is_deprecated": false});
    let server = Scripted::start([json(200, page([tool.clone()], None)), json(200, tool)]).await;
    let client = server.client();
    let which = ListTools {
        toolkit_slug: Some("gmail".into()),
        tool_slugs: vec!["A".into(), "B".into()],
        ..ListTools::default()
    };
    assert_eq!(client.tools().list(&which).await.unwrap().items.len(), 1);
    let tool = client.tools().get("GMAIL_GET_PROFILE", None).await.unwrap();
    assert_eq!(tool.toolkit_slug.as_deref(), Some("gmail"));
    let heard = server.heard();
    assert_eq!(heard[0].query("tool_slugs"), Some("A,B"));
    assert_eq!(
        (heard[1].path.as_str(), heard[1].query("version")),
        ("/api/v3.1/tools/GMAIL_GET_PROFILE", Some("latest"))
    );
}

#[tokio::test]
async fn a_tool_that_failed_is_an_answer() {
    let server = Scripted::start([json(200, json!({"successful": false, "log_id": "log_1",
        "error": "401 invalid_grant for ya29.CANARY", "data": {"status_code": 401, "note": "CANARY"}}))]).await;
    let how = Execute {
        connected_account_id: Some("ca_1".into()),
        user_id: Some("t".into()),
        version: Some("20260901_00".into()),
        arguments: json!({"user_id": "me"}).as_object().cloned().unwrap(),
    };
    let executed = server
        .client()
        .tools()
        .execute("GMAIL_GET_PROFILE", &how)
        .await
        .unwrap();
    assert!(!executed.successful);
    assert_eq!(
        executed.error.as_deref(),
        Some("401 invalid_grant for ya29.…")
    );
    assert_eq!(executed.data["status_code"], 401);
    assert!(
        !format!("{executed:?}").contains("CANARY"),
        "the customer's data is not printed"
    );
    let heard = server.heard().remove(0);
    assert_eq!(heard.path, "/api/v3.1/tools/execute/GMAIL_GET_PROFILE");
    assert_eq!(
        heard.body,
        json!({"connected_account_id": "ca_1", "user_id": "t",
        "version": "20260901_00", "arguments": {"user_id": "me"}})
    );
}

#[tokio::test]
async fn an_execution_that_does_not_say_how_it_went_is_malformed() {
    let server = Scripted::start([json(200, json!({"data": {}}))]).await;
    let error = server
        .client()
        .tools()
        .execute("X", &Execute::default())
        .await
        .unwrap_err();
    let Error::Malformed { path, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(path, "$.successful");
    assert!(error.outcome_unknown());
}

#[tokio::test]
async fn a_refusal_of_the_provider_is_an_answer() {
    let server = Scripted::start([json(
        200,
        json!({"status": 401.0, "data": {"error": "CANARY"},
        "headers": {"WWW-Authenticate": "Bearer error=\"invalid_token\""}}),
    )])
    .await;
    let what = Proxy::get(
        "ca_1",
        "https://gmail.googleapis.com/gmail/v1/users/me/profile",
    )
    .with_query("alt", "json");
    let answer = server.client().tools().proxy(&what).await.unwrap();
    assert_eq!(answer.status, 401);
    assert_eq!(answer.data["error"], "CANARY");
    assert!(answer.headers["www-authenticate"].contains("invalid_token"));
    assert!(!format!("{answer:?}").contains("CANARY"));
    let heard = server.heard().remove(0);
    assert_eq!(
        heard.body,
        json!({"connected_account_id": "ca_1", "method": "GET",
        "endpoint": "https://gmail.googleapis.com/gmail/v1/users/me/profile",
        "parameters": [{"name": "alt", "value": "json", "type": "query"}]})
    );
}

#[tokio::test]
async fn a_probe_that_got_no_answer_is_sent_once_and_has_changed_nothing() {
    let server = Scripted::start([json(502, json!({}))]).await;
    let error = server
        .client()
        .tools()
        .proxy(&Proxy::get("ca_1", "/me"))
        .await
        .unwrap_err();
    assert!(error.is_transient() && !error.outcome_unknown());
    assert_eq!(server.heard().len(), 1, "it costs the customer's quota");
}

#[tokio::test]
async fn triggers_are_read_in_both_spellings() {
    let new = json!({"id": "ti_1", "connected_account_id": "ca_1", "trigger_name": "GMAIL_NEW",
        "user_id": "t", "trigger_config": {"secret": "CANARY"}, "disabled_at": null, "updated_at": "2026-10-01T08:00:00Z"});
    let old = json!({"id": "ti_2", "connectedAccountId": "ca_2", "triggerName": "GMAIL_NEW", "disabledAt": "2026-10-01T08:00:00Z"});
    let server = Scripted::start([json(200, page([new, old, json!({"id": "ti_3"})], None))]).await;
    let which = TriggerFilter {
        connected_account_ids: vec!["ca_1".into()],
        user_ids: vec!["t".into()],
        ..TriggerFilter::default()
    };
    let client = server.client();
    let page = client.triggers().active(&which).await.unwrap();
    assert_eq!(page.items[1].connected_account_id, "ca_2");
    assert!(page.items[0].disabled_at.is_none() && page.items[1].disabled_at.is_some());
    assert_eq!(page.unreadable[0].path, "$.items[2].connected_account_id");
    assert!(!format!("{page:?}").contains("CANARY"));
    client
        .with_generation(Generation::V3)
        .triggers()
        .active(&which)
        .await
        .unwrap();
    let heard = server.heard();
    assert_eq!(heard[0].query("user_ids"), Some("t"));
    assert_eq!(heard[0].query("show_disabled"), Some("false"));
    assert_eq!(heard[1].query("user_ids"), None, "v3 does not know it");
}
