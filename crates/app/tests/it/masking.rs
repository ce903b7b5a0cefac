//! The masking switch: never switched by itself, told as it is, and watched.

use domain::TokenShape;
use simulator::{Fault, MaskingEra, Sabotage};
use wire::{
    AuditRowView, Code, DismissDrift, Event, MaskingReport, MaskingView, ProjectView, SetMasking,
    ShowMasking, SyncNow,
};

use crate::desk::Desk;

fn config(era: MaskingEra) -> simulator::Config {
    simulator::Config {
        masking_era: era,
        ..Default::default()
    }
}

pub(crate) async fn show(desk: &Desk) -> MaskingView {
    desk.app.run(ShowMasking {}).await.unwrap()
}

pub(crate) async fn set(desk: &Desk, on: bool, phrase: &str) -> Result<MaskingReport, wire::Fault> {
    let ask = SetMasking {
        on,
        phrase: phrase.into(),
        check_failing: false,
        reason: "ticket 7".into(),
    };
    desk.app.run(ask).await
}

/// Off, as an integrator has it whose backend reads tokens.
async fn switched_off(desk: &Desk) {
    set(desk, false, "").await.unwrap();
    desk.synced().await;
}

fn patches(desk: &Desk) -> usize {
    let requests = desk.sim.requests();
    let sent = |request: &&serde_json::Value| {
        let text = request.to_string();
        text.contains("PATCH") && text.contains("org/project/config")
    };
    requests.iter().filter(sent).count()
}

pub(crate) fn project(desk: &Desk) -> ProjectView {
    let events = desk.events.lock().unwrap();
    let last = events.iter().rev().find_map(|event| match event {
        Event::Project(project) => Some(project.clone()),
        Event::Snapshot(snapshot) => Some(snapshot.project.clone()),
        _ => None,
    });
    last.unwrap()
}

/// After the first look, so that a later change is one.
async fn known(desk: &Desk) {
    desk.until("the settings are read", |desk| {
        project(desk).masking.is_some()
    })
    .await;
}

pub(crate) async fn about_masking(desk: &Desk) -> Vec<AuditRowView> {
    let rows = desk.audit().await.into_iter();
    rows.filter(|row| row.action.to_lowercase().contains("masking"))
        .collect()
}

fn fault(route: &str, status: u16) -> Fault {
    Fault {
        route: route.into(),
        status: Some(status),
        ..Fault::default()
    }
}

#[tokio::test]
async fn a_key_that_may_not_change_settings_is_told_apart_from_a_key_that_is_refused() {
    for status in [403, 401] {
        let desk = Desk::open().await;
        desk.sim
            .faults(vec![fault("PATCH /org/project/config", status)])
            .unwrap();
        let told = set(&desk, false, "").await.unwrap_err();
        assert_eq!(told.code, Code::ComposioForbidden, "{told}");
        assert!(told.message.contains(&status.to_string()), "{told}");
        assert!(told.message.contains("Nothing changed"), "{told}");
        assert!(show(&desk).await.on, "it stands as it stood");
        let rows = about_masking(&desk).await;
        assert_eq!(rows.len(), 2, "the try is in the audit list: {rows:?}");
        assert!(rows[0].result.as_ref().unwrap().starts_with("refused"));
    }
}

#[tokio::test]
async fn without_the_network_nothing_is_switched_and_nothing_is_queued() {
    let desk = Desk::open().await;
    known(&desk).await;
    desk.sim
        .faults(vec![Fault {
            route: "*".into(),
            times: Some(0),
            drop: Some("before".into()),
            ..Fault::default()
        }])
        .unwrap();
    let told = set(&desk, false, "").await.unwrap_err();
    assert_eq!(told.code, Code::ComposioUnreachable);
    desk.sim.clear_faults();
    assert!(show(&desk).await.on);
    assert_eq!(patches(&desk), 0, "nothing was kept to be sent later");
    assert!(about_masking(&desk).await.is_empty());
}

#[tokio::test]
async fn switching_on_needs_the_number_that_it_breaks() {
    let desk = Desk::open().await;
    switched_off(&desk).await;
    let view = show(&desk).await;
    assert!(view.integrations > 0, "{view:?}");
    let wanted = format!("break {}", view.integrations);
    assert_eq!(view.phrase.as_deref(), Some(wanted.as_str()));
    let before = patches(&desk);
    for typed in ["", "break", "break 1", &wanted[..wanted.len() - 1]] {
        let told = set(&desk, true, typed).await.unwrap_err();
        assert_eq!(told.code, Code::BadInput, "{typed:?}");
    }
    assert_eq!(patches(&desk), before, "nothing was sent");
    assert!(!show(&desk).await.on);
    let report = set(&desk, true, &wanted).await.unwrap();
    assert!(report.on && report.sent);
    assert!(show(&desk).await.on);
}

#[tokio::test]
async fn composio_s_own_apps_are_redacted_whatever_the_switch_says() {
    let desk = Desk::open().await;
    for on in [true, false] {
        let view = show(&desk).await;
        assert_eq!(view.on, on);
        let managed = view.lines.iter().filter(|line| line.managed);
        for line in managed {
            assert_eq!(line.now, TokenShape::Redacted, "{line:?}");
            assert!(!line.changes(), "{line:?}");
            assert!(line.because.contains("Composio owns the app"), "{line:?}");
        }
        let own: Vec<_> = view.lines.iter().filter(|line| !line.managed).collect();
        assert!(!own.is_empty());
        for line in own {
            let now = if on {
                TokenShape::Masked
            } else {
                TokenShape::Readable
            };
            assert_eq!(line.now, now, "{line:?}");
            assert!(line.sample.is_none_or(|seen| seen == now), "{line:?}");
        }
        if on {
            switched_off(&desk).await;
        }
    }
}

#[tokio::test]
async fn what_is_counted_is_what_really_changes() {
    let desk = Desk::open().await;
    switched_off(&desk).await;
    let view = show(&desk).await;
    let changing: u32 = view
        .lines
        .iter()
        .filter(|line| line.changes())
        .map(|line| line.integrations)
        .sum();
    assert_eq!(view.integrations, changing);
    let all: u32 = view.lines.iter().map(|line| line.integrations).sum();
    assert_eq!(view.untouched, all - changing);
    assert!(view.tenants > 0 && view.tenants <= view.integrations);
}

#[tokio::test]
async fn a_switch_that_changes_nothing_is_said_and_needs_nothing_typed() {
    let desk = Desk::with(config(MaskingEra::Plain)).await;
    switched_off(&desk).await;
    // Off says nothing of the era; on does, and it hides nothing here.
    let view = show(&desk).await;
    let report = set(&desk, true, &view.phrase.unwrap_or_default())
        .await
        .unwrap();
    assert!(report.said.contains("None of the"), "{}", report.said);
    desk.synced().await;
    let view = show(&desk).await;
    assert_eq!((view.on, view.integrations), (true, 0));
    assert!(view.policy.contains("even while the switch is on"));
    assert_eq!(view.phrase, None);
}

#[tokio::test]
async fn every_era_is_told_from_what_accounts_show() {
    for (era, own, managed) in [
        (
            MaskingEra::Redacted,
            TokenShape::Redacted,
            TokenShape::Redacted,
        ),
        (MaskingEra::Four, TokenShape::Masked, TokenShape::Masked),
        (
            MaskingEra::Plain,
            TokenShape::Readable,
            TokenShape::Readable,
        ),
        (
            MaskingEra::ManagedRedacted,
            TokenShape::Masked,
            TokenShape::Redacted,
        ),
    ] {
        let desk = Desk::with(config(era)).await;
        let view = show(&desk).await;
        for line in &view.lines {
            let expected = if line.managed { managed } else { own };
            assert_eq!(line.now, expected, "{era:?}: {line:?}");
            assert!(line.sample.is_none_or(|seen| seen == expected), "{era:?}");
        }
    }
}

#[tokio::test]
async fn three_accounts_show_what_the_switch_did_and_no_character_of_a_token() {
    let desk = Desk::open().await;
    let report = set(&desk, false, "").await.unwrap();
    assert_eq!(report.samples.len(), 3);
    let own: Vec<_> = report.samples.iter().filter(|it| !it.managed).collect();
    assert!(!own.is_empty(), "what changes is shown first");
    for sample in own {
        assert_eq!(sample.before, Some(TokenShape::Masked));
        assert_eq!(sample.after, Some(TokenShape::Readable));
    }
    let text = serde_json::to_string(&report).unwrap() + &format!("{:?}", show(&desk).await);
    let heard = format!("{:?}", desk.events.lock().unwrap());
    let audit = format!("{:?}", desk.audit().await);
    for told in [text, heard, audit] {
        assert!(!told.contains("ya29") && !told.contains("xox"), "{told}");
    }
}

#[tokio::test]
async fn what_stands_already_is_not_sent_again() {
    let desk = Desk::open().await;
    let report = set(&desk, true, "").await.unwrap();
    assert!(report.on && !report.sent);
    assert_eq!(patches(&desk), 0);
    assert!(about_masking(&desk).await.is_empty(), "nothing was done");
}

#[tokio::test]
async fn an_answer_that_was_lost_is_read_back_and_not_sent_twice() {
    let desk = Desk::open().await;
    desk.sim
        .faults(vec![Fault {
            route: "PATCH /org/project/config".into(),
            drop: Some("after".into()),
            ..Fault::default()
        }])
        .unwrap();
    let report = set(&desk, false, "").await.unwrap();
    assert!(!report.on && report.sent);
    assert_eq!(patches(&desk), 1);
    let rows = about_masking(&desk).await;
    assert!(rows[0].result.as_ref().unwrap().starts_with("done, found"));
}

#[tokio::test]
async fn a_change_of_ours_is_audited_with_both_values_and_is_never_news() {
    let desk = Desk::open().await;
    known(&desk).await;
    switched_off(&desk).await;
    desk.app.run(SyncNow {}).await.unwrap();
    let read = project(&desk).read_at;
    desk.until("the settings are read again", |desk| {
        project(desk).read_at > read
    })
    .await;
    assert_eq!(project(&desk).drift, None);
    let rows = about_masking(&desk).await;
    let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["outcome", "intent"]);
    assert_eq!(rows[0].actor, "Jo");
    assert_eq!(rows[1].reason.as_deref(), Some("ticket 7"));
}

#[tokio::test]
async fn a_change_made_elsewhere_is_noticed_and_written_down_once() {
    let desk = Desk::open().await;
    known(&desk).await;
    desk.sim.sabotage(Sabotage::Masking(false));
    desk.app.run(SyncNow {}).await.unwrap();
    desk.until("it is noticed", |desk| project(desk).drift.is_some())
        .await;
    let drift = project(&desk).drift.unwrap();
    assert!(!drift.on && drift.until.is_some_and(|until| until <= drift.seen_at));
    show(&desk).await;
    let rows = about_masking(&desk).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(
        (rows[0].kind.as_str(), rows[0].actor.as_str()),
        ("observed", "Outside Switchboard")
    );
    assert_eq!(rows[0].action, "Masking turned off");
    desk.app.run(DismissDrift {}).await.unwrap();
    assert_eq!(project(&desk).drift, None);
}

#[tokio::test]
async fn a_change_made_while_the_app_was_closed_is_noticed_at_the_start() {
    let desk = Desk::open().await;
    known(&desk).await;
    let desk = {
        desk.sim.sabotage(Sabotage::Masking(false));
        desk.restart().await
    };
    desk.until("it is noticed", |desk| project(desk).drift.is_some())
        .await;
    assert_eq!(about_masking(&desk).await.len(), 1);
    let desk = desk.restart().await;
    desk.until("it is still to be looked at", |desk| {
        project(desk).drift.is_some()
    })
    .await;
}

#[tokio::test]
async fn failing_tokens_are_checked_after_the_switch_when_that_is_wanted() {
    let desk = Desk::open().await;
    let failing = show(&desk).await.failing;
    let ask = SetMasking {
        on: false,
        phrase: String::new(),
        check_failing: true,
        reason: String::new(),
    };
    let report = desk.app.run(ask).await.unwrap();
    assert_eq!(report.checking, failing);
    if failing > 0 {
        desk.until("the checks are told", |desk| {
            let events = desk.events.lock().unwrap();
            events
                .iter()
                .any(|event| matches!(event, Event::Notice(it) if it.text.contains(" checked: ")))
        })
        .await;
    }
}

#[tokio::test]
async fn a_switch_whose_answer_was_lost_for_good_is_told_and_read_again_once_it_is_found() {
    let lost = Fault {
        route: "PATCH /org/project/config".into(),
        drop: Some("after".into()),
        ..Fault::default()
    };
    // Looked at before it is sent, and not readable after it, whether it was answered or not.
    let unread = Fault {
        nth: 2,
        times: Some(3),
        ..fault("GET /org/project/config", 503)
    };
    for faults in [vec![lost, unread.clone()], vec![unread]] {
        let desk = Desk::open().await;
        known(&desk).await;
        desk.sim.faults(faults).unwrap();
        set(&desk, false, "").await.unwrap_err();
        desk.sim.clear_faults();
        let told = std::cell::RefCell::new(None);
        desk.swept("it is told that it took effect", async || {
            let events = desk.events.lock().unwrap();
            *told.borrow_mut() = events.iter().find_map(|event| match event {
                Event::Notice(it) if it.text.starts_with("Secret masking is off") => {
                    Some(it.text.clone())
                }
                _ => None,
            });
            told.borrow().is_some()
        })
        .await;
        let told = told.into_inner().unwrap();
        assert!(told.contains("could not be read back"), "{told}");
        assert!(project(&desk).drift.is_none(), "nobody else did it");
    }
}
