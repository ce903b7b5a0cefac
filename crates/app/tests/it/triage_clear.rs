//! Triage where nothing needs anybody, and how little may stand there then.

use domain::{Concern, LifecycleName};
use simulator::{Config, Scenario};
use wire::{CheckTokens, Code, GroupBy, ListView, Narrow, ShowOverview};

use crate::desk::Desk;

const WAYS: [GroupBy; 3] = [GroupBy::Cause, GroupBy::Toolkit, GroupBy::AuthConfig];

/// A project whose two accounts work.
async fn well() -> Desk {
    let desk = Desk::with(Config {
        scenario: Scenario::Empty,
        ..Config::default()
    })
    .await;
    for (user, toolkit) in [("acme", "gmail"), ("globex", "slack")] {
        let config = desk.auth_config(toolkit, true).await;
        desk.seed(user, config.as_str()).await;
    }
    desk.swept("both are on the list", || async {
        desk.rows("").await.len() == 2
    })
    .await;
    desk
}

#[tokio::test]
async fn a_project_in_which_all_is_well_has_no_group_no_alarm_and_says_what_was_looked_at() {
    let desk = well().await;
    for by in WAYS {
        let view = desk.triage(by).await;
        assert_eq!(view.alarm, 0);
        assert!(view.groups.is_empty(), "{:?}", view.groups);
        assert!(view.by_state.iter().all(|(_, rows)| *rows == 0));
        assert_eq!(view.checked, 2, "accounts, not rows");
        assert!(view.checked_at.is_some(), "and when");
        assert_eq!(view.checks, None);
    }
    let overview = desk.app.run(ShowOverview {}).await.unwrap();
    assert_eq!(overview.needs_action, 0);
    assert!(overview.recent.is_empty());
    let needs = Narrow {
        view: ListView::NeedsAction,
        ..Narrow::default()
    };
    assert_eq!(desk.narrowed(needs, None).await.total, 0);
}

#[tokio::test]
async fn where_all_is_well_there_is_no_token_to_check_and_nothing_is_sent() {
    let desk = well().await;
    let before = desk.sim.requests().len();
    let check = CheckTokens {
        narrow: Narrow::default(),
        toolkit: None,
    };
    let fault = desk.app.run(check).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert_eq!(fault.message, "There is no token to check.");
    assert_eq!(desk.sim.requests().len(), before);
    assert_eq!(desk.triage(GroupBy::Cause).await.checks, None);
}

#[tokio::test]
async fn a_link_that_nobody_used_stands_there_and_all_is_well_none_the_less() {
    let desk = well().await;
    let view = desk.begin("initech", "gmail").await;
    desk.sim.advance_clock(std::time::Duration::from_secs(601));
    desk.ended(&view.id).await;
    let after = desk.triage(GroupBy::Cause).await;
    assert_eq!(after.alarm, 0);
    let groups: Vec<_> = after
        .groups
        .iter()
        .map(|group| (group.concern, group.state, group.rows))
        .collect();
    assert_eq!(groups, [(Concern::Quiet, LifecycleName::Expired, 1)]);
}

#[tokio::test]
async fn what_was_never_read_is_not_called_well() {
    let desk = Desk::bare(Config::default(), vault::Vault::memory()).await;
    // The key is tried with the first of them; the reading itself never gets through.
    let silent = simulator::Fault {
        route: "GET /connected_accounts".into(),
        nth: 2,
        times: Some(0),
        status: Some(503),
        ..Default::default()
    };
    desk.sim.faults(vec![silent]).unwrap();
    desk.save_key().await.unwrap();
    let view = desk.triage(GroupBy::Cause).await;
    assert_eq!((view.alarm, view.checked), (0, 0));
    assert_eq!(view.checked_at, None, "nobody looked yet");
}
