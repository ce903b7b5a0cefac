//! What the history of a row says, whoever changed it.

use domain::{LifecycleName, LineKind, Trigger};
use simulator::Sabotage;
use wire::{CheckToken, HistoryView, SetLabels, ShowHistory, SyncNow, TimelineItem};

use crate::desk::Desk;

async fn connected(desk: &Desk) -> wire::AttemptView {
    let view = desk.begin("new-tenant", "gmail").await;
    desk.allow(&view, "jane@example.com");
    desk.ended(&view.id).await
}

async fn check(desk: &Desk, view: &wire::AttemptView) {
    let integration = view.integration.clone();
    desk.app.run(CheckToken { integration }).await.unwrap();
}

async fn story(desk: &Desk, view: &wire::AttemptView, kind: Option<LineKind>) -> HistoryView {
    let ask = ShowHistory {
        integration: view.integration.clone(),
        kind,
        before: None,
        limit: 100,
    };
    desk.app.run(ask).await.unwrap()
}

fn line<'a>(story: &'a HistoryView, title: &str) -> &'a TimelineItem {
    story
        .lines
        .iter()
        .find(|line| line.title.starts_with(title))
        .unwrap_or_else(|| panic!("no `{title}` in {story:#?}"))
}

#[tokio::test]
async fn a_sign_in_leaves_the_link_and_every_state_it_went_through() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let story = story(&desk, &view, None).await;
    let made = line(&story, "Link made");
    assert_eq!(made.kind, LineKind::Link);
    assert_eq!(made.actor.as_deref(), Some("Jo"));
    let begun = line(&story, "Status changed from Added to Pending");
    assert_eq!(begun.moved.unwrap().by, Trigger::Person);
    let won = line(&story, "Connected").moved.unwrap();
    assert_eq!(
        (won.from, won.by),
        (LifecycleName::Pending, Trigger::SignIn)
    );
}

#[tokio::test]
async fn an_error_that_a_good_read_clears_recovered_by_itself_and_leaves_triage() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let account = view.account.clone().unwrap();
    let config = desk.show(&view.integration).await.auth_config.to_string();
    desk.sim.sabotage(Sabotage::RotateClientSecret {
        auth_config_id: config.clone(),
    });
    check(&desk, &view).await;
    let broken = desk.show(&view.integration).await;
    assert_eq!(broken.row.state, LifecycleName::Error, "{account}");
    let story_then = story(&desk, &view, Some(LineKind::Status)).await;
    let moved = line(&story_then, "Status changed from Active to Error");
    assert_eq!(moved.moved.unwrap().by, Trigger::Check);
    assert!(
        moved.detail.as_ref().unwrap().contains("invalid_client"),
        "the evidence is there: {moved:?}"
    );
    assert!(in_triage(&desk, &view).await);

    *desk.host.ahead.lock().unwrap() += 3 * 60_000 + 5_000;
    desk.sim.sabotage(Sabotage::RenewClientSecret {
        auth_config_id: config,
    });
    check(&desk, &view).await;
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Active
    );
    let story_now = story(&desk, &view, None).await;
    let back = line(&story_now, "Recovered by itself after 3 min");
    assert_eq!(back.kind, LineKind::Status);
    assert_eq!(back.state, Some(LifecycleName::Active));
    assert_eq!(back.moved.unwrap().from, LifecycleName::Error);
    assert!(back.actor.is_none(), "nobody did it");
    assert!(!in_triage(&desk, &view).await);
}

async fn in_triage(desk: &Desk, view: &wire::AttemptView) -> bool {
    let row = desk.rows("new-tenant").await;
    assert!(row.iter().any(|row| row.id == view.integration));
    let ask = wire::FindIntegrations {
        text: "new-tenant".into(),
        state: None,
        toolkit: None,
        narrow: wire::Narrow {
            view: wire::ListView::NeedsAction,
            ..wire::Narrow::default()
        },
        sort: wire::Sort::default(),
        offset: 0,
        limit: 10,
        locate: None,
    };
    desk.app.run(ask).await.unwrap().total > 0
}

#[tokio::test]
async fn what_composio_says_is_told_with_its_words() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.sim.sabotage(Sabotage::Expire {
        connected_account_id: view.account.clone().unwrap().to_string(),
    });
    desk.app.run(SyncNow {}).await.unwrap();
    let mut told = None;
    for _ in 0..200 {
        let story = story(&desk, &view, Some(LineKind::Status)).await;
        told = story
            .lines
            .into_iter()
            .find(|line| line.state == Some(LifecycleName::Expired));
        if told.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let told = told.unwrap();
    assert_eq!(told.title, "Status changed from Active to Expired");
    assert_eq!(told.moved.unwrap().by, Trigger::Composio);
    assert!(told.detail.unwrap().starts_with("Composio says EXPIRED"));
}

#[tokio::test]
async fn a_history_is_filtered_paged_and_the_same_after_a_restart() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    for n in 0..30 {
        desk.app
            .run(SetLabels {
                integration: view.integration.clone(),
                labels: vec![format!("label {n}")],
            })
            .await
            .unwrap();
    }
    check(&desk, &view).await;
    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.timeline.len(), 20, "the pane begins with one page");
    let edits = ShowHistory {
        integration: view.integration.clone(),
        kind: Some(LineKind::Edit),
        before: None,
        limit: 20,
    };
    let first = desk.app.run(edits.clone()).await.unwrap();
    let older = desk
        .app
        .run(ShowHistory {
            before: first.older,
            ..edits.clone()
        })
        .await
        .unwrap();
    assert_eq!((first.lines.len(), older.lines.len()), (20, 10));
    assert!(older.older.is_none());
    assert_eq!(first.lines[0].detail.as_deref(), Some("label 29"));
    let before = story(&desk, &view, None).await;
    let desk = desk.restart().await;
    assert_eq!(story(&desk, &view, None).await, before);
}
