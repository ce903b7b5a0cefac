//! The ends of a sign-in that Composio or the project's own check brings about: each
//! with its words, its one way on, what the audit list has of it and what is left at
//! Composio.

use composio::CompleteAuth;
use domain::{AttemptState, Cause, LifecycleName, Lost};
use simulator::Fault;
use wire::help::HelpId;
use wire::{AttemptView, IntegrationView, RowAction};

use crate::desk::Desk;

/// How an end is told, wherever it is told.
struct Told {
    lost: Lost,
    /// The line of the row's history.
    title: &'static str,
    /// What the sheet and that line say.
    detail: &'static str,
    /// The outcome in the audit list.
    result: &'static str,
    /// What the row is now.
    state: LifecycleName,
    /// The one ink button of the row.
    next: RowAction,
    /// The page of the help.
    page: HelpId,
}

/// Waits for the end and compares all that is said of it; gives the pane for more.
async fn ends_as(desk: &Desk, view: &AttemptView, told: Told) -> IntegrationView {
    let end = desk.ended(&view.id).await;
    assert_eq!(
        (end.state, end.lost),
        (AttemptState::Lost, Some(told.lost)),
        "{end:?}"
    );
    assert_eq!(HelpId::of_end(end.lost), told.page);
    let pane = desk.show(&view.integration).await;
    let line = pane.timeline.iter().find(|line| line.title == told.title);
    let line = line.unwrap_or_else(|| panic!("no line {}: {:?}", told.title, pane.timeline));
    for said in [&end.explanation, &line.detail] {
        assert_eq!(
            said.as_deref(),
            Some(told.detail),
            "said once, and the same"
        );
    }
    assert_eq!(pane.row.state, told.state);
    assert_eq!(pane.actions.first(), Some(&told.next));
    let audit = desk.audit().await;
    let connects = audit.iter().filter(|row| row.action == "Connect");
    let connects: Vec<_> = connects.collect();
    let [outcome, intent] = connects[..] else {
        panic!("one intent and one outcome: {audit:?}");
    };
    assert_eq!((&*intent.kind, &*outcome.kind), ("intent", "outcome"));
    assert_eq!(outcome.intent, Some(intent.seq));
    assert_eq!(outcome.result.as_deref(), Some(told.result));
    pane
}

/// The statuses of the tenant's accounts at Composio.
async fn left(desk: &Desk) -> Vec<String> {
    let accounts = desk.remote("new-tenant").await;
    let statuses = accounts.iter().map(|account| account.status.to_string());
    statuses.collect()
}

/// Sends one request as another program would, without waiting for a body's end.
pub(crate) async fn ask(desk: &Desk, head: &str, body: String) -> String {
    let base = desk.sim.base_url();
    let address = base.trim_start_matches("http://").to_owned();
    let key = desk.sim.api_key();
    let request = format!(
        "{head} HTTP/1.1\r\nhost: {address}\r\nx-api-key: {key}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = tokio::task::spawn_blocking(move || {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(&address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok::<_, std::io::Error>(answer)
    });
    answer.await.unwrap().unwrap()
}

#[tokio::test]
async fn a_field_that_composio_misses_is_named_and_nothing_is_made() {
    let desk = Desk::open().await;
    let missed = Fault {
        route: "POST /connected_accounts/link".into(),
        nth: 1,
        times: Some(1),
        status: Some(400),
        message: Some("Missing required fields: subdomain".into()),
        ..Fault::default()
    };
    desk.sim.faults(vec![missed]).unwrap();
    let auth_config = desk.auth_config("gmail", true).await;
    let view = desk.connect("new-tenant", &auth_config).await.unwrap();
    let told = Told {
        lost: Lost::FieldsMissing,
        title: "Fields were missing",
        detail: "Composio refused: Missing required fields: subdomain. Nothing changed.",
        result: "refused: Composio refused: Missing required fields: subdomain. Nothing changed.",
        state: LifecycleName::Added,
        next: RowAction::Connect,
        page: HelpId::of_cause(Cause::FieldMissing),
    };
    ends_as(&desk, &view, told).await;
    assert!(left(&desk).await.is_empty());
    assert!(desk.host.opened.lock().unwrap().is_empty(), "no browser");
}

#[tokio::test]
async fn a_person_whom_the_projects_own_check_does_not_confirm_is_refused_by_that_name() {
    let desk = Desk::open().await;
    let verifier = r#"{"oauth_callback_verifier_url":"https://app.example/verify"}"#;
    let set = "PATCH /api/v3/org/project/config";
    let set = ask(&desk, set, verifier.into()).await;
    assert!(set.starts_with("HTTP/1.1 200"), "{set}");
    let view = desk.begin("new-tenant", "gmail").await;
    let link = desk.host.opened.lock().unwrap().last().unwrap().clone();
    let page = link.trim_start_matches(&desk.sim.base_url()).to_owned();
    ask(&desk, &format!("GET {page}"), String::new()).await;
    let allowed = format!("POST {page}/decide");
    let allowed = ask(
        &desk,
        &allowed,
        "decision=allow&account=eve@example.com".into(),
    )
    .await;
    // The browser is at the project's own page now, which says that it was another one.
    let session = allowed.split("session_uri=").nth(1).unwrap();
    let session = session.split_whitespace().next().unwrap().to_owned();
    assert_eq!(left(&desk).await, ["INITIATED"], "not before it is checked");
    let somebody = CompleteAuth {
        session_uri: session.into(),
        user_id: "another-tenant".into(),
    };
    let accounts = desk.stranger();
    let refused = accounts.connected_accounts().complete_auth(&somebody).await;
    assert!(refused.is_err());
    let told = Told {
        lost: Lost::VerifierRefused,
        title: "Refused by the project's own check",
        detail: "The project's own check refused the person who came back. Nothing was connected.",
        result: "lost: verifier_refused",
        state: LifecycleName::Error,
        next: RowAction::Reconnect,
        page: HelpId::of_cause(Cause::DifferentPerson),
    };
    let pane = ends_as(&desk, &view, told).await;
    assert_eq!(pane.diagnosis.unwrap().cause, Cause::DifferentPerson);
    assert_eq!(pane.row.id, view.integration);
    assert_eq!(left(&desk).await, ["FAILED"]);
}

#[tokio::test]
async fn an_answer_that_came_home_in_another_browser_ends_as_that_when_the_link_runs_out() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    // The way back of a browser that the link is not bound to: nobody decided anything.
    let account = view.account.as_ref().unwrap().as_str();
    let remote = desk.sim.accounts();
    let ours = remote.iter().find(|it| it["id"] == account).unwrap();
    let back = ours["callback_url"].as_str().unwrap();
    let error = "error=This%20connection%20was%20started%20from%20a%20different%20browser";
    desk.app.link(&format!("{back}&{error}"));
    desk.until("the sheet warns", |desk| {
        desk.attempt(&view.id).trouble == Some(wire::AttemptTrouble::OtherBrowser)
    })
    .await;
    assert!(
        desk.attempt(&view.id).state.is_open(),
        "a word ends nothing"
    );
    desk.sim.advance_clock(std::time::Duration::from_secs(601));
    let told = Told {
        lost: Lost::OtherBrowser,
        title: "Finished in another browser",
        detail: "The link was opened in one browser and finished in another. Nothing was connected.",
        result: "lost: other_browser",
        state: LifecycleName::Expired,
        next: RowAction::Reconnect,
        page: HelpId::of_cause(Cause::WrongBrowser),
    };
    ends_as(&desk, &view, told).await;
    assert_eq!(left(&desk).await, ["EXPIRED"]);
}

#[tokio::test]
async fn a_sign_in_that_composio_could_not_finish_is_told_as_failed_and_not_as_declined() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let why = "OAuth callback failed during token exchange: invalid_grant: Bad Request";
    let account = view.account.as_ref().unwrap();
    let failed = serde_json::json!({ "status": "FAILED", "status_reason": why });
    desk.tell(account.as_str(), failed);
    let told = Told {
        lost: Lost::Failed,
        title: "Sign-in did not finish",
        detail: "Composio could not finish the sign-in. Nothing was connected.",
        result: "lost: failed",
        state: LifecycleName::Error,
        next: RowAction::Reconnect,
        page: HelpId::of_cause(Cause::ExchangeFailed),
    };
    let pane = ends_as(&desk, &view, told).await;
    let diagnosis = pane.diagnosis.unwrap();
    assert_eq!(diagnosis.cause, Cause::ExchangeFailed);
    assert_eq!(diagnosis.raw.as_deref(), Some(why));
    assert_eq!(left(&desk).await, ["FAILED"]);
}

#[tokio::test]
async fn a_failure_whose_cause_is_known_is_told_by_that_cause_where_it_ends() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let account = view.account.as_ref().unwrap();
    let failed = serde_json::json!({ "status": "FAILED", "status_reason": "Shop not found" });
    desk.tell(account.as_str(), failed);
    let end = desk.ended(&view.id).await;
    assert_eq!(end.lost, Some(Lost::Failed));
    let diagnosis = desk.show(&view.integration).await.diagnosis.unwrap();
    assert_ne!(diagnosis.cause, Cause::ExchangeFailed);
    let told = format!("{} {}", diagnosis.title, diagnosis.sentence);
    assert_eq!(end.explanation.as_deref(), Some(told.as_str()));
}

#[tokio::test]
async fn a_browser_that_never_finds_home_changes_nothing_about_the_win() {
    let desk = Desk::open().await;
    *desk.host.no_handler.lock().unwrap() = true;
    let view = desk.begin("new-tenant", "gmail").await;
    let home = desk.allow(&view, "jane@example.com");
    assert!(
        home.starts_with("http://127.0.0.1:"),
        "no program here takes a link of ours: {home}"
    );
    // Nobody goes there: the browser may be on another computer, or closed.
    let end = desk.ended(&view.id).await;
    assert_eq!((end.state, end.trouble), (AttemptState::Won, None));
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Active);
    assert_eq!(*desk.host.raised.lock().unwrap(), 0, "nobody rang");
    let audit = desk.audit().await;
    assert_eq!(audit[0].result.as_deref(), Some("done"));
    assert_eq!(left(&desk).await, ["ACTIVE"]);
}
