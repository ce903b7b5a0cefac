//! Keys and tokens are searched for wherever the core writes or speaks.

use crate::canary::{Canary, TOKENS};
use crate::desk::Desk;

const KEY: &str = "ak_sim_CANARY_0f8e7d6c5b4a";

fn files(dir: &std::path::Path, found: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        if entry.path().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(std::fs::read(entry.path()).unwrap());
        }
    }
}

#[tokio::test]
async fn no_key_token_link_or_state_reaches_disk_or_window() {
    let config = simulator::Config {
        api_key: KEY.into(),
        masking_era: simulator::MaskingEra::Plain,
        ..Default::default()
    };
    let desk = Desk::with(config).await;
    let view = desk.begin("new-tenant", "gmail").await;
    let link = desk.host.opened.lock().unwrap()[0].clone();
    let token = link.rsplit('/').next().unwrap().to_owned();
    let home = desk.allow(&view, "jane@example.com");
    let state = home.split("state=").nth(1).unwrap();
    let state = state.split('&').next().unwrap().to_owned();
    desk.app.link(&home);
    desk.ended(&view.id).await;
    desk.app
        .run(wire::CheckToken {
            integration: view.integration.clone(),
        })
        .await
        .unwrap();
    let pane = format!("{:?}", desk.show(&view.integration).await);

    let mut places: Vec<Vec<u8>> = Vec::new();
    files(desk.home.path(), &mut places);
    places.push(format!("{:?}", desk.events.lock().unwrap()).into_bytes());
    places.push(pane.into_bytes());
    for secret in [KEY, &token, &state].into_iter().chain(TOKENS) {
        let canary = Canary::new(secret);
        for place in &places {
            assert!(
                !canary.is_in(place),
                "a secret got out: {}",
                &secret[..8.min(secret.len())]
            );
        }
    }
}
