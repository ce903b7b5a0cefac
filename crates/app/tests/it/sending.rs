//! A link for the customer: never opened here, never shown, watched to its end.

use std::time::Duration;

use domain::{AttemptState, LifecycleName, Lost, UserId, Way};
use wire::{
    AttemptView, Code, CopyLink, CopyMessage, DraftEmail, LinkMessage, LinkQr, RenewLink,
    ResendLink, SaveLinkTemplate, SetReturnPage, ShowLinkSettings,
};

use crate::desk::{Desk, connect};

/// Makes a link for the customer and waits until it is there.
pub(crate) async fn send(desk: &Desk, user: &str) -> AttemptView {
    let auth_config = desk.auth_config("gmail", true).await;
    let user = UserId::parse(user).unwrap();
    let view = desk
        .app
        .run(connect(user, auth_config, Way::Sent))
        .await
        .unwrap();
    made(desk, &view).await
}

async fn made(desk: &Desk, view: &AttemptView) -> AttemptView {
    desk.until("the link is made", |desk| {
        desk.attempts()
            .iter()
            .any(|seen| seen.id == view.id && seen.state == AttemptState::Waiting)
    })
    .await;
    desk.attempt(&view.id)
}

#[tokio::test]
async fn a_link_for_the_customer_is_not_opened_here_and_leads_nowhere_into_this_computer() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    assert_eq!((view.way, view.handed_at), (Way::Sent, None));
    assert!(desk.host.opened.lock().unwrap().is_empty());
    let way_back = desk.allow(&view, "jane@example.com");
    assert_eq!(way_back, "", "no deep link, no loopback");
}

#[tokio::test]
async fn a_return_page_that_is_no_page_of_the_team_is_refused() {
    let desk = Desk::open().await;
    for page in [
        "http://team.example/",
        "dev.switchboard.desktop://oauth/callback",
        "https://127.0.0.1/",
    ] {
        let ask = SetReturnPage { page: page.into() };
        assert_eq!(desk.app.run(ask).await.unwrap_err().code, Code::BadInput);
    }
    let page = "https://team.example/connected".to_owned();
    desk.app
        .run(SetReturnPage { page: page.clone() })
        .await
        .unwrap();
    let view = send(&desk, "new-tenant").await;
    let way_back = desk.allow(&view, "jane@example.com");
    assert!(way_back.starts_with(&format!("{page}?status=success")));
    assert!(!way_back.contains("state="), "nothing of ours goes with it");
}

#[tokio::test]
async fn the_return_page_is_shown_audited_and_taken_away_again() {
    let desk = Desk::open().await;
    let set = async |page: &str| {
        let ask = SetReturnPage { page: page.into() };
        desk.app.run(ask).await
    };
    let shown = async || desk.app.run(ShowLinkSettings {}).await.unwrap();
    let first = shown().await;
    assert!(first.is_first && first.return_page.is_none());

    let fault = set("https://user:pw@team.example/").await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert!(
        fault.message.contains("password") && fault.message.ends_with("Nothing changed."),
        "{fault}"
    );
    assert!(desk.audit().await.is_empty(), "nor is it written down");

    let page = "https://team.example/connected";
    set(page).await.unwrap();
    set(page).await.unwrap();
    assert_eq!(shown().await.return_page.as_deref(), Some(page));
    let rows = desk.audit().await;
    assert_eq!(rows.len(), 2, "an intent and an outcome, once: {rows:?}");
    assert_eq!(rows[0].after.as_deref(), Some(page));
    assert_eq!(rows[0].result.as_deref(), Some("done"));

    set("").await.unwrap();
    assert_eq!(shown().await.return_page, None);
    let view = send(&desk, "new-tenant").await;
    assert_eq!(desk.allow(&view, "jane@example.com"), "", "nowhere again");
}

#[tokio::test]
async fn a_link_nobody_used_is_told_through_the_desktop() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    desk.sim.advance_clock(Duration::from_secs(601));
    assert_eq!(desk.ended(&view.id).await.lost, Some(Lost::LinkUnused));
    desk.until("it is told", |desk| {
        let alerts = desk.host.alerts.lock().unwrap();
        alerts
            .iter()
            .any(|alert| alert.title.contains("ran out") && alert.integration == view.integration)
    })
    .await;
}

#[tokio::test]
async fn a_link_that_cannot_be_noted_as_handed_over_is_not_handed_over() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    let stuck = "CREATE TRIGGER stuck BEFORE UPDATE ON attempts
        BEGIN SELECT RAISE(ABORT, 'stuck'); END";
    desk.sql_of_project(stuck).await;
    let copy = || CopyLink {
        attempt: view.id.clone(),
    };
    let fault = desk.app.run(copy()).await.unwrap_err();
    assert_eq!(fault.code, Code::StoreUnavailable);
    assert!(fault.message.contains("Nothing was done"), "{fault}");
    assert!(
        desk.host.unrecorded.lock().unwrap().is_empty(),
        "nor was it"
    );
    desk.sql_of_project("DROP TRIGGER stuck").await;
    desk.app.run(copy()).await.unwrap();
    assert_eq!(desk.host.unrecorded.lock().unwrap().len(), 1);
    assert!(desk.attempt(&view.id).handed_at.is_some());
}

#[tokio::test]
async fn a_link_for_which_no_mail_program_starts_is_told_as_handed_to_nobody() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    *desk.host.no_browser.lock().unwrap() = true;
    let draft = DraftEmail {
        attempt: view.id.clone(),
        template: "Use {link}".into(),
    };
    let fault = desk.app.run(draft).await.unwrap_err();
    assert_eq!(fault.code, Code::MailFailed);
    assert_eq!(desk.attempt(&view.id).handed_at, None);
}

#[tokio::test]
async fn a_cancelled_link_is_handed_to_nobody() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    desk.app
        .run(wire::CancelAttempt {
            attempt: view.id.clone(),
        })
        .await
        .unwrap();
    for fault in [
        desk.app
            .run(CopyLink {
                attempt: view.id.clone(),
            })
            .await
            .unwrap_err(),
        desk.app
            .run(LinkQr {
                attempt: view.id.clone(),
            })
            .await
            .unwrap_err(),
    ] {
        assert_eq!(fault.code, Code::AttemptOver, "a cancelled link is dead");
    }
    assert!(desk.host.unrecorded.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_message_is_filled_by_the_core_and_the_window_never_sees_the_link() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    let attempt = view.id.clone();
    let about = desk
        .app
        .run(LinkMessage {
            attempt: attempt.clone(),
        })
        .await
        .unwrap();
    assert!(about.is_first && about.template.contains("{link}"));
    let receipt = desk
        .app
        .run(CopyMessage {
            attempt: attempt.clone(),
            template: "For {tenant}: {link}".into(),
        })
        .await
        .unwrap();
    let copied = desk.host.unrecorded.lock().unwrap()[0].clone();
    assert!(copied.starts_with("For new-tenant: http://127.0.0.1:"));
    let link = copied.split(": ").nth(1).unwrap().to_owned();
    let qr = desk.app.run(LinkQr { attempt }).await.unwrap();
    let shown = format!(
        "{receipt:?} {qr:?} {about:?} {:?}",
        desk.events.lock().unwrap()
    );
    let token = link.rsplit('/').next().unwrap();
    assert!(!shown.contains(token), "the link stays in the core");
    assert!(desk.attempt(&view.id).handed_at.is_some());
}

#[tokio::test]
async fn a_draft_goes_to_the_person_who_signed_in_before() {
    let desk = Desk::open().await;
    let first = desk.begin("new-tenant", "gmail").await;
    desk.allow(&first, "jane@example.com");
    desk.ended(&first.id).await;
    let again = desk
        .app
        .run(ResendLink {
            integration: first.integration.clone(),
        })
        .await
        .unwrap();
    let again = made(&desk, &again).await;
    desk.app
        .run(DraftEmail {
            attempt: again.id,
            template: "Use {account}: {link}".into(),
        })
        .await
        .unwrap();
    let draft = desk.host.opened.lock().unwrap().last().unwrap().clone();
    assert!(
        draft.starts_with("mailto:jane@example.com?subject="),
        "{draft}"
    );
    assert!(draft.contains("%2Flink%2F"), "the link is in the text");
}

#[tokio::test]
async fn a_new_link_kills_the_old_one_and_waits_in_the_same_way() {
    let desk = Desk::open().await;
    let old = send(&desk, "new-tenant").await;
    let ask = RenewLink {
        attempt: old.id.clone(),
    };
    let new = desk.app.run(ask).await.unwrap();
    assert_ne!(new.id, old.id);
    assert_eq!((new.way, &new.integration), (Way::Sent, &old.integration));
    assert_eq!(desk.attempt(&old.id).state, AttemptState::Cancelled);
    made(&desk, &new).await;
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    while desk.remote("new-tenant").await.len() != 1 {
        assert!(tokio::time::Instant::now() < deadline, "the old one goes");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_template_belongs_to_the_workspace_and_survives_a_restart() {
    let desk = Desk::open().await;
    let template = "Dear {tenant}, {link}".to_owned();
    desk.app
        .run(SaveLinkTemplate {
            template: template.clone(),
        })
        .await
        .unwrap();
    let view = send(&desk, "new-tenant").await;
    let desk = desk.restart().await;
    let ask = LinkMessage {
        attempt: view.id.clone(),
    };
    let about = desk.app.run(ask).await.unwrap();
    assert_eq!((about.template, about.is_first), (template, false));
    let lost = desk.app.run(CopyLink { attempt: view.id }).await;
    assert_eq!(
        lost.unwrap_err().code,
        Code::LinkLost,
        "the link was in memory only"
    );
}

#[tokio::test]
async fn a_customer_who_consents_turns_the_row_green_after_a_restart_too() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    let desk = desk.restart().await;
    desk.allow(&view, "jane@example.com");
    let end = desk.ended(&view.id).await;
    assert_eq!((end.state, end.way), (AttemptState::Won, Way::Sent));
    assert!(matches!(end.verified, wire::VerifiedView::Good(_)));
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Active
    );
    desk.until("it is told", |desk| {
        let alerts = desk.host.alerts.lock().unwrap();
        alerts.iter().any(|alert| {
            alert.title.contains("is connected") && alert.body.contains("jane@example.com")
        })
    })
    .await;
}

#[tokio::test]
async fn somebody_else_at_the_customer_s_is_told_through_the_desktop() {
    let desk = Desk::open().await;
    let first = desk.begin("new-tenant", "gmail").await;
    desk.allow(&first, "jane@example.com");
    let integration = desk.ended(&first.id).await.integration;
    let sent = desk
        .app
        .run(wire::ResendLink { integration })
        .await
        .unwrap();
    // The account that the link is for is told with it or a little later.
    desk.until("the link is made", |desk| {
        let sent = desk.attempt(&sent.id);
        sent.link_shortened.is_some() && sent.account.is_some()
    })
    .await;
    desk.allow(&desk.attempt(&sent.id), "mallory@example.com");
    desk.until("it is told", |desk| {
        let alerts = desk.host.alerts.lock().unwrap();
        alerts
            .iter()
            .any(|alert| alert.title.contains("Another account signed in"))
    })
    .await;
}

#[tokio::test]
async fn a_real_link_or_a_key_in_the_template_is_not_kept() {
    let desk = Desk::open().await;
    let view = send(&desk, "new-tenant").await;
    let copy = CopyLink {
        attempt: view.id.clone(),
    };
    desk.app.run(copy).await.unwrap();
    let link = desk.host.unrecorded.lock().unwrap()[0].clone();
    let short = format!("{}/link/short", desk.sim.base_url());
    let hosted = "https://connect.composio.dev/link/short".to_owned();
    for secret in [link, short, hosted, desk.sim.api_key()] {
        let template = format!("Hi, please open {secret}.");
        let fault = desk.app.run(SaveLinkTemplate { template }).await;
        let fault = fault.unwrap_err();
        assert_eq!(fault.code, Code::BadInput, "{secret}");
        assert!(!format!("{fault:?}").contains(&secret), "nor repeated");
    }
    let shown = desk.app.run(ShowLinkSettings {}).await.unwrap();
    assert!(shown.is_first, "what was there before is there still");
    let template = "Hi {tenant}, our help is at https://team.example/help: {link}".to_owned();
    desk.app.run(SaveLinkTemplate { template }).await.unwrap();
}
