//! Whose account it is, and how that is known: one toolkit for each kind of rung, then
//! every way in which a provider may not say.

use domain::{IdentitySource as From, LifecycleName, Unnamed, Verdict};
use simulator::{Decision, Fault, Sabotage};
use wire::{AttemptView, CheckAttempt, CheckToken, IntegrationView, VerifiedView};

use crate::checks::reads;
use crate::desk::Desk;

const JANE: &str = "jane@example.com";

async fn connected(desk: &Desk, toolkit: &str) -> AttemptView {
    let view = desk.begin(&format!("with-{toolkit}"), toolkit).await;
    desk.allow(&view, JANE);
    desk.ended(&view.id).await
}

fn known(view: &AttemptView) -> Option<(&str, From)> {
    let who = view.identity.as_ref()?;
    Some((who.name.as_str(), who.source))
}

/// What the last read asked.
fn asked(pane: &IntegrationView) -> Option<&str> {
    pane.token.read.as_ref()?.asked.as_deref()
}

/// What is asked goes wrong in this way, every time.
fn every(route: &str, fault: Fault) -> Fault {
    Fault {
        route: route.into(),
        nth: 1,
        times: Some(0),
        ..fault
    }
}

#[tokio::test]
async fn each_kind_of_rung_names_the_account_and_is_remembered_as_its_source() {
    let desk = Desk::open().await;
    for (toolkit, name, source, question) in [
        ("gmail", JANE, From::Tool, "GMAIL_GET_PROFILE"),
        (
            "googlecalendar",
            JANE,
            From::PrimaryCalendar,
            "/calendars/primary",
        ),
        ("googledrive", JANE, From::Proxy, "/drive/v3/about"),
        ("googlesheets", JANE, From::UserInfo, "/oauth2/v2/userinfo"),
        ("slack", "jane", From::CurrentUser, "/auth.test"),
        ("github", JANE, From::CurrentUser, "/user"),
        ("outlook", JANE, From::DisplayName, "/me"),
    ] {
        let end = connected(&desk, toolkit).await;
        assert_eq!(known(&end), Some((name, source)), "{toolkit}");
        assert_eq!(end.unnamed, None, "{toolkit}");
        let pane = desk.show(&end.integration).await;
        assert!(
            matches!(pane.row.verified, VerifiedView::Good(_)),
            "{toolkit}"
        );
        let told = asked(&pane).unwrap_or_default().to_owned();
        assert!(told.contains(question), "{toolkit}: {told}");
        let line = pane.timeline.iter().find(|line| line.title == "Connected");
        let words = source.words(&pane.row.toolkit_name);
        let detail = line
            .and_then(|line| line.detail.clone())
            .unwrap_or_default();
        assert!(detail.contains(&words), "{toolkit}: {detail}");
    }
    let row = desk.rows("with-gmail").await.remove(0).id;
    let desk = desk.restart().await;
    let pane = desk.show(&row).await;
    assert!(asked(&pane).is_some(), "it is on disk");
    assert_eq!(pane.identity.map(|who| who.source), Some(From::Tool));
}

#[tokio::test]
async fn the_claims_of_a_token_in_clear_are_read_in_the_core_and_cost_no_question() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::Masking(false));
    let auth_config = desk.auth_config("gmail", false).await;
    let view = desk.begin_with("in-clear", &auth_config).await;
    desk.allow(&view, JANE);
    let end = desk.ended(&view.id).await;
    assert_eq!(known(&end), Some((JANE, From::IdToken)));
}

#[tokio::test]
async fn a_toolkit_without_a_harmless_read_is_connected_without_a_name_and_not_called_verified() {
    let desk = Desk::open().await;
    let auth_config = desk.auth_config("tavily", false).await;
    let view = desk.begin_with("with-a-key", &auth_config).await;
    let account = view.account.unwrap();
    let decision = Decision {
        allow: true,
        ..Decision::default()
    };
    desk.sim.consent(account.as_str(), decision).unwrap();
    let end = desk.ended(&view.id).await;
    assert_eq!(known(&end), None);
    assert_eq!(end.unnamed, Some(Unnamed::Absent));
    let pane = desk.show(&end.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Active);
    assert!(matches!(pane.row.verified, VerifiedView::NoRead(_)));
    let read = pane.token.read.unwrap();
    assert_eq!((read.verdict, read.way), (Verdict::NoRead, None));
}

#[tokio::test]
async fn a_tool_that_is_gone_or_answers_nonsense_makes_the_next_rung_speak() {
    let tool = "POST /tools/execute/{tool_slug}";
    for wrong in [
        Fault {
            status: Some(404),
            ..Fault::default()
        },
        Fault {
            mutate: Some("wrong_types".into()),
            ..Fault::default()
        },
    ] {
        let desk = Desk::open().await;
        desk.sim.faults(vec![every(tool, wrong.clone())]).unwrap();
        let end = connected(&desk, "gmail").await;
        assert_eq!(known(&end), Some((JANE, From::Proxy)), "{wrong:?}");
        let pane = desk.show(&end.integration).await;
        assert!(matches!(pane.row.verified, VerifiedView::Good(_)));
    }
}

#[tokio::test]
async fn a_provider_out_of_reach_is_no_error_and_is_asked_again_until_it_names_the_account() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    let end = connected(&desk, "slack").await;
    assert_eq!(
        (known(&end), end.unnamed),
        (None, Some(Unnamed::Unreachable))
    );
    let pane = desk.show(&end.integration).await;
    assert_eq!(
        pane.row.state,
        LifecycleName::Active,
        "it works all the same"
    );
    assert!(matches!(pane.row.verified, VerifiedView::Unclear(_)));

    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    *desk.host.ahead.lock().unwrap() = 61_000;
    let row = end.integration.clone();
    desk.swept("it is named", || async {
        desk.show(&row).await.identity.is_some()
    })
    .await;
    let pane = desk.show(&end.integration).await;
    assert_eq!(pane.identity.map(|who| who.name).as_deref(), Some("jane"));
    assert_eq!(pane.unnamed, None);
    assert!(matches!(pane.row.verified, VerifiedView::Good(_)));
    assert!(
        pane.timeline
            .iter()
            .any(|line| line.title == "Account named")
    );
}

#[tokio::test]
async fn asking_again_for_a_name_takes_no_reads_place_where_composio_did_not_carry_it_out() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    let end = connected(&desk, "slack").await;
    let row = end.integration.clone();
    let before = desk.show(&row).await.row.verified;
    assert!(matches!(before, VerifiedView::Unclear(_)), "{before:?}");

    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    reads(&desk, 502, 0);
    *desk.host.ahead.lock().unwrap() = 61_000;
    desk.swept("it is asked again", async || desk.sim.faulted() > 0)
        .await;
    assert_eq!(desk.show(&row).await.row.verified, before);

    desk.sim.clear_faults();
    *desk.host.ahead.lock().unwrap() = 240_000;
    desk.swept("it is named", async || {
        desk.show(&row).await.identity.is_some()
    })
    .await;
}

#[tokio::test]
async fn asking_for_a_name_in_vain_is_not_over_after_a_few_looks() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    let end = connected(&desk, "slack").await;
    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    reads(&desk, 502, 0);
    // So long after the last read that nothing but the last try bids to wait.
    *desk.host.ahead.lock().unwrap() = 3_600_000;
    for _ in 0..8 {
        wire_sync(&desk).await;
    }
    assert!(desk.sim.faulted() > 0, "it was asked again");
    desk.sim.clear_faults();
    *desk.host.ahead.lock().unwrap() = 3_800_000;
    desk.swept("it is named", async || {
        desk.show(&end.integration).await.identity.is_some()
    })
    .await;
}

#[tokio::test]
async fn a_grant_that_is_dead_at_once_is_told_as_refused_and_not_as_unreachable() {
    let desk = Desk::open().await;
    let end = connected(&desk, "slack").await;
    desk.sim.sabotage(Sabotage::WithdrawConsent {
        connected_account_id: end.account.clone().unwrap().to_string(),
    });
    let ask = CheckToken {
        integration: end.integration.clone(),
    };
    desk.app.run(ask).await.unwrap();
    let pane = desk.show(&end.integration).await;
    assert_eq!((pane.row.state, pane.unnamed), (LifecycleName::Error, None));
    assert_eq!(
        pane.identity.map(|who| who.name).as_deref(),
        Some("jane"),
        "who it was is still known"
    );
}

#[tokio::test]
async fn completing_twice_gives_one_row_of_the_same_id_and_one_outcome() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let pending = desk.show(&view.integration).await;
    assert_eq!(
        pending.row.state,
        LifecycleName::Pending,
        "not before ACTIVE"
    );
    let way_back = desk.allow(&view, JANE);
    let ask = || CheckAttempt {
        attempt: view.id.clone(),
    };
    desk.app.link(&way_back);
    let _ = tokio::join!(desk.app.run(ask()), desk.app.run(ask()));
    desk.app.link(&way_back);
    let end = desk.ended(&view.id).await;
    // Too late: the first ending stands, whatever rings again.
    desk.app.link(&way_back);
    let _ = desk.app.run(ask()).await;
    desk.app.run(wire::SyncNow {}).await.unwrap();
    let rows = desk.rows("new-tenant").await;
    let ids: Vec<_> = rows.iter().map(|row| &row.id).collect();
    assert_eq!(ids, [&end.integration]);
    assert_eq!(rows[0].state, LifecycleName::Active);
    let audit = desk.audit().await;
    let outcomes = audit.iter().filter(|row| row.kind == "outcome");
    assert_eq!(outcomes.count(), 1);
}

#[tokio::test]
async fn what_the_customer_unticked_stays_beside_the_row_after_the_list_was_read_again() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "slack").await;
    let decision = Decision {
        allow: true,
        account: Some(JANE.into()),
        granted_scopes: Some(vec!["channels:read".into(), "users:read.email".into()]),
    };
    let account = view.account.clone().unwrap();
    desk.sim.consent(account.as_str(), decision).unwrap();
    let end = desk.ended(&view.id).await;
    assert_eq!(end.missing_scopes, ["chat:write"]);
    let row = end.integration;
    assert_eq!(desk.show(&row).await.missing_scopes, ["chat:write"]);
    wire_sync(&desk).await;
    let desk = desk.restart().await;
    wire_sync(&desk).await;
    let pane = desk.show(&row).await;
    assert_eq!(pane.missing_scopes, ["chat:write"]);
    let granted: Vec<_> = pane.token.scopes.iter().map(|it| it.granted).collect();
    let left_out = granted.iter().filter(|it| **it == Some(false)).count();
    assert_eq!((granted.len(), left_out), (3, 1));
    assert_eq!(
        pane.row.state,
        LifecycleName::Active,
        "it works as far as it goes"
    );
}

async fn wire_sync(desk: &Desk) {
    let looked = std::cell::Cell::new(false);
    desk.swept("one look", || async { looked.replace(true) })
        .await;
}
