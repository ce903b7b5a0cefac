//! The ends of an attempt that have a name of their own.

use domain::{AttemptState, Lost};
use simulator::{Decision, Fault};
use wire::{AttemptTrouble, AttemptView, CancelAttempt};

use crate::desk::Desk;

const LINK: &str = "POST /connected_accounts/link";

async fn refused_as(desk: &Desk, fault: Fault) -> AttemptView {
    desk.sim.faults(vec![fault]).unwrap();
    let auth_config = desk.auth_config("gmail", true).await;
    let view = desk.connect("new-tenant", &auth_config).await.unwrap();
    desk.ended(&view.id).await
}

fn status(status: u16) -> Fault {
    Fault {
        route: LINK.into(),
        nth: 1,
        times: Some(1),
        status: Some(status),
        ..Fault::default()
    }
}

#[tokio::test]
async fn a_duplicate_at_composio_is_told_as_one_and_nothing_is_connected() {
    let desk = Desk::open().await;
    let end = refused_as(&desk, status(409)).await;
    assert_eq!(end.lost, Some(Lost::Duplicate));
    assert!(desk.remote("new-tenant").await.is_empty());
    let history = desk.show(&end.integration).await.timeline;
    let told = history
        .iter()
        .find(|line| line.title == "Connected already");
    let why = told.and_then(|line| line.detail.as_deref()).unwrap();
    assert!(!why.is_empty(), "whoever closed the sheet reads why");
}

#[tokio::test]
async fn an_auth_config_that_was_switched_off_meanwhile_is_named_as_the_reason() {
    let desk = Desk::open().await;
    let auth_config = desk.auth_config("gmail", true).await;
    // As somebody at Composio would.
    let id = auth_config.as_str();
    let elsewhere = desk.stranger();
    let off = elsewhere.auth_configs().set_enabled(id, false).await;
    off.unwrap();
    let view = desk.connect("new-tenant", &auth_config).await.unwrap();
    let end = desk.ended(&view.id).await;
    assert_eq!(end.lost, Some(Lost::AuthConfigDisabled));
    assert!(end.explanation.unwrap().contains("disabled"));
}

#[tokio::test]
async fn a_scope_that_was_left_out_is_a_warning_beside_the_win() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let account = view.account.as_ref().unwrap();
    let decision = Decision {
        allow: true,
        account: Some("jane@example.com".into()),
        granted_scopes: Some(vec!["openid".into()]),
    };
    desk.sim.consent(account.as_str(), decision).unwrap();
    let end = desk.ended(&view.id).await;
    assert_eq!(end.state, AttemptState::Won);
    assert!(
        end.missing_scopes
            .iter()
            .any(|scope| scope.contains("gmail")),
        "{:?}",
        end.missing_scopes
    );
}

#[tokio::test]
async fn a_browser_that_does_not_start_is_said_and_the_link_still_works() {
    let desk = Desk::open().await;
    *desk.host.no_browser.lock().unwrap() = true;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.until("it is said", |desk| {
        desk.attempt(&view.id).trouble == Some(AttemptTrouble::NoBrowser)
    })
    .await;
    desk.allow(&desk.attempt(&view.id), "jane@example.com");
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
}

#[tokio::test]
async fn a_page_that_is_open_is_not_told_as_nothing_where_that_cannot_be_written_down() {
    let desk = Desk::open().await;
    let stuck = "CREATE TRIGGER stuck BEFORE UPDATE ON attempts WHEN NEW.state = 'opened'
        BEGIN SELECT RAISE(ABORT, 'stuck'); END";
    desk.sql_of_project(stuck).await;
    let view = desk.begin("new-tenant", "gmail").await;
    let attempt = view.id.clone();
    desk.app.run(wire::OpenAgain { attempt }).await.unwrap();
    let told = desk.attempt(&view.id);
    assert_eq!(told.state, AttemptState::Waiting, "that is not written");
    assert_eq!((told.explanation, told.trouble), (None, None));
    desk.allow(&view, "jane@example.com");
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
}

#[tokio::test]
async fn a_word_about_another_browser_never_undoes_a_consent_that_composio_confirms() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let way_back = desk.allow(&view, "jane@example.com");
    let error = "error=This%20connection%20was%20started%20from%20a%20different%20browser";
    desk.app.link(&format!("{way_back}&{error}"));
    desk.until("it is said", |desk| {
        desk.attempts()
            .iter()
            .any(|seen| seen.trouble == Some(AttemptTrouble::OtherBrowser))
    })
    .await;
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
}

#[tokio::test]
async fn a_success_after_the_cancel_is_told_and_its_account_taken_away() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let dead = Fault {
        route: "DELETE /connected_accounts/{id}".into(),
        nth: 1,
        times: Some(2),
        status: Some(503),
        ..Fault::default()
    };
    desk.sim.faults(vec![dead]).unwrap();
    desk.app
        .run(CancelAttempt {
            attempt: view.id.clone(),
        })
        .await
        .unwrap();
    desk.until("the delete was tried twice", |desk| {
        let requests = desk.sim.requests();
        let deletes = requests
            .iter()
            .filter(|request| request["method"] == "DELETE");
        deletes.count() == 2
    })
    .await;
    desk.allow(&view, "jane@example.com");
    desk.swept("it is taken away", || async {
        desk.remote("new-tenant").await.is_empty()
    })
    .await;
    desk.until("it is told", |desk| {
        let events = desk.events.lock().unwrap();
        events.iter().any(|event| {
            matches!(event, wire::Event::Notice(notice) if notice.text.contains("after it was cancelled"))
        })
    })
    .await;
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, domain::LifecycleName::Added);
}

#[tokio::test]
async fn an_account_whose_sign_in_never_learned_of_it_is_taken_away_by_the_next_reading() {
    let desk = Desk::open().await;
    let deaf = Fault {
        route: LINK.into(),
        nth: 1,
        times: Some(1),
        drop: Some("after".into()),
        ..Fault::default()
    };
    let unreadable = Fault {
        route: "GET /connected_accounts".into(),
        nth: 1,
        times: Some(1),
        status: Some(200),
        body: Some("empty".into()),
        ..Fault::default()
    };
    desk.sim.faults(vec![deaf, unreadable]).unwrap();
    let auth_config = desk.auth_config("gmail", true).await;
    let view = desk.connect("new-tenant", &auth_config).await.unwrap();
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Unsure);
    assert_eq!(desk.remote("new-tenant").await.len(), 1, "it was made");
    desk.swept("it is taken away", || async {
        desk.remote("new-tenant").await.is_empty()
    })
    .await;
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, domain::LifecycleName::Added);
}
