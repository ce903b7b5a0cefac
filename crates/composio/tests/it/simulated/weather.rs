//! Keys that are refused, answers that are lost, limits that are reached.

use composio::{Cause, CreateLink, Error, ListAccounts};
use serde_json::json;
use simulator::Scenario;

use super::{account, client, fault, link, of_user, start};

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
