//! Set-up, and what stands in the way.

use simulator::Sabotage;
use vault::Vault;
use wire::{Code, DemoSize, OpenDemo, RetryKeyring, SyncPhase};

use crate::desk::Desk;

#[tokio::test]
async fn a_key_that_composio_refuses_is_not_stored() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::RejectApiKey(true));
    let fault = desk.save_key().await.unwrap_err();
    assert_eq!(fault.code, Code::ComposioUnauthorized);
    let profiles = desk.snapshot().profiles.len();
    assert_eq!(profiles, 1, "only the one whose key worked");
}

#[tokio::test]
async fn a_key_that_is_refused_later_keeps_the_list_readable_and_says_so() {
    let desk = Desk::open().await;
    let rows = desk.rows("").await.len();
    desk.sim.sabotage(Sabotage::RejectApiKey(true));
    desk.app.run(wire::SyncNow {}).await.unwrap();
    desk.until("the reading fails", |desk| {
        desk.events.lock().unwrap().iter().any(|event| {
            matches!(event, wire::Event::Sync(sync) if sync.phase == SyncPhase::Failed
                && sync.fault.as_ref().is_some_and(|fault| fault.code == Code::ComposioUnauthorized))
        })
    })
    .await;
    assert_eq!(desk.rows("").await.len(), rows);
}

#[tokio::test]
async fn a_demo_that_did_not_open_is_the_one_to_try_again() {
    let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
    let place = desk.home.path().join("workspaces");
    std::fs::write(&place, "no directory").unwrap();
    let size = DemoSize::Small;
    let fault = desk.app.run(OpenDemo { size }).await.unwrap_err();
    assert_eq!(desk.snapshot().trouble, Some(fault));
    std::fs::remove_file(&place).unwrap();
    desk.app.run(RetryKeyring {}).await.unwrap();
    let open = desk.snapshot().profile.unwrap();
    assert!(open.demo, "{open:?}");
}

#[tokio::test]
async fn the_demo_panel_exists_in_the_demo_only() {
    let desk = Desk::open().await;
    let ask = wire::Sabotage {
        kind: wire::SabotageKind::ProviderOutage,
        integration: None,
    };
    assert_eq!(desk.app.run(ask).await.unwrap_err().code, Code::DemoOnly);
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_before_anything_is_sent() {
    let desk = Desk::open().await;
    let ask = wire::SaveApiKey {
        name: String::new(),
        base_url: "not an address".into(),
        key: secrecy::SecretString::from("ak_x").into(),
        production: false,
        memory_only: true,
        profile: None,
        network: None,
    };
    assert_eq!(desk.app.run(ask).await.unwrap_err().code, Code::BadInput);
}
