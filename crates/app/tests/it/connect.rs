//! Connecting, with every ugly end first.

use domain::{AttemptState, IntegrationId, LifecycleName, Lost};
use simulator::Fault;
use wire::{Code, IntegrationRow, Reconnect};

use crate::desk::Desk;

/// What goes wrong once, at the first call of a route.
pub(crate) fn fault(route: &str) -> Fault {
    Fault {
        route: route.into(),
        nth: 1,
        times: Some(1),
        ..Fault::default()
    }
}

#[tokio::test]
async fn a_declined_consent_is_told_as_declined_and_connects_nothing() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.deny(&view);
    let end = desk.ended(&view.id).await;
    assert_eq!(
        (end.state, end.lost),
        (AttemptState::Lost, Some(Lost::Declined))
    );
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Error);
    let diagnosis = pane.diagnosis.unwrap();
    assert_eq!(diagnosis.cause, domain::Cause::ConsentDeclined);
    assert!(!diagnosis.sentence.is_empty(), "words for the customer");
    assert!(
        diagnosis
            .raw
            .is_some_and(|raw| raw.contains("access_denied")),
        "and the provider's own code beside them"
    );
}

#[tokio::test]
async fn a_link_nobody_used_is_told_as_unused_and_never_as_an_error() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.sim.advance_clock(std::time::Duration::from_secs(601));
    let end = desk.ended(&view.id).await;
    assert_eq!(end.lost, Some(Lost::LinkUnused));
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Expired
    );
}

#[tokio::test]
async fn two_clicks_make_one_attempt() {
    let desk = Desk::open().await;
    let first = desk.begin("new-tenant", "gmail").await;
    let auth_config = desk.auth_config("gmail", true).await;
    let second = desk.connect("new-tenant", &auth_config).await.unwrap();
    assert_eq!(second.id, first.id);
    assert_eq!(desk.remote("new-tenant").await.len(), 1);
}

#[tokio::test]
async fn two_clicks_at_the_same_moment_make_one_attempt() {
    let desk = Desk::open().await;
    let auth_config = desk.auth_config("gmail", true).await;
    let click = || desk.connect("new-tenant", &auth_config);
    let (first, second) = tokio::join!(click(), click());
    assert_eq!(first.unwrap().id, second.unwrap().id);
}

/// A sign-in that is won though the request for its link was carried out and not answered.
async fn unanswered(desk: &Desk, user: &str) {
    desk.sim
        .faults(vec![Fault {
            drop: Some("after".into()),
            ..fault("POST /connected_accounts/link")
        }])
        .unwrap();
    let view = desk.begin(user, "gmail").await;
    desk.allow(&view, "jane@example.com");
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
}

#[tokio::test]
async fn a_request_that_was_carried_out_but_not_answered_makes_exactly_one_account() {
    let desk = Desk::open().await;
    unanswered(&desk, "new-tenant").await;
    let remote = desk.remote("new-tenant").await;
    assert_eq!(remote.len(), 1, "{remote:?}");
}

#[tokio::test]
async fn a_comma_in_a_user_id_hides_no_account_whose_link_was_lost() {
    let desk = Desk::open().await;
    unanswered(&desk, "acme, inc").await;
    let there = desk.sim.accounts();
    let theirs = there
        .iter()
        .filter(|it| it["user_id"] == "acme, inc" && it["deleted"] == false);
    assert_eq!(theirs.count(), 1, "the one that nobody can open is gone");
}

#[tokio::test]
async fn a_request_that_never_arrived_is_sent_again_only_after_two_looks() {
    let desk = Desk::open().await;
    desk.sim
        .faults(vec![Fault {
            drop: Some("before".into()),
            ..fault("POST /connected_accounts/link")
        }])
        .unwrap();
    let view = desk.begin("new-tenant", "gmail").await;
    desk.allow(&view, "jane@example.com");
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
    assert_eq!(desk.remote("new-tenant").await.len(), 1);
}

#[tokio::test]
async fn a_link_that_composio_refuses_ends_the_attempt_and_says_what_did_not_change() {
    let desk = Desk::open().await;
    desk.sim
        .faults(vec![Fault {
            status: Some(403),
            ..fault("POST /connected_accounts/link")
        }])
        .unwrap();
    let auth_config = desk.auth_config("gmail", true).await;
    let view = desk.connect("new-tenant", &auth_config).await.unwrap();
    let end = desk.ended(&view.id).await;
    assert_eq!(end.lost, Some(Lost::Refused));
    assert!(end.explanation.unwrap().contains("Nothing changed"));
    let outcome = desk.audit().await.remove(0);
    assert!(
        outcome.result.unwrap().starts_with("refused"),
        "the audit list says so too"
    );
}

#[tokio::test]
async fn a_browser_that_does_not_start_leaves_the_link_to_be_copied() {
    let desk = Desk::open().await;
    *desk.host.no_browser.lock().unwrap() = true;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.until("the sheet says so", |desk| {
        desk.attempt(&view.id).explanation.is_some()
    })
    .await;
    desk.app
        .run(wire::CopyLink {
            attempt: view.id.clone(),
        })
        .await
        .unwrap();
    assert!(desk.host.unrecorded.lock().unwrap()[0].contains("/link/"));
}

#[tokio::test]
async fn looks_that_fail_for_a_while_end_nothing() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let route = "GET /connected_accounts/{id}";
    desk.sim
        .faults(vec![Fault {
            status: Some(503),
            times: Some(3),
            ..fault(route)
        }])
        .unwrap();
    desk.allow(&view, "jane@example.com");
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
}

#[tokio::test]
async fn a_tenant_that_has_a_working_account_is_not_connected_again_by_accident() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.allow(&view, "jane@example.com");
    desk.ended(&view.id).await;
    let auth_config = desk.auth_config("gmail", true).await;
    let refused = desk.connect("new-tenant", &auth_config).await.unwrap_err();
    assert_eq!(refused.code, Code::AlreadyConnected);
}

#[tokio::test]
async fn a_consent_becomes_active_with_the_address_and_where_it_was_read() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.allow(&view, "jane@example.com");
    let end = desk.ended(&view.id).await;
    assert_eq!(
        end.identity.as_ref().map(|who| who.name.as_str()),
        Some("jane@example.com")
    );
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Active);
    assert_eq!(pane.status.as_deref(), Some("ACTIVE"));
    let audit = desk.audit().await;
    let kinds: Vec<&str> = audit.iter().rev().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["intent", "outcome"], "one intent, one outcome");
}

#[tokio::test]
async fn a_reconnect_moves_the_row_to_the_new_account_and_takes_the_old_one_away() {
    let desk = Desk::open().await;
    let first = desk.begin("new-tenant", "gmail").await;
    desk.allow(&first, "jane@example.com");
    desk.ended(&first.id).await;
    let again = desk
        .app
        .run(Reconnect {
            integration: first.integration.clone(),
        })
        .await
        .unwrap();
    desk.until("a second link is open", |desk| {
        desk.host.opened.lock().unwrap().len() == 2
    })
    .await;
    let during = desk.show(&first.integration).await;
    assert_eq!(
        during.row.state,
        LifecycleName::Active,
        "the old account works until the new one does"
    );
    let again = desk.attempt(&again.id);
    desk.allow(&again, "jane@example.com");
    desk.ended(&again.id).await;
    let after = desk.show(&first.integration).await;
    assert_eq!(after.account, again.account);
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while desk.remote("new-tenant").await.len() != 1 {
        assert!(
            tokio::time::Instant::now() < deadline,
            "one account is left"
        );
        tokio::task::yield_now().await;
    }
}

/// A row that works and has a trigger: the row, its tenant's user id, the trigger's kind, its
/// account.
async fn with_a_trigger(desk: &Desk) -> (IntegrationRow, String, String, String) {
    let listening = desk.triggers().await;
    for row in desk.rows("Gmail").await {
        let pane = desk.show(&row.id).await;
        let account = pane.account.map(|account| account.to_string());
        let hangs = |it: &&(String, String)| Some(&it.1) == account.as_ref();
        if row.state == LifecycleName::Active
            && let Some((name, account)) = listening.iter().find(hangs)
        {
            return (row, pane.user, name.clone(), account.clone());
        }
    }
    panic!("the demo has triggers on Gmail")
}

#[tokio::test]
async fn what_hangs_on_an_account_is_told_on_its_tenant_s_page() {
    let desk = Desk::open().await;
    let (row, _, trigger, _) = with_a_trigger(&desk).await;
    let tenant = row.tenant.clone();
    let view = desk.app.run(wire::ShowTriggers { tenant }).await.unwrap();
    let mine = view.triggers.iter().filter(|it| it.integration == row.id);
    let told: Vec<_> = mine.map(|it| (&it.name, it.off_since)).collect();
    assert_eq!(told, [(&trigger, None)]);
    desk.sim.sabotage(simulator::Sabotage::RejectApiKey(true));
    let tenant = row.tenant.clone();
    let fault = desk.app.run(wire::ShowTriggers { tenant }).await;
    assert_eq!(fault.unwrap_err().code, Code::ComposioUnauthorized);
}

#[tokio::test]
async fn a_replaced_account_on_which_a_trigger_hangs_is_switched_off_and_kept() {
    let desk = Desk::open().await;
    let (row, user, trigger, old) = with_a_trigger(&desk).await;
    kept_for_its_trigger(&desk, row, &user, &trigger, &old).await;
}

#[tokio::test]
async fn a_trigger_that_is_switched_off_keeps_a_replaced_account_too_with_its_settings() {
    let desk = Desk::open().await;
    let (row, user, trigger, old) = with_a_trigger(&desk).await;
    let hangs = composio::TriggerFilter {
        connected_account_ids: vec![old.clone()],
        ..Default::default()
    };
    let hangs = desk.stranger().triggers().active(&hangs).await.unwrap();
    let manage = format!(
        "PATCH /api/v3.1/trigger_instances/manage/{}",
        hangs.items[0].id
    );
    let disable = r#"{"status":"disable"}"#.to_owned();
    let done = crate::ends_refused::ask(&desk, &manage, disable).await;
    assert!(done.starts_with("HTTP/1.1 200"), "{done}");
    let shown = format!("{trigger} (switched off)");
    kept_for_its_trigger(&desk, row, &user, &shown, &old).await;
}

/// Whose account a row has, as a check finds.
async fn who_is(desk: &Desk, integration: &IntegrationId) -> String {
    let check = wire::CheckToken {
        integration: integration.clone(),
    };
    desk.app.run(check).await.unwrap();
    desk.show(integration).await.identity.unwrap().name
}

/// Reconnects the row, and the same person allows it.
async fn reconnected(desk: &Desk, integration: &IntegrationId, who: &str) {
    let ask = Reconnect {
        integration: integration.clone(),
    };
    let again = desk.app.run(ask).await.unwrap();
    desk.until("a link is open", |desk| {
        desk.host.opened.lock().unwrap().len() == 1
    })
    .await;
    desk.allow(&desk.attempt(&again.id), who);
    assert_eq!(desk.ended(&again.id).await.state, AttemptState::Won);
}

/// Reconnects the row: the account before is disabled and shown, not deleted.
async fn kept_for_its_trigger(
    desk: &Desk,
    row: IntegrationRow,
    user: &str,
    trigger: &str,
    old: &str,
) {
    let integration = row.id;
    let plan = wire::PlanDisconnect {
        integration: integration.clone(),
    };
    let plan = desk.app.run(plan).await.unwrap();
    assert_eq!(plan.triggers.len(), 1, "what stops is said before");
    assert_eq!(plan.triggers[0].0, trigger);

    let who = who_is(desk, &integration).await;
    reconnected(desk, &integration, &who).await;
    desk.swept("the old one is switched off", || async {
        let there = desk.remote(user).await;
        let mut old = there.iter().filter(|account| account.id.as_str() == old);
        // It is not deleted.
        old.next().unwrap().status == composio::AccountStatus::Inactive
    })
    .await;
    // Told once Composio's answer is there, which is after the account was switched off.
    desk.swept("that it was kept is told", || async {
        let history = desk.show(&integration).await.timeline;
        let mut details = history.iter().filter_map(|line| line.detail.as_deref());
        details.any(|detail| detail.contains("1 trigger hangs on"))
    })
    .await;
}
