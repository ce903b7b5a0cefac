use domain::{AttemptState, Timestamp, ToolkitSlug};
use reactive_graph::owner::Owner;
use wire::{AttemptStage, KeyPlace, SyncPhase};

use super::*;

fn console() -> (Owner, Console) {
    let owner = Owner::new();
    owner.set();
    (owner, Console::default())
}

fn profile(id: &str) -> ProfileView {
    ProfileView {
        id: ProfileId::parse(id).unwrap(),
        name: id.to_owned(),
        demo: false,
        production: true,
        host: "backend.composio.dev".to_owned(),
        key: KeyPlace::Keyring,
        settings: wire::ProjectSettings::default(),
    }
}

fn snapshot(id: Option<&str>, attempts: Vec<AttemptView>) -> Event {
    Event::Snapshot(Box::new(Snapshot {
        version: "0.1.0".to_owned(),
        profile: id.map(profile),
        profiles: vec![],
        theme: Theme::Dark,
        appearance: wire::Appearance::default(),
        person: "Jo".to_owned(),
        sync: SyncView::default(),
        attempts,
        project: ProjectView::default(),
        access: wire::AccessView::default(),
        key_report: None,
        trouble: None,
        opening: false,
        desk_closed: false,
    }))
}

fn attempt(id: &str, state: AttemptState) -> AttemptView {
    AttemptView {
        id: AttemptId::parse(id).unwrap(),
        integration: row("int_1"),
        tenant_name: "Acme".to_owned(),
        toolkit: ToolkitSlug::parse("gmail").unwrap(),
        toolkit_name: "Gmail".to_owned(),
        reconnect: false,
        way: domain::Way::Here,
        state,
        stage: AttemptStage::Waiting,
        planned_at: Timestamp::from_millis(0),
        link_at: None,
        opened_at: None,
        handed_at: None,
        started_at: None,
        confirmed_at: None,
        ended_at: None,
        looked_at: None,
        expires_at: None,
        account: None,
        link_shortened: None,
        identity: None,
        previous_identity: None,
        expected: None,
        missing_scopes: Vec::new(),
        trouble: None,
        lost: None,
        explanation: None,
        refusal: None,
        verified: wire::VerifiedView::Never,
        unnamed: None,
        allow_multiple: false,
        failed_looks: 0,
    }
}

fn row(id: &str) -> IntegrationId {
    IntegrationId::parse(id).unwrap()
}

fn notice(text: &str) -> Event {
    Event::Notice(Notice {
        good: true,
        text: text.to_owned(),
        integration: None,
    })
}

#[test]
fn nothing_is_claimed_before_the_core_has_spoken() {
    let (_owner, console) = console();
    assert_eq!(console.frame.get_untracked(), None);
    assert_eq!(console.profile(), None);
}

#[test]
fn another_workspace_leaves_no_attempt_toast_or_focus_behind() {
    let (_owner, console) = console();
    console.apply(snapshot(
        Some("a"),
        vec![attempt("at_1", AttemptState::Opened)],
    ));
    console.apply(Event::Focus {
        integration: row("int_1"),
        asked: false,
    });
    console.apply(notice("Acme's Gmail is Active"));
    console.apply(Event::Doctor(Box::default()));
    console.apply(snapshot(Some("b"), vec![]));
    assert_eq!(console.doctor.get_untracked(), None);
    assert!(console.attempts.get_untracked().is_empty());
    assert!(console.notices.get_untracked().is_empty());
    assert_eq!(console.focus.get_untracked(), None);
}

#[test]
fn the_end_of_an_attempt_stays_readable_after_a_new_snapshot() {
    let (_owner, console) = console();
    console.apply(snapshot(
        Some("a"),
        vec![attempt("at_1", AttemptState::Opened)],
    ));
    console.apply(Event::Attempt(Box::new(attempt("at_1", AttemptState::Won))));
    console.apply(snapshot(
        Some("a"),
        vec![attempt("at_2", AttemptState::Waiting)],
    ));
    assert_eq!(console.attempts.get_untracked().len(), 2);
    assert_eq!(console.open_attempts(), 1);
}

#[test]
fn an_open_attempt_that_a_snapshot_no_longer_names_is_gone() {
    let (_owner, console) = console();
    console.apply(snapshot(
        Some("a"),
        vec![attempt("at_1", AttemptState::Opened)],
    ));
    console.apply(snapshot(Some("a"), vec![]));
    assert_eq!(console.open_attempts(), 0);
}

#[test]
fn a_step_of_an_attempt_keeps_its_signal_so_that_only_its_sheet_wakes() {
    let (_owner, console) = console();
    console.apply(Event::Attempt(Box::new(attempt(
        "at_1",
        AttemptState::Waiting,
    ))));
    let id = AttemptId::parse("at_1").unwrap();
    let before = console.attempts.with_untracked(|held| held[&id].clone());
    console.apply(Event::Attempt(Box::new(attempt(
        "at_1",
        AttemptState::Opened,
    ))));
    assert_eq!(before.get_untracked().state, AttemptState::Opened);
}

#[test]
fn the_same_row_changed_twice_is_two_changes() {
    let (_owner, console) = console();
    let change = || Event::RowsChanged {
        integration: Some(row("int_1")),
        revision: 1,
    };
    console.apply(change());
    let first = console.touched.get_untracked();
    console.apply(change());
    assert_ne!(console.touched.get_untracked(), first);
}

#[test]
fn every_kind_of_change_makes_the_lists_ask_again() {
    let (_owner, console) = console();
    let before = console.rows.get_untracked();
    console.apply(Event::RowsChanged {
        integration: None,
        revision: 1,
    });
    console.apply(snapshot(Some("a"), vec![]));
    assert_eq!(console.rows.get_untracked(), before + 2);
    assert_eq!(
        console.touched.get_untracked(),
        None,
        "no single row changed"
    );
}

/// What a row's pane says may be done hangs on whether a sign-in is open, and the row itself was told
/// a moment before.
#[test]
fn a_sign_in_that_begins_or_ends_has_its_row_read_again_and_a_step_of_it_has_not() {
    let (_owner, console) = console();
    console.apply(snapshot(Some("one"), vec![]));
    let mut read = console.rows.get_untracked();
    let mut reads = |state| {
        console.apply(Event::Attempt(Box::new(attempt("a", state))));
        let now = console.rows.get_untracked();
        std::mem::replace(&mut read, now) != now
    };
    assert!(reads(AttemptState::Planned), "it begins");
    assert!(!reads(AttemptState::Sent), "a step");
    assert!(reads(AttemptState::Lost), "it ends");
}

#[test]
fn what_was_so_before_the_end_of_a_sign_in_and_is_told_after_it_does_not_open_it_again() {
    let (_owner, console) = console();
    let told = |state| console.apply(Event::Attempt(Box::new(attempt("a", state))));
    let shown = || {
        let held = console.attempts.get_untracked();
        held.values().next().unwrap().with_untracked(|it| it.state)
    };
    told(AttemptState::Waiting);
    told(AttemptState::Won);
    for late in [AttemptState::Opened, AttemptState::Unsure] {
        told(late);
        assert_eq!(shown(), AttemptState::Won);
    }
    assert_eq!(console.open_attempts(), 0);
}

/// What became of it could not be found out, and a later look finds the account.
#[test]
fn a_sign_in_that_was_unsure_goes_on() {
    let (_owner, console) = console();
    for state in [AttemptState::Unsure, AttemptState::Waiting] {
        console.apply(Event::Attempt(Box::new(attempt("a", state))));
    }
    assert_eq!(console.open_attempts(), 1);
}

#[test]
fn a_notice_is_dismissed_alone() {
    let (_owner, console) = console();
    console.apply(notice("one"));
    console.apply(notice("two"));
    let first = console.notices.get_untracked()[0].0;
    console.dismiss(first);
    let left = console.notices.get_untracked();
    assert_eq!((left.len(), left[0].1.text.as_str()), (1, "two"));
}

#[test]
fn why_a_run_of_checks_ended_is_dismissed_and_what_was_checked_stays() {
    let (_owner, console) = console();
    let ended = ChecksView {
        narrow: wire::Narrow::default(),
        toolkit: None,
        total: 64,
        done: 8,
        recovered: 0,
        failing: 0,
        unclear: 8,
        running: false,
        waiting: false,
        stopped: false,
        fault: Some(Fault::new(wire::Code::ComposioForbidden, "No.")),
    };
    console.apply(Event::Checks(Box::new(ended.clone())));
    console.dismiss_checks_fault();
    let told = ChecksView {
        fault: None,
        ..ended
    };
    assert_eq!(console.checks.get_untracked(), Some(told));
}

#[test]
fn the_sync_is_what_was_said_last() {
    let (_owner, console) = console();
    console.apply(Event::Sync(SyncView {
        phase: SyncPhase::Reading,
        read: 12_300,
        total: Some(50_000),
        ..SyncView::default()
    }));
    let sync = console.sync.get_untracked();
    assert_eq!((sync.phase, sync.read), (SyncPhase::Reading, 12_300));
}
