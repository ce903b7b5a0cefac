//! Check token: the only proof that an account works.

use domain::{Cause, LifecycleName};
use simulator::Sabotage;
use wire::{CheckToken, VerifiedView};

use crate::desk::Desk;

async fn connected(desk: &Desk) -> wire::AttemptView {
    let view = desk.begin("new-tenant", "gmail").await;
    desk.allow(&view, "jane@example.com");
    desk.ended(&view.id).await
}

#[tokio::test]
async fn a_withdrawn_consent_is_found_behind_an_account_that_composio_calls_active() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let account = view.account.unwrap().to_string();
    desk.sim.sabotage(Sabotage::WithdrawConsent {
        connected_account_id: account,
    });
    let said = desk
        .app
        .run(CheckToken {
            integration: view.integration.clone(),
        })
        .await
        .unwrap()
        .said;
    assert!(said.unwrap().contains("refresh token"));
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Error);
    assert_eq!(
        pane.status.as_deref(),
        Some("ACTIVE"),
        "Composio's word stays beside ours"
    );
    let diagnosis = pane.diagnosis.unwrap();
    assert_eq!(diagnosis.cause, Cause::GrantRefused);
    assert!(diagnosis.raw.unwrap().contains("invalid_grant"));
    assert!(matches!(pane.row.verified, VerifiedView::Refused(_)));
}

#[tokio::test]
async fn a_provider_outage_is_not_held_against_the_account() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    desk.app
        .run(CheckToken {
            integration: view.integration.clone(),
        })
        .await
        .unwrap();
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Active);
    assert!(matches!(pane.row.verified, VerifiedView::Unclear(_)));
}

#[tokio::test]
async fn a_check_that_passes_is_verified_with_its_time() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.app
        .run(CheckToken {
            integration: view.integration.clone(),
        })
        .await
        .unwrap();
    assert!(matches!(
        desk.show(&view.integration).await.row.verified,
        VerifiedView::Good(_)
    ));
}
