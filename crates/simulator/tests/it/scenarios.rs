//! What the worlds contain.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use simulator::{Config, Scenario};

use crate::support::Desk;

async fn all(desk: &Desk) -> Vec<Value> {
    let path = "/api/v3.1/connected_accounts?account_type=ALL&limit=1000";
    desk.get(path).await.expect(200).items().clone()
}

#[tokio::test]
async fn the_demo_has_sixty_tenants_every_status_and_many_causes() {
    let desk = Desk::demo().await;
    let rows = all(&desk).await;
    let set = |name: &str| -> HashSet<String> {
        rows.iter()
            .filter_map(|row| row[name].as_str().map(str::to_owned))
            .collect()
    };
    assert_eq!(rows.len(), 220);
    assert_eq!(set("user_id").len(), 60);
    assert_eq!(set("status").len(), 7);
    assert!(
        set("status_reason").len() >= 25,
        "{:?}",
        set("status_reason")
    );
    let toolkits: HashSet<&str> = rows
        .iter()
        .map(|row| row["toolkit"]["slug"].as_str().unwrap())
        .collect();
    assert!(toolkits.len() >= 17, "{toolkits:?}");
    for toolkit in ["gmail", "googlecalendar", "slack", "github", "notion"] {
        let count = rows
            .iter()
            .filter(|row| row["toolkit"]["slug"] == toolkit)
            .count();
        assert!(count >= 10, "{toolkit} {count}");
    }
    let acme: HashMap<&str, &str> = rows
        .iter()
        .filter(|row| row["user_id"] == "acme-field-services")
        .map(|row| {
            (
                row["toolkit"]["slug"].as_str().unwrap(),
                row["status"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(acme.len() >= 3);
    assert_ne!(acme["gmail"], "ACTIVE", "the walkthrough connects it");
}

#[tokio::test]
async fn nothing_in_a_world_could_be_taken_for_real() {
    let config = Config {
        masking_era: simulator::MaskingEra::Plain,
        ..Config::default()
    };
    let desk = Desk::new(config).await;
    let (mut secrets, mut people) = (0, 0);
    for row in all(&desk).await {
        let val = row["state"]["val"].as_object().unwrap();
        for name in [
            "access_token",
            "refresh_token",
            "generic_api_key",
            "token",
            "password",
        ] {
            if let Some(secret) = val.get(name).and_then(Value::as_str) {
                assert!(secret.contains("sim"), "{name} {secret}");
                secrets += 1;
            }
        }
        if let Some(email) = val.get("displayName").and_then(Value::as_str) {
            assert!(email.ends_with("example.com"), "{email}");
            people += 1;
        }
    }
    assert!(secrets > 0, "nothing secret was looked at");
    assert!(people > 0, "nobody was looked at");
}

#[tokio::test]
async fn the_same_seed_is_the_same_world() {
    let ids = |seed| async move {
        let desk = Desk::new(Config {
            seed,
            ..Config::default()
        })
        .await;
        let rows = all(&desk).await;
        rows.iter()
            .map(|r| format!("{}{}{}", r["id"], r["user_id"], r["status"]))
            .collect::<HashSet<_>>()
    };
    assert_eq!(ids(7).await, ids(7).await);
    assert_ne!(ids(7).await, ids(8).await);
}

#[tokio::test]
async fn the_empty_world_can_connect_but_has_nothing_connected() {
    let desk = Desk::empty().await;
    assert!(all(&desk).await.is_empty());
    for (toolkit, managed) in [
        ("gmail", true),
        ("gmail", false),
        ("googlecalendar", true),
        ("slack", true),
        ("github", true),
        ("notion", true),
        ("stripe", false),
    ] {
        assert!(desk.config(toolkit, managed).starts_with("ac_"));
    }
}

#[tokio::test]
async fn a_fleet_has_the_size_that_was_asked_for() {
    let config = Config {
        scenario: Scenario::Fleet,
        tenants: 300,
        integrations: 2500,
        ..Config::default()
    };
    let desk = Desk::new(config).await;
    let (mut ids, mut users, mut cursor) = (HashSet::new(), HashSet::new(), String::new());
    loop {
        let path = format!("/api/v3.1/connected_accounts?limit=1000{cursor}");
        let page = desk.get(&path).await.expect(200);
        for row in page.items() {
            ids.insert(row["id"].to_string());
            users.insert(row["user_id"].to_string());
        }
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={}", next.replace('=', "%3D")),
            None => break,
        }
    }
    assert_eq!((ids.len(), users.len()), (2500, 300));
}

/// A figure, printed and not asserted: `cargo test -p simulator --release --
/// --ignored --nocapture figures`.
#[tokio::test]
#[ignore = "prints figures"]
async fn figures_of_a_fleet_until_it_answers() {
    for integrations in [50_000, 500_000] {
        let config = Config {
            scenario: Scenario::Fleet,
            integrations,
            ..Config::default()
        };
        let started = std::time::Instant::now();
        let desk = Desk::new(config).await;
        let listening = started.elapsed();
        let page = desk.get("/api/v3.1/connected_accounts?limit=50").await;
        assert_eq!(page.expect(200).body["total_items"], integrations);
        println!(
            "{integrations} integrations: listening after {listening:?}, first page after {:?}",
            started.elapsed()
        );
    }
}
