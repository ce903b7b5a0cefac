//! Everything that can be read and set.

use composio::{
    AccountOrder, AccountStatus, AuthScheme, CreateAuthConfig, Error, ListAccounts,
    ListAuthConfigs, ListToolkits, ListTools, NewAuth, ProjectConfigPatch, SecretFields,
    TokenShape, TriggerFilter, UpdateAuthConfig,
};
use simulator::{MaskingEra, Scenario};

use super::{account, all, connect, start};

#[tokio::test]
async fn every_status_can_be_listed_alone() {
    let (_running, client) = start(|_| {}).await;
    let everything = all(&client, ListAccounts::default()).await;
    let mut counted = 0;
    for status in AccountStatus::KNOWN {
        let which = ListAccounts {
            statuses: vec![status.clone()],
            ..ListAccounts::default()
        };
        let some = all(&client, which).await;
        assert!(some.iter().all(|a| a.status == *status));
        assert!(!some.is_empty(), "{status} is in the demo");
        counted += some.len();
    }
    assert_eq!(counted, everything.len());
    let shared = everything
        .iter()
        .filter(|a| a.account_type.as_deref() == Some("SHARED"));
    assert!(shared.count() > 0, "shared accounts are not hidden");
}

#[tokio::test]
async fn a_fleet_is_read_to_its_end_in_both_orders() {
    let (_running, client) = start(|c| {
        c.scenario = Scenario::Fleet;
        c.tenants = 400;
        c.integrations = 1_234;
    })
    .await;
    for descending in [false, true] {
        let which = ListAccounts {
            order_by: AccountOrder::UpdatedAt,
            descending,
            ..ListAccounts::default()
        };
        let accounts = all(&client, which).await;
        let mut ids: Vec<_> = accounts.iter().map(|a| a.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 1_234);
        let times: Vec<_> = accounts.iter().map(|a| a.updated_at.unwrap()).collect();
        assert!(times.is_sorted_by(|a, b| if descending { a >= b } else { a <= b }));
    }
}

#[tokio::test]
async fn both_generations_give_the_same_accounts() {
    let (running, client) = start(|_| {}).await;
    assert_eq!(
        client.detect_generation().await.unwrap(),
        composio::Generation::V3_1
    );
    let id = account(&running, |a| a["status"] == "ACTIVE");
    let newer = client.connected_accounts().get(&id).await.unwrap();
    let older = client.with_generation(composio::Generation::V3);
    let older = older.connected_accounts().get(&id).await.unwrap();
    assert_eq!((newer.user_id, newer.status), (older.user_id, older.status));
    assert!(
        older.unknown_members.is_empty(),
        "{:?}",
        older.unknown_members
    );
}

#[tokio::test]
async fn every_era_of_masking_is_read() {
    for (era, shape) in [
        (MaskingEra::Plain, TokenShape::Readable),
        (MaskingEra::Redacted, TokenShape::Redacted),
        (MaskingEra::Four, TokenShape::Masked),
        (MaskingEra::ManagedRedacted, TokenShape::Redacted),
    ] {
        let (running, client) = start(|c| c.masking_era = era).await;
        let id = connect(&running, &client, "era").await;
        let account = client.connected_accounts().get(&id).await.unwrap();
        assert_eq!(account.state.access_token(), shape, "{era:?}");
        assert_eq!(account.bearer().is_some(), era == MaskingEra::Plain);
        assert!(!format!("{account:?}").contains("ya29."), "{account:?}");
    }
}

#[tokio::test]
async fn auth_configs_live_a_whole_life() {
    let (_running, client) = start(|_| {}).await;
    let configs = client.auth_configs();
    let new = CreateAuthConfig {
        toolkit_slug: "gmail".into(),
        name: Some("ours".into()),
        auth: NewAuth::Custom {
            scheme: AuthScheme::OAuth2,
            credentials: SecretFields::new()
                .plain("client_id", "1234.apps.example")
                .secret("client_secret", "CANARY-client-secret".into()),
        },
    };
    let made = configs.create(&new).await.unwrap();
    let change = UpdateAuthConfig::Custom {
        name: Some("renamed".into()),
        credentials: None,
    };
    configs.update(&made.id, &change).await.unwrap();
    configs.set_enabled(&made.id, false).await.unwrap();
    let read = configs.get(&made.id).await.unwrap();
    assert_eq!(read.status, composio::AuthConfigStatus::Disabled);
    assert_eq!(read.is_composio_managed, Some(false));
    assert!(!format!("{read:?}").contains("CANARY"));
    let which = ListAuthConfigs {
        toolkit_slugs: vec!["gmail".into()],
        ..ListAuthConfigs::default()
    };
    let page = configs.list(&which).await.unwrap();
    assert!(
        page.items.iter().any(|c| c.id == made.id),
        "disabled ones are listed"
    );
    assert!(page.unreadable.is_empty());
    configs.delete(&made.id).await.unwrap();
    assert!(matches!(
        configs.get(&made.id).await,
        Err(Error::NotFound(_))
    ));
}

#[tokio::test]
async fn a_setting_is_read_changed_and_read_again() {
    let (_running, client) = start(|_| {}).await;
    let config = client.project_config().get().await.unwrap();
    assert_eq!(config.mask_secret_keys_in_connected_account, Some(true));
    let off = ProjectConfigPatch::MaskSecretKeysInConnectedAccount(false);
    let changed = client.project_config().patch(&off).await.unwrap();
    assert_eq!(changed.mask_secret_keys_in_connected_account, Some(false));
    let again = client.project_config().get().await.unwrap();
    assert_eq!(again.mask_secret_keys_in_connected_account, Some(false));
    assert_eq!(
        again.display_name, config.display_name,
        "nothing else changed"
    );
}

#[tokio::test]
async fn the_key_says_whose_it_is() {
    let (running, client) = start(|_| {}).await;
    let info = client.session().info().await.unwrap();
    assert!(
        info.project
            .as_ref()
            .and_then(|p| p.name.as_ref())
            .is_some()
    );
    assert!(!format!("{info:?}").contains(&running.api_key()));
}

#[tokio::test]
async fn toolkits_and_tools_are_known() {
    let (_running, client) = start(|_| {}).await;
    let page = client
        .toolkits()
        .list(&ListToolkits::default())
        .await
        .unwrap();
    assert!(page.unreadable.is_empty() && !page.items.is_empty());
    let gmail = client.toolkits().get("gmail").await.unwrap();
    assert!(!gmail.auth_config_details.is_empty());
    assert!(
        !client
            .toolkits()
            .categories()
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let which = ListTools {
        toolkit_slug: Some("gmail".into()),
        ..ListTools::default()
    };
    let tools = client.tools().list(&which).await.unwrap();
    assert!(tools.items.iter().any(|t| t.slug == "GMAIL_GET_PROFILE"));
    let tool = client.tools().get("GMAIL_GET_PROFILE", None).await.unwrap();
    assert!(tool.version.is_some());
    assert!(matches!(
        client.toolkits().get("no-such-toolkit").await,
        Err(Error::NotFound(_))
    ));
}

#[tokio::test]
async fn triggers_hang_on_accounts() {
    let (_running, client) = start(|_| {}).await;
    let page = client
        .triggers()
        .active(&TriggerFilter::default())
        .await
        .unwrap();
    assert!(page.unreadable.is_empty());
    let first = page.items.first().expect("the demo has triggers");
    let which = TriggerFilter {
        connected_account_ids: vec![first.connected_account_id.clone()],
        ..TriggerFilter::default()
    };
    let mine = client.triggers().active(&which).await.unwrap();
    assert!(mine.items.iter().any(|t| t.id == first.id));
    assert!(
        mine.items
            .iter()
            .all(|t| t.connected_account_id == first.connected_account_id)
    );
}
