//! Auth configs, the project's settings, and whose key it is.

use composio::{
    AuthConfigKind, AuthConfigStatus, AuthScheme, CreateAuthConfig, Generation, ListAuthConfigs,
    LogVisibility, NewAuth, ProjectConfigPatch, SecretFields, TokenShape, UpdateAuthConfig,
};
use serde_json::json;

use crate::docs::{auth_config, page};
use crate::scripted::{Scripted, json};

#[tokio::test]
async fn the_credentials_of_an_auth_config_are_reduced_to_verdicts() {
    let server = Scripted::start([json(200, auth_config())]).await;
    let config = server
        .client()
        .auth_configs()
        .get("ac_1TnZ2pQmX0bV")
        .await
        .unwrap();
    assert_eq!(config.kind, Some(AuthConfigKind::Custom));
    assert_eq!(config.status, AuthConfigStatus::Disabled);
    assert_eq!(config.scheme, Some(AuthScheme::OAuth2));
    assert_eq!(config.toolkit_slug.as_deref(), Some("gmail"));
    assert_eq!(config.no_of_connections, Some(12));
    assert_eq!(config.scopes, ["a.read", "a.write"]);
    assert_eq!(config.client_id.as_deref(), Some("1234.apps.example"));
    assert_eq!(config.credentials["client_secret"], TokenShape::Readable);
    assert_eq!(config.tools_available_for_execution, ["GMAIL_GET_PROFILE"]);
    assert!(config.expected_input_fields[0].required);
    assert!(!format!("{config:?}").contains("CANARY"));
}

#[tokio::test]
async fn auth_configs_are_listed_with_the_disabled_ones() {
    let mut odd = auth_config();
    odd["status"] = json!("ARCHIVED");
    let server = Scripted::start([json(
        200,
        page([auth_config(), odd, json!({"id": "ac_3"})], None),
    )])
    .await;
    let which = ListAuthConfigs {
        toolkit_slugs: vec!["gmail".into(), "slack".into()],
        is_composio_managed: Some(false),
        search: Some("mail".into()),
        ..ListAuthConfigs::default()
    };
    let page = server.client().auth_configs().list(&which).await.unwrap();
    assert_eq!(
        page.items[1].status,
        AuthConfigStatus::Unknown("ARCHIVED".into())
    );
    assert_eq!(page.unreadable[0].id.as_deref(), Some("ac_3"));
    let heard = server.heard().remove(0);
    assert_eq!(heard.query("show_disabled"), Some("true"));
    assert_eq!(heard.query("toolkit_slug"), Some("gmail,slack"));
    assert_eq!(heard.query("is_composio_managed"), Some("false"));
    assert_eq!(heard.query("search"), Some("mail"));
}

#[tokio::test]
async fn both_kinds_of_auth_config_can_be_made() {
    let answer = json!({"toolkit": {"slug": "gmail"},
        "auth_config": {"id": "ac_9", "auth_scheme": "OAUTH2", "is_composio_managed": true}});
    let server = Scripted::start([json(201, answer)]).await;
    let client = server.client();
    let managed = CreateAuthConfig {
        toolkit_slug: "gmail".into(),
        name: None,
        auth: NewAuth::Managed {
            scopes: vec!["a.read".into()],
        },
    };
    let made = client.auth_configs().create(&managed).await.unwrap();
    assert_eq!(
        (made.id.as_str(), made.is_composio_managed),
        ("ac_9", Some(true))
    );
    let custom = CreateAuthConfig {
        toolkit_slug: "gmail".into(),
        name: Some("ours".into()),
        auth: NewAuth::Custom {
            scheme: AuthScheme::OAuth2,
            credentials: SecretFields::new()
                .plain("client_id", "1")
                .secret("client_secret", "CANARY".into()),
        },
    };
    client.auth_configs().create(&custom).await.unwrap();
    assert!(!format!("{custom:?}").contains("CANARY"));
    let heard = server.heard();
    assert_eq!(
        heard[0].body,
        json!({"toolkit": {"slug": "gmail"},
        "auth_config": {"type": "use_composio_managed_auth", "credentials": {"scopes": ["a.read"]}}})
    );
    assert_eq!(
        heard[1].body["auth_config"],
        json!({"type": "use_custom_auth", "authScheme": "OAUTH2",
        "name": "ours", "credentials": {"client_id": "1", "client_secret": "CANARY"}})
    );
}

#[tokio::test]
async fn an_auth_config_is_changed_switched_and_deleted() {
    // The older generation answers an empty object to all three.
    let server = Scripted::start([json(200, json!({}))]).await;
    let client = server.client();
    let configs = client.auth_configs();
    let change = UpdateAuthConfig::Managed {
        name: Some("new".into()),
        scopes: Some(vec![]),
    };
    configs.update("ac_1", &change).await.unwrap();
    let change = UpdateAuthConfig::Custom {
        name: None,
        credentials: None,
    };
    configs.update("ac_1", &change).await.unwrap();
    configs.set_enabled("ac_1", false).await.unwrap();
    configs.delete("ac_1").await.unwrap();
    let heard = server.heard();
    assert_eq!(
        heard[0].body,
        json!({"type": "default", "name": "new", "scopes": []})
    );
    assert_eq!(heard[1].body, json!({"type": "custom"}));
    assert_eq!(heard[2].path, "/api/v3.1/auth_configs/ac_1/DISABLED");
    assert_eq!(
        (heard[2].method.as_str(), heard[3].method.as_str()),
        ("PATCH", "DELETE")
    );
}

#[tokio::test]
async fn project_settings_live_under_v3_and_change_one_at_a_time() {
    let settings = json!({"is_2FA_enabled": true, "logo_url": "", "display_name": "Acme",
        "mask_secret_keys_in_connected_account": true, "log_visibility_setting": "show_all",
        "require_mcp_api_key": true, "zdr_enabled": false});
    let server = Scripted::start([json(200, settings)]).await;
    let client = server.client();
    assert_eq!(client.generation(), Generation::V3_1);
    let config = client.project_config().get().await.unwrap();
    assert_eq!(config.mask_secret_keys_in_connected_account, Some(true));
    assert_eq!(config.log_visibility, Some(LogVisibility::ShowAll));
    assert_eq!(
        (config.logo_url, config.display_name.as_deref()),
        (None, Some("Acme"))
    );
    assert_eq!(config.unknown_members, ["zdr_enabled"]);
    let patches = [
        (
            ProjectConfigPatch::MaskSecretKeysInConnectedAccount(false),
            json!({"mask_secret_keys_in_connected_account": false}),
        ),
        (
            ProjectConfigPatch::TwoFactor(true),
            json!({"is_2FA_enabled": true}),
        ),
        (
            ProjectConfigPatch::LogVisibility(LogVisibility::DontStoreData),
            json!({"log_visibility_setting": "dont_store_data"}),
        ),
        (
            ProjectConfigPatch::RequireMcpApiKey(false),
            json!({"require_mcp_api_key": false}),
        ),
        (
            ProjectConfigPatch::DisplayName("B".into()),
            json!({"display_name": "B"}),
        ),
        (ProjectConfigPatch::LogoUrl(None), json!({"logo_url": ""})),
        (
            ProjectConfigPatch::SignedUrlFileExpiryInSeconds(60),
            json!({"signed_url_file_expiry_in_seconds": 60}),
        ),
    ];
    for (patch, body) in patches {
        client.project_config().patch(&patch).await.unwrap();
        let heard = server.heard().pop().unwrap();
        assert_eq!((heard.method.as_str(), heard.body), ("PATCH", body));
    }
    assert!(
        server
            .heard()
            .iter()
            .all(|h| h.path == "/api/v3/org/project/config")
    );
}

#[tokio::test]
async fn the_key_test_keeps_no_key() {
    let info = json!({
        "project": {"auto_id": 1, "id": "uuid", "nano_id": "pr_1", "name": "Acme", "org_id": "ok_1",
            "webhook_secret": "CANARY-webhook", "org": {"id": "ok_1", "name": "Org", "plan": "GROWTH"}},
        "api_key": {"id": "k1", "name": "main", "key": "ak_CANARY", "created_at": "2026-01-01T00:00:00Z"},
        "org_member": {"id": "om_1", "email": "jane@example.com", "name": "Jane", "role": "ADMIN"}});
    let server = Scripted::start([json(200, info)]).await;
    let info = server.client().session().info().await.unwrap();
    assert!(!format!("{info:?}").contains("CANARY"));
    let project = info.project.unwrap();
    assert_eq!(
        (project.id.as_deref(), project.org_name.as_deref()),
        (Some("pr_1"), Some("Org"))
    );
    assert_eq!(info.api_key.unwrap().name.as_deref(), Some("main"));
    assert_eq!(info.org_member.unwrap().role.as_deref(), Some("ADMIN"));
    assert_eq!(server.heard()[0].path, "/api/v3/auth/session/info");
    server.say([json(200, json!({"project": null, "api_key": null}))]);
    assert!(
        server
            .client()
            .session()
            .info()
            .await
            .unwrap()
            .project
            .is_none()
    );
}
