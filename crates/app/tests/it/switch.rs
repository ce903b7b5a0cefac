//! Disable and Enable: with the reason, and put to the proof.

use domain::{LifecycleName, PauseProof};
use simulator::{Fault, Sabotage};
use wire::{CheckToken, Code, SetEnabled, VerifiedView};

use crate::checks::reads;
use crate::desk::Desk;

async fn connected(desk: &Desk) -> wire::AttemptView {
    connected_to(desk, "gmail").await
}

async fn connected_to(desk: &Desk, toolkit: &str) -> wire::AttemptView {
    let view = desk.begin("new-tenant", toolkit).await;
    desk.allow(&view, "jane@example.com");
    desk.ended(&view.id).await
}

fn ask(view: &wire::AttemptView, enabled: bool) -> SetEnabled {
    SetEnabled {
        integration: view.integration.clone(),
        enabled,
        reason: " unpaid ".into(),
    }
}

#[tokio::test]
async fn what_is_switched_off_is_not_switched_off_again() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.app.run(ask(&view, false)).await.unwrap();
    let sent = desk.sim.requests().len();
    let fault = desk.app.run(ask(&view, false)).await.unwrap_err();
    assert_eq!(fault.code, Code::ActionRefused);
    assert_eq!(desk.sim.requests().len(), sent, "nothing was sent");
}

#[tokio::test]
async fn an_account_that_works_after_disable_is_told_in_the_pane_the_history_and_the_audit_list() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.sim.sabotage(Sabotage::InactiveWorks(true));
    let said = desk.app.run(ask(&view, false)).await.unwrap().said;
    assert!(said.unwrap().starts_with("Still works after disable"));
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Paused);
    let pause = pane.pause.unwrap();
    assert_eq!(pause.proof, PauseProof::StillWorks);
    assert!(
        pause.said.starts_with("Composio says INACTIVE"),
        "the notice has a heading of its own: {}",
        pause.said
    );
    assert!(
        pane.timeline
            .iter()
            .any(|line| line.title == "Still works after disable")
    );
    let audit = desk.audit().await;
    assert!(
        audit
            .iter()
            .any(|row| row.kind == "observed" && row.action == "Still works after disable")
    );
    // Composio is mended: the next check clears the alarm.
    desk.sim.sabotage(Sabotage::InactiveWorks(false));
    let integration = view.integration.clone();
    desk.app.run(CheckToken { integration }).await.unwrap();
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.pause.unwrap().proof, PauseProof::Holds);
}

#[tokio::test]
async fn a_provider_that_is_down_proves_nothing_about_the_switch() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.sim.sabotage(Sabotage::InactiveWorks(true));
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    desk.app.run(ask(&view, false)).await.unwrap();
    let pause = desk.show(&view.integration).await.pause.unwrap();
    assert_eq!(pause.proof, PauseProof::Unproven, "{pause:?}");
}

#[tokio::test]
async fn a_switch_without_an_answer_is_read_back_and_not_doubled() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let route = "PATCH /connected_accounts/{id}/status".to_owned();
    desk.sim
        .faults(vec![Fault {
            route,
            nth: 1,
            times: Some(1),
            drop: Some("after".into()),
            ..Fault::default()
        }])
        .unwrap();
    desk.app.run(ask(&view, false)).await.unwrap();
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Paused
    );
    let audit = desk.audit().await;
    let deeds = audit.iter().filter(|row| row.action == "Disable").count();
    assert_eq!(deeds, 2, "one intent, one outcome");
    let said = desk.outcome("Disable").await.unwrap();
    assert!(said.starts_with("unknown"), "{said}");
    assert!(said.ends_with("; read back as INACTIVE"), "{said}");
}

#[tokio::test]
async fn a_pause_names_who_and_why_until_it_is_enabled_and_read() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.app.run(ask(&view, false)).await.unwrap();
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.account_or_reason, "Paused by Jo: unpaid");
    assert_eq!(pane.pause.unwrap().proof, PauseProof::Holds);
    let audit = desk.audit().await;
    let intent = audit
        .iter()
        .find(|row| row.kind == "intent" && row.action == "Disable")
        .unwrap();
    assert_eq!(intent.reason.as_deref(), Some("unpaid"));

    let desk = desk.restart().await;
    let kept = desk.show(&view.integration).await.row.account_or_reason;
    assert_eq!(kept, "Paused by Jo: unpaid", "it survives a restart");

    desk.app.run(ask(&view, true)).await.unwrap();
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Active);
    assert_eq!(pane.pause, None);
    assert!(matches!(pane.row.verified, VerifiedView::Good(_)));
}

#[tokio::test]
async fn an_account_whose_grant_died_while_it_was_off_is_an_error_once_enabled() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.app.run(ask(&view, false)).await.unwrap();
    let account = view.account.clone().unwrap().to_string();
    desk.sim.sabotage(Sabotage::WithdrawConsent {
        connected_account_id: account,
    });
    desk.app.run(ask(&view, true)).await.unwrap();
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Error
    );
}

#[tokio::test]
async fn a_read_that_composio_did_not_carry_out_after_enabling_takes_no_earlier_ones_place() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let before = desk.show(&view.integration).await.row.verified;
    assert!(matches!(before, VerifiedView::Good(_)), "{before:?}");
    desk.app.run(ask(&view, false)).await.unwrap();
    reads(&desk, 502, 0);
    let fault = desk.app.run(ask(&view, true)).await.unwrap_err();
    assert_eq!(fault.code, Code::ComposioUnavailable, "{fault}");
    let told = "The account was enabled at Composio.";
    assert!(fault.message.starts_with(told), "{fault}");
    let row = desk.show(&view.integration).await.row;
    assert_eq!(row.state, LifecycleName::Active, "it was switched on");
    assert_eq!(row.verified, before, "its last read stands");
}

#[tokio::test]
async fn a_proof_that_composio_did_not_carry_out_takes_no_earlier_ones_place() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.sim.sabotage(Sabotage::InactiveWorks(true));
    desk.app.run(ask(&view, false)).await.unwrap();
    let before = desk.show(&view.integration).await;
    let alarm = before.pause.map(|pause| pause.proof);
    assert_eq!(alarm, Some(PauseProof::StillWorks));
    reads(&desk, 502, 0);
    let integration = view.integration.clone();
    let fault = desk.app.run(CheckToken { integration }).await.unwrap_err();
    assert_eq!(fault.code, Code::ComposioUnavailable, "{fault}");
    let after = desk.show(&view.integration).await;
    assert_eq!(
        after.pause.map(|pause| pause.proof),
        alarm,
        "the alarm stands"
    );
    assert_eq!(after.timeline.len(), before.timeline.len());
}

#[tokio::test]
async fn a_proof_of_which_composio_did_not_say_what_to_read_takes_no_earlier_ones_place() {
    let desk = Desk::open().await;
    // What it can be asked is known from Composio alone.
    let view = connected_to(&desk, "zoom").await;
    desk.sim.sabotage(Sabotage::InactiveWorks(true));
    desk.app.run(ask(&view, false)).await.unwrap();
    let alarm = desk.show(&view.integration).await.pause.unwrap().proof;
    assert_eq!(alarm, PauseProof::StillWorks);
    fails(&desk, "GET /toolkits/{slug}");
    let integration = view.integration.clone();
    let fault = desk.app.run(CheckToken { integration }).await.unwrap_err();
    assert_eq!(fault.code, Code::ComposioUnavailable, "{fault}");
    let pause = desk.show(&view.integration).await.pause.unwrap();
    assert_eq!(pause.proof, alarm, "{pause:?}");
}

/// Composio answers every such request, but with a failure of its own.
fn fails(desk: &Desk, route: &str) {
    desk.sim
        .faults(vec![Fault {
            route: route.into(),
            nth: 1,
            times: Some(0),
            status: Some(502),
            ..Fault::default()
        }])
        .unwrap();
}
