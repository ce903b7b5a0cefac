//! The client against the simulator, which shares no type with it.

use composio::{
    AccountOrder, AccountStatus, ApiKey, AuthScheme, Cause, Client, Config, ConnectedAccount,
    CreateAuthConfig, CreateLink, DeleteOptions, Error, Execute, Initiate, ListAccounts,
    ListAuthConfigs, ListToolkits, ListTools, NewAuth, Page, ProjectConfigPatch, Proxy, Refresh,
    SecretFields, TokenShape, TriggerFilter, UpdateAccount, UpdateAuthConfig,
};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use simulator::{Decision, Fault, MaskingEra, Running, Scenario, Simulator};

const STATUSES: &[AccountStatus] = AccountStatus::KNOWN;

async fn start(change: impl FnOnce(&mut simulator::Config)) -> (Running, Client) {
    let mut config = simulator::Config::default();
    change(&mut config);
    let running = Simulator::start(config).await.unwrap();
    let client = client(&running, &running.api_key());
    (running, client)
}

fn client(running: &Running, key: &str) -> Client {
    let url = running.base_url().parse().unwrap();
    Client::new(Config::new(url, ApiKey::new(key.into()))).unwrap()
}

/// An enabled auth config of a toolkit.
fn auth_config(running: &Running, toolkit: &str, managed: bool) -> String {
    let state = running.state();
    let configs = state["auth_configs"].as_array().unwrap();
    let found = configs
        .iter()
        .find(|c| c["toolkit"] == toolkit && c["is_composio_managed"] == managed);
    let found = found.unwrap_or_else(|| panic!("no {toolkit} among {configs:?}"));
    found["id"].as_str().unwrap().to_owned()
}

/// An account of the scenario.
fn account(running: &Running, matching: impl Fn(&Value) -> bool) -> String {
    let state = running.state();
    let found = state["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| matching(a));
    found.expect("the scenario has one")["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn fault(running: &Running, script: Value) {
    let fault: Fault = serde_json::from_value(script).unwrap();
    running.faults(vec![fault]).unwrap();
}

fn link(running: &Running, user: &str) -> CreateLink {
    CreateLink {
        auth_config_id: auth_config(running, "gmail", true),
        user_id: user.into(),
        callback_url: Some("http://127.0.0.1:9/oauth/callback?attempt=1".into()),
        ..CreateLink::default()
    }
}

async fn connect(running: &Running, client: &Client, user: &str) -> String {
    let request = client.links().create(&link(running, user)).await.unwrap();
    let decision = Decision {
        allow: true,
        account: Some("jane@example.com".into()),
        granted_scopes: None,
    };
    running
        .consent(&request.connected_account_id, decision)
        .unwrap();
    request.connected_account_id
}

async fn all(client: &Client, which: ListAccounts) -> Vec<ConnectedAccount> {
    let mut pages = client.connected_accounts().pages(which);
    let mut accounts = Vec::new();
    while let Some(page) = pages.next().await {
        let page: Page<_> = page.unwrap();
        assert_eq!(page.unreadable, [], "every item can be read");
        accounts.extend(page.items);
    }
    accounts
}

async fn of_user(client: &Client, user: &str) -> Vec<ConnectedAccount> {
    all(
        client,
        ListAccounts {
            user_ids: vec![user.into()],
            ..ListAccounts::default()
        },
    )
    .await
}

#[tokio::test]
async fn a_wrong_key_is_unauthorized_and_not_repeated() {
    let (running, _) = start(|_| {}).await;
    let client = client(&running, "ak_CANARY-wrong-key");
    for error in [
        client.detect_generation().await.unwrap_err(),
        client.session().info().await.unwrap_err(),
        client
            .links()
            .create(&CreateLink::default())
            .await
            .unwrap_err(),
    ] {
        assert!(matches!(error, Error::Unauthorized(_)), "{error:?}");
        assert!(
            !format!("{error} {error:?}").contains("CANARY"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn another_projects_account_is_not_found() {
    let (running, _) = start(|_| {}).await;
    let state = running.state();
    let other = client(&running, state["second_api_key"].as_str().unwrap());
    let id = account(&running, |a| a["status"] == "ACTIVE");
    let error = other.connected_accounts().get(&id).await.unwrap_err();
    let Error::NotFound(said) = &error else {
        panic!("{error:?}")
    };
    assert!(said.enveloped);
    assert_eq!(said.code.as_deref(), Some("606"));
    assert!(error.request_id().is_some());
}

#[tokio::test]
async fn one_person_connects_from_link_to_delete() {
    let (running, client) = start(|_| {}).await;
    let accounts = client.connected_accounts();
    let request = client
        .links()
        .create(&link(&running, "new-tenant"))
        .await
        .unwrap();
    assert_eq!(request.redirect_url.host(), Some("127.0.0.1"));
    let ends = request.expires_at.expect("told");
    let id = request.connected_account_id;
    assert_eq!(
        accounts.get(&id).await.unwrap().status,
        AccountStatus::Initializing
    );

    let decision = Decision {
        allow: true,
        account: Some("jane@example.com".into()),
        granted_scopes: None,
    };
    running.consent(&id, decision).unwrap();
    let account = accounts.get(&id).await.unwrap();
    assert!(account.status.is_active());
    assert_eq!(account.user_id.as_deref(), Some("new-tenant"));
    assert_eq!(account.toolkit_slug.as_deref(), Some("gmail"));
    assert!(account.updated_at.unwrap() < ends);
    assert_eq!(account.state.access_token(), TokenShape::Redacted);
    assert!(account.bearer().is_none());
    assert!(
        account.unknown_members.is_empty(),
        "{:?}",
        account.unknown_members
    );
    assert!(
        account.state.unknown_members.is_empty(),
        "{:?}",
        account.state.unknown_members
    );

    accounts.set_enabled(&id, false).await.unwrap();
    assert_eq!(
        accounts.get(&id).await.unwrap().status,
        AccountStatus::Inactive
    );
    accounts.set_enabled(&id, true).await.unwrap();
    assert!(accounts.get(&id).await.unwrap().status.is_active());

    let revoked = accounts.revoke(&id).await.unwrap();
    assert!(!revoked.revoked_tokens.is_empty());
    assert_eq!(
        accounts.get(&id).await.unwrap().status,
        AccountStatus::Revoked
    );

    accounts
        .delete(&id, DeleteOptions::default())
        .await
        .unwrap();
    assert!(matches!(accounts.get(&id).await, Err(Error::NotFound(_))));
    assert!(matches!(
        accounts.delete(&id, DeleteOptions::default()).await,
        Err(Error::NotFound(_))
    ));
}

#[tokio::test]
async fn a_person_who_declines_leaves_a_failed_account() {
    let (running, client) = start(|_| {}).await;
    let request = client
        .links()
        .create(&link(&running, "no-thanks"))
        .await
        .unwrap();
    running
        .consent(&request.connected_account_id, Decision::default())
        .unwrap();
    let account = client
        .connected_accounts()
        .get(&request.connected_account_id)
        .await
        .unwrap();
    assert_eq!(account.status, AccountStatus::Failed);
    assert!(account.state.error.is_some() || account.status_reason.is_some());
}

#[tokio::test]
async fn a_link_nobody_opens_expires() {
    let (running, client) = start(|_| {}).await;
    let request = client
        .links()
        .create(&link(&running, "asleep"))
        .await
        .unwrap();
    running.advance_clock(std::time::Duration::from_secs(11 * 60));
    let account = client
        .connected_accounts()
        .get(&request.connected_account_id)
        .await
        .unwrap();
    assert_eq!(account.status, AccountStatus::Expired);
}

#[tokio::test]
async fn a_link_whose_answer_is_lost_exists_once() {
    let (running, client) = start(|c| c.scenario = Scenario::Empty).await;
    fault(
        &running,
        json!({"route": "POST /connected_accounts/link", "nth": 1, "times": 1, "drop": "after"}),
    );
    let error = client
        .links()
        .create(&link(&running, "lost"))
        .await
        .unwrap_err();
    assert!(error.outcome_unknown(), "{error:?}");
    assert_eq!(of_user(&client, "lost").await.len(), 1, "not sent again");

    running.clear_faults();
    fault(
        &running,
        json!({"route": "POST /connected_accounts/link", "nth": 1, "times": 1, "status": 502, "body": "html"}),
    );
    let error = client
        .links()
        .create(&link(&running, "refused"))
        .await
        .unwrap_err();
    assert!(error.outcome_unknown(), "who knows");
    assert_eq!(of_user(&client, "refused").await.len(), 0);
}

#[tokio::test]
async fn every_status_can_be_listed_alone() {
    let (_running, client) = start(|_| {}).await;
    let everything = all(&client, ListAccounts::default()).await;
    let mut counted = 0;
    for status in STATUSES {
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
async fn a_damaged_answer_is_survived() {
    let (running, client) = start(|_| {}).await;
    let accounts = client.connected_accounts();
    let id = account(&running, |a| a["status"] == "ACTIVE");
    for mutation in [
        "unknown_status",
        "wrong_types",
        "null_fields",
        "missing_fields",
    ] {
        running.clear_faults();
        fault(
            &running,
            json!({"route": "*", "nth": 1, "times": 0, "mutate": mutation}),
        );
        if let Ok(account) = accounts.get(&id).await {
            assert!(!account.status.is_active() || mutation != "unknown_status");
        }
        match accounts.list(&ListAccounts::default()).await {
            Ok(page) => assert!(
                !page.items.is_empty() || !page.unreadable.is_empty(),
                "{mutation}"
            ),
            Err(error) => assert!(matches!(error, Error::Malformed { .. }), "{error:?}"),
        }
    }
    running.clear_faults();
    fault(
        &running,
        json!({"route": "*", "nth": 1, "times": 0, "mutate": "huge"}),
    );
    let error = accounts.get(&id).await;
    assert!(
        matches!(
            error,
            Err(Error::Unreachable {
                kind: Cause::BodyTooLarge,
                ..
            })
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_rate_limit_is_seen_coming_and_respected() {
    let (_running, client) = start(|c| {
        c.rate_limit = simulator::RateLimit {
            requests: 3,
            // Windows begin at fixed times; one of ten years does not end soon.
            window: std::time::Duration::from_secs(315_360_000),
        };
    })
    .await;
    for left in [2, 1, 0] {
        client.project_config().get().await.unwrap();
        assert_eq!(client.rate_limit().unwrap().remaining, left);
    }
    let error = client.project_config().get().await.unwrap_err();
    let Error::RateLimited { after, .. } = error else {
        panic!("{error:?}")
    };
    assert!(
        after.expect("told").as_secs() > 60,
        "too long for the client to sit out"
    );
}

#[tokio::test]
async fn the_closed_way_is_closed_and_a_key_still_gets_in() {
    let (running, client) = start(|_| {}).await;
    let closed = Initiate {
        auth_config_id: auth_config(&running, "gmail", true),
        user_id: "t".into(),
        callback_url: None,
        alias: None,
        state: None,
    };
    let error = client.links().initiate(&closed).await.unwrap_err();
    let said = error.rejection().unwrap();
    assert!(said.message.contains("no longer supported"), "{said:?}");
    assert!(
        error
            .suggested_fix()
            .unwrap()
            .contains("/connected_accounts/link")
    );

    let state = running.state();
    let configs = state["auth_configs"].as_array().unwrap();
    let by_key = configs
        .iter()
        .find(|c| c["auth_scheme"] == "API_KEY")
        .expect("the demo has one");
    let fields = SecretFields::new()
        .plain("status", "ACTIVE")
        .secret("generic_api_key", "sim-key-CANARY".into());
    let open = Initiate {
        auth_config_id: by_key["id"].as_str().unwrap().into(),
        user_id: "keyed".into(),
        callback_url: None,
        alias: None,
        state: Some((AuthScheme::ApiKey, fields)),
    };
    let made = client.links().initiate(&open).await.unwrap();
    assert_eq!(made.status, AccountStatus::Active);
    let account = client
        .connected_accounts()
        .get(&made.connected_account_id)
        .await
        .unwrap();
    assert!(!format!("{account:?}").contains("CANARY"));
}

#[tokio::test]
async fn restarting_a_sign_in_interrupts_the_account() {
    let (running, client) = start(|_| {}).await;
    let id = connect(&running, &client, "again").await;
    let refreshed = client
        .connected_accounts()
        .refresh(&id, &Refresh::default())
        .await
        .unwrap();
    assert_eq!(refreshed.status, AccountStatus::Initiated);
    assert!(refreshed.redirect_url.is_some());
    assert_eq!(
        client.connected_accounts().get(&id).await.unwrap().status,
        AccountStatus::Initiated
    );
}

#[tokio::test]
async fn an_alias_is_given_and_taken_away() {
    let (running, client) = start(|_| {}).await;
    let id = connect(&running, &client, "named").await;
    for (alias, read) in [("sb-1", Some("sb-1")), ("", None)] {
        let change = UpdateAccount {
            alias: Some(alias.into()),
            credentials: None,
        };
        let updated = client
            .connected_accounts()
            .update(&id, &change)
            .await
            .unwrap();
        assert_eq!(updated.id.as_deref(), Some(id.as_str()));
        let account = client.connected_accounts().get(&id).await.unwrap();
        assert_eq!(account.alias.as_deref(), read);
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
async fn who_an_account_is_can_be_asked_in_two_ways() {
    let (running, client) = start(|_| {}).await;
    let id = connect(&running, &client, "asked").await;
    let tool = client.tools().get("GMAIL_GET_PROFILE", None).await.unwrap();
    let how = Execute {
        connected_account_id: Some(id.clone()),
        user_id: Some("asked".into()),
        version: tool.version,
        arguments: json!({"user_id": "me"}).as_object().cloned().unwrap(),
    };
    let executed = client
        .tools()
        .execute("GMAIL_GET_PROFILE", &how)
        .await
        .unwrap();
    assert!(executed.successful, "{:?}", executed.error);
    assert_eq!(executed.data["emailAddress"], "jane@example.com");
    let what = Proxy::get(
        &id,
        "https://gmail.googleapis.com/gmail/v1/users/me/profile",
    );
    let answer = client.tools().proxy(&what).await.unwrap();
    assert_eq!(
        (answer.status, &answer.data["emailAddress"]),
        (200, &json!("jane@example.com"))
    );

    running.sabotage(simulator::Sabotage::WithdrawConsent {
        connected_account_id: id,
    });
    let executed = client
        .tools()
        .execute("GMAIL_GET_PROFILE", &how)
        .await
        .unwrap();
    assert!(!executed.successful);
    assert!(executed.error.unwrap().contains("invalid_grant"));
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
