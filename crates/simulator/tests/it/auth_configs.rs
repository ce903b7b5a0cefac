//! Auth configs from creation to deletion.

use serde_json::{Value, json};

use crate::support::Desk;

const PATH: &str = "/api/v3.1/auth_configs";

fn custom(credentials: Value) -> Value {
    json!({
        "toolkit": { "slug": "gmail" },
        "auth_config": {
            "type": "use_custom_auth", "authScheme": "OAUTH2", "name": "Own app",
            "credentials": credentials,
        },
    })
}

#[tokio::test]
async fn a_config_that_cannot_work_is_not_made() {
    let desk = Desk::empty().await;
    for (body, status) in [
        (json!({}), 400),
        (json!({ "toolkit": { "slug": "" } }), 400),
        (json!({ "toolkit": { "slug": "nosuchtoolkit" } }), 404),
        (json!({ "toolkit": { "slug": "stripe" } }), 400),
        (
            json!({ "toolkit": { "slug": "gmail" }, "auth_config": { "type": "magic" } }),
            400,
        ),
        (
            json!({ "toolkit": { "slug": "gmail" }, "auth_config": { "type": "use_custom_auth" } }),
            400,
        ),
        (custom(json!({})), 400),
    ] {
        desk.post(PATH, body.clone()).await.expect(status);
    }
    let mut scheme = custom(json!({ "client_id": "x" }));
    scheme["auth_config"]["authScheme"] = json!("BASIC");
    desk.post(PATH, scheme).await.expect(400);
    desk.get(&format!("{PATH}/ac_nobody")).await.expect(404);
    desk.patch(&format!("{PATH}/ac_nobody"), json!({ "type": "custom" }))
        .await
        .expect(404);
    desk.delete(&format!("{PATH}/ac_nobody")).await.expect(404);
}

#[tokio::test]
async fn a_config_changes_only_in_what_is_sent() {
    let desk = Desk::empty().await;
    let credentials =
        json!({ "client_id": "my-client", "client_secret": "my-secret", "scopes": ["a", "b"] });
    let made = desk.post(PATH, custom(credentials)).await.expect(201);
    let id = made.text("/auth_config/id");
    assert_eq!(made.body["auth_config"]["is_composio_managed"], false);
    let path = format!("{PATH}/{id}");
    desk.patch(&path, json!({ "type": "default", "scopes": "x" }))
        .await
        .expect(400);
    desk.patch(&path, json!({ "name": "x" })).await.expect(400);
    let change = json!({ "type": "custom", "name": "Renamed", "credentials": { "scopes": "a c" } });
    desk.patch(&path, change).await.expect(200);
    let shown = desk.get(&path).await.expect(200).body;
    assert_eq!(
        (&shown["name"], &shown["type"]),
        (&json!("Renamed"), &json!("custom"))
    );
    assert_eq!(
        shown["credentials"]["client_id"], "my-client",
        "omitted keeps"
    );
    assert_eq!(shown["credentials"]["scopes"], "a c");
    let clear = json!({ "type": "custom", "credentials": { "scopes": [] } });
    desk.patch(&path, clear).await.expect(200);
    assert!(
        desk.get(&path).await.body["credentials"]
            .get("scopes")
            .is_none(),
        "empty clears"
    );
}

#[tokio::test]
async fn the_default_type_is_composios_own() {
    let desk = Desk::empty().await;
    let body = json!({ "toolkit": { "slug": "gmail" } });
    let made = desk.post("/api/v3/auth_configs", body).await.expect(201);
    assert_eq!(made.body["auth_config"]["is_composio_managed"], true);
    let path = format!("/api/v3/auth_configs/{}", made.text("/auth_config/id"));
    let change =
        json!({ "type": "default", "scopes": ["https://www.googleapis.com/auth/gmail.readonly"] });
    assert_eq!(desk.patch(&path, change).await.expect(200).body, json!({}));
    let shown = desk.get(&path).await.expect(200).body;
    assert_eq!(shown["type"], "default");
    assert_eq!(
        shown["credentials"]["scopes"][0],
        "https://www.googleapis.com/auth/gmail.readonly"
    );
}

#[tokio::test]
async fn disabled_configs_hide_unless_asked_for() {
    let desk = Desk::empty().await;
    let id = desk.config("gmail", true);
    desk.patch(&format!("{PATH}/{id}/disabled"), json!({}))
        .await
        .expect(400);
    let off = desk
        .patch(&format!("{PATH}/{id}/DISABLED"), json!({}))
        .await
        .expect(200);
    assert_eq!(off.body["success"], true);
    let list = |query: &str| format!("{PATH}?limit=200&toolkit_slug=gmail{query}");
    let has = |answer: &crate::support::Answer| answer.items().iter().any(|c| c["id"] == id);
    assert!(!has(&desk.get(&list("")).await));
    assert!(has(&desk.get(&list("&show_disabled=true")).await));
    assert!(has(&desk
        .get(&list("&show_disabled=true&is_composio_managed=true"))
        .await));
    assert!(!has(&desk
        .get(&list("&show_disabled=true&is_composio_managed=false"))
        .await));
    assert!(has(&desk
        .get(&format!("{PATH}?show_disabled=true&search={id}"))
        .await));
    desk.patch(&format!("{PATH}/{id}/ENABLED"), json!({}))
        .await
        .expect(200);
    assert!(has(&desk.get(&list("")).await));
}

#[tokio::test]
async fn deleting_a_config_stops_its_accounts() {
    let desk = Desk::empty().await;
    let config = desk.config("gmail", true);
    let id = desk.connected(&config, "acme").await;
    let before = desk.get(&format!("{PATH}/{config}")).await.body["no_of_connections"].clone();
    assert_eq!(before, 1);
    desk.delete(&format!("{PATH}/{config}")).await.expect(200);
    desk.get(&format!("{PATH}/{config}")).await.expect(404);
    let row = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await
        .expect(200)
        .body;
    assert_eq!(
        (&row["status"], &row["auth_config"]["is_disabled"]),
        (&json!("INACTIVE"), &json!(true))
    );
    let enable = format!("/api/v3.1/connected_accounts/{id}/status");
    desk.patch(&enable, json!({ "enabled": true }))
        .await
        .expect(400);
}

#[tokio::test]
async fn deleting_a_config_withdraws_the_grants_where_that_is_asked_for_and_the_toolkit_can() {
    for (toolkit, query, withdrawn) in [
        ("gmail", "?revoke_on_delete=true", true),
        ("gmail", "", false),
        ("notion", "?revoke_on_delete=true", false),
    ] {
        let desk = Desk::empty().await;
        let config = desk.config(toolkit, true);
        let id = desk.connected(&config, "acme").await;
        let path = format!("{PATH}/{config}{query}");
        let told = desk.delete(&path).await.expect(200).body;
        assert_eq!(told["revoke_job_id"].is_string(), withdrawn, "{path}");
        let accounts = desk.sim.accounts();
        let account = accounts.iter().find(|known| known["id"] == *id).unwrap();
        assert_eq!(account["withdrawn"], withdrawn, "{path}");
        assert_eq!(
            account["status"], "INACTIVE",
            "and it stops working all the same"
        );
    }
}
