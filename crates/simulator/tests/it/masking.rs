//! What is readable of a secret, era by era.

use serde_json::json;
use simulator::{Config, MaskingEra, Sabotage, Scenario};

use crate::support::Desk;

async fn token(desk: &Desk, managed: bool) -> (String, String) {
    let id = desk.connected(&desk.config("gmail", managed), "acme").await;
    let row = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await
        .expect(200);
    assert!(!row.text.contains("\"ya29.sim-") || row.text("/state/val/access_token").len() > 12);
    (
        row.text("/state/val/access_token"),
        row.text("/data/headers/Authorization"),
    )
}

#[tokio::test]
async fn no_flag_opens_a_managed_token_in_the_newest_era() {
    let desk = Desk::empty().await;
    desk.sim.sabotage(Sabotage::Masking(false));
    assert_eq!(
        token(&desk, true).await,
        ("REDACTED".into(), "REDACTED".into())
    );
    assert!(token(&desk, false).await.0.starts_with("ya29.sim-"));
    desk.sim.sabotage(Sabotage::Masking(true));
    assert_eq!(
        token(&desk, false).await,
        ("ya29...".into(), "Bear...".into())
    );
}

#[tokio::test]
async fn each_era_masks_as_it_did_then() {
    for (era, flag, shown) in [
        (MaskingEra::Plain, true, "ya29.sim-"),
        (MaskingEra::Redacted, true, "REDACTED"),
        (MaskingEra::Redacted, false, "ya29.sim-"),
        (MaskingEra::Four, true, "ya29..."),
        (MaskingEra::Four, false, "ya29.sim-"),
    ] {
        let config = Config {
            scenario: Scenario::Empty,
            masking_era: era,
            ..Config::default()
        };
        let desk = Desk::new(config).await;
        let change = json!({ "mask_secret_keys_in_connected_account": flag });
        desk.patch("/api/v3/org/project/config", change)
            .await
            .expect(200);
        for managed in [true, false] {
            assert!(
                token(&desk, managed).await.0.starts_with(shown),
                "{era:?} {flag}"
            );
        }
    }
}

#[tokio::test]
async fn whoever_looks_for_secrets_is_told_what_is_behind_the_masks() {
    let desk = Desk::empty().await;
    let config = desk.config("gmail", true);
    desk.connected(&config, "acme").await;
    let callback = "app.example://done?state=s1";
    let (_, url) = desk.link(&config, "ben", callback).await;
    let all = desk.sim.secrets();
    let of = |name: &str| {
        let held = all.iter().filter(|(it, _)| it == name);
        held.map(|(_, text)| text.clone()).collect::<Vec<String>>()
    };
    let (access, refresh, id) = (of("access_token"), of("refresh_token"), of("id_token"));
    assert!(access.len() == 1 && access[0].starts_with("ya29.sim-"));
    assert!(refresh.len() == 1 && refresh[0].starts_with("1//0sim-"));
    assert!(id.len() == 1 && id[0].starts_with("eyJ"));
    assert_eq!(of("callback_url"), [callback]);
    assert!(
        of("link_token")
            .iter()
            .any(|token| url.ends_with(token.as_str()))
    );
    assert!(of("client_secret")[0].starts_with("sim-secret-"));
}

#[tokio::test]
async fn the_setting_keeps_what_is_not_sent_and_refuses_what_is_wrong() {
    let desk = Desk::empty().await;
    let path = "/api/v3/org/project/config";
    desk.patch(
        path,
        json!({ "mask_secret_keys_in_connected_account": "no" }),
    )
    .await
    .expect(400);
    desk.patch(path, json!({ "log_visibility_setting": "none" }))
        .await
        .expect(400);
    desk.patch(
        path,
        json!({ "oauth_callback_verifier_url": "http://x.example" }),
    )
    .await
    .expect(400);
    let before = desk.get(path).await.expect(200).body;
    assert_eq!(before["mask_secret_keys_in_connected_account"], true);
    let after = desk
        .patch(path, json!({ "display_name": "Acme" }))
        .await
        .expect(200)
        .body;
    assert_eq!(after["display_name"], "Acme");
    assert_eq!(after["mask_secret_keys_in_connected_account"], true);
    assert_eq!(desk.get(path).await.body, after);
}

#[tokio::test]
async fn an_auth_configs_secret_is_never_readable() {
    let desk = Desk::empty().await;
    desk.sim.sabotage(Sabotage::Masking(false));
    let custom = desk.config("gmail", false);
    let own = desk
        .get(&format!("/api/v3.1/auth_configs/{custom}"))
        .await
        .expect(200);
    assert!(
        own.text("/credentials/client_id")
            .starts_with("sim-client-")
    );
    assert_eq!(own.text("/credentials/client_secret"), "sim-...");
    let managed = desk.config("gmail", true);
    let theirs = desk
        .get(&format!("/api/v3.1/auth_configs/{managed}"))
        .await
        .expect(200);
    let names: Vec<&String> = theirs.body["credentials"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert_eq!(names, ["scopes"]);
}
