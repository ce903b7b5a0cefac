//! The audit list and the overview, as a person asks for them.

use domain::LifecycleName;
use simulator::Sabotage;
use wire::{
    AuditFamily, AuditKindName, AuditList, AuditResult, AuditRowView, AuditSearch, FindAudit,
    SetEnabled, SetIdleLock, SetMasking, ShowOverview, VerifyAudit,
};

use crate::desk::Desk;

async fn find(desk: &Desk, search: AuditSearch) -> Vec<AuditRowView> {
    let ask = FindAudit {
        list: AuditList::Project,
        search,
        offset: 0,
        limit: 50,
    };
    desk.app.run(ask).await.unwrap().rows
}

/// Something switched off, and masking with it.
async fn busy() -> Desk {
    let desk = Desk::open().await;
    let rows = desk.rows("").await;
    let active = rows.iter().find(|row| row.state == LifecycleName::Active);
    let ask = SetEnabled {
        integration: active.unwrap().id.clone(),
        enabled: false,
        reason: String::new(),
    };
    desk.app.run(ask).await.unwrap();
    let ask = SetMasking {
        on: false,
        phrase: String::new(),
        check_failing: false,
        reason: "ticket 7".into(),
    };
    desk.app.run(ask).await.unwrap();
    desk
}

#[tokio::test]
async fn what_nobody_ever_did_is_not_answered_with_everything() {
    let desk = busy().await;
    for search in [
        AuditSearch {
            family: Some(AuditFamily::Access),
            ..AuditSearch::default()
        },
        AuditSearch {
            actor: Some("nobody".into()),
            ..AuditSearch::default()
        },
        AuditSearch {
            result: Some(AuditResult::Failed),
            ..AuditSearch::default()
        },
    ] {
        assert_eq!(find(&desk, search).await, vec![]);
    }
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_told_as_that_and_hides_no_other() {
    let desk = busy().await;
    desk.app.run(SetIdleLock { minutes: 20 }).await.unwrap();
    let spoil = "UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE seq = 2";
    desk.sql_of_project(spoil).await;
    let rumour = "UPDATE audit SET kind = 'rumour' WHERE seq = 1";
    desk.sql(rumour).await;

    let rows = find(&desk, AuditSearch::default()).await;
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.seq, row.kind.as_str()))
        .collect();
    let expected = [
        (4, "outcome"),
        (3, "intent"),
        (2, "unreadable"),
        (1, "intent"),
    ];
    assert_eq!(told, expected);
    assert_eq!(rows[2].action, "An entry that cannot be read");
    assert_eq!(rows[2].intent, Some(1), "which may still be right");
    let masking = AuditSearch {
        family: Some(AuditFamily::Settings),
        ..AuditSearch::default()
    };
    assert_eq!(find(&desk, masking).await.len(), 2, "searches go on");
    let of_desk = desk.app.run(wire::FindDeskAudit {}).await.unwrap().rows;
    assert_eq!(of_desk.last().unwrap().kind, "unreadable");

    let verdict = desk.app.run(VerifyAudit {}).await.unwrap();
    assert_eq!(verdict.project.broken_at, Some(2), "it is no less evident");
    assert_eq!(verdict.desk.broken_at, Some(1));
}

#[tokio::test]
async fn a_family_a_kind_and_a_result_each_narrow_the_list() {
    let desk = busy().await;
    let all = find(&desk, AuditSearch::default()).await;
    assert_eq!(all.len(), 4, "{all:?}");
    let settings = AuditSearch {
        family: Some(AuditFamily::Settings),
        ..AuditSearch::default()
    };
    let found = find(&desk, settings.clone()).await;
    assert!(found.iter().all(|row| row.action == "Turn masking off"));
    assert_eq!(found.len(), 2);
    let intents = AuditSearch {
        kind: Some(AuditKindName::Intent),
        ..settings
    };
    assert_eq!(find(&desk, intents).await.len(), 1);
    let later = AuditSearch {
        from: Some(all[0].at.plus_millis(1)),
        ..AuditSearch::default()
    };
    assert_eq!(find(&desk, later).await, vec![]);
}

#[tokio::test]
async fn a_change_says_what_it_was_before_and_after_and_its_request() {
    let desk = busy().await;
    let rows = find(&desk, AuditSearch::default()).await;
    let (masking, switched) = (&rows[0], &rows[2]);
    assert_eq!(
        masking.before.as_deref(),
        Some("mask_secret_keys_in_connected_account: on")
    );
    assert_eq!(
        masking.after.as_deref(),
        Some("mask_secret_keys_in_connected_account: off")
    );
    assert_eq!(switched.before.as_deref(), Some("ACTIVE"));
    assert_eq!(switched.after.as_deref(), Some("INACTIVE"));
    for row in [masking, switched] {
        assert_eq!(row.kind, "outcome");
        let request = row.request.as_deref().unwrap();
        let by_request = AuditSearch {
            text: request.into(),
            ..AuditSearch::default()
        };
        let found = find(&desk, by_request).await;
        assert_eq!(found.len(), 1, "a request of Composio's support is found");
        assert_eq!(row.intent, Some(row.seq - 1));
    }
    let verdict = desk.app.run(VerifyAudit {}).await.unwrap();
    let project = verdict.project;
    assert_eq!((project.rows, project.broken_at), (4, None));
}

#[tokio::test]
async fn what_was_done_to_keys_and_roles_is_searched_in_a_list_of_its_own() {
    let desk = busy().await;
    desk.app.run(SetIdleLock { minutes: 20 }).await.unwrap();
    let page = async |list, text: &str, family| {
        let search = AuditSearch {
            text: text.into(),
            family,
            ..AuditSearch::default()
        };
        let ask = FindAudit {
            list,
            search,
            offset: 0,
            limit: 50,
        };
        desk.app.run(ask).await.unwrap()
    };
    let here = page(AuditList::Project, "idle lock", None).await;
    assert_eq!((here.total, here.elsewhere), (0, 2), "told where it is");
    let there = page(AuditList::Desk, "idle lock", Some(AuditFamily::Access)).await;
    assert_eq!((there.total, there.elsewhere), (2, 0));
    let row = &there.rows[0];
    assert_eq!(
        (row.before.as_deref(), row.after.as_deref()),
        (Some("15 minutes"), Some("20 minutes"))
    );
    let verdict = desk.app.run(VerifyAudit {}).await.unwrap().desk;
    let all = page(AuditList::Desk, "", None).await.total;
    assert_eq!((verdict.rows, verdict.broken_at), (all, None));
}

#[tokio::test]
async fn the_overview_counts_what_the_list_shows_and_tells_the_newest_failure_first() {
    let desk = Desk::open().await;
    let view = desk.app.run(ShowOverview {}).await.unwrap();
    let rows = desk.rows("").await;
    assert_eq!(view.integrations as usize, rows.len());
    for (state, count) in &view.by_state {
        let listed = rows.iter().filter(|row| row.state == *state).count();
        assert_eq!(*count as usize, listed, "{state:?}");
    }
    let unknown = |row: &&wire::IntegrationRow| row.label.as_deref() == Some("Unknown");
    assert_eq!(view.unknown as usize, rows.iter().filter(unknown).count());
    let by_toolkit: u32 = view.toolkits.iter().map(|it| it.all).sum();
    assert_eq!(by_toolkit, view.integrations);
    let failing: u32 = view.toolkits.iter().map(|it| it.failing).sum();
    assert_eq!(failing, view.needs_action);
    let by_cause = wire::ShowTriage {
        by: wire::GroupBy::Cause,
        state: None,
    };
    let triage = desk.app.run(by_cause).await.unwrap();
    assert_eq!(view.needs_action, triage.alarm, "as Triage counts");

    let row = rows.iter().find(|row| row.state == LifecycleName::Active);
    let row = row.unwrap().id.clone();
    let account = desk.show(&row).await.account.unwrap().to_string();
    desk.sim.sabotage(Sabotage::Expire {
        connected_account_id: account,
    });
    let check = wire::CheckToken {
        integration: row.clone(),
    };
    desk.app.run(check).await.unwrap();
    let after = desk.app.run(ShowOverview {}).await.unwrap();
    assert_eq!(after.needs_action, view.needs_action + 1);
    assert_eq!(after.recent[0].row.id, row);
    assert_eq!(after.recent[0].fix, wire::Fix::Row(row));
    assert_eq!(after.recent[0].fix_label, "Reconnect");
    assert!(
        after
            .recent
            .windows(2)
            .all(|pair| pair[0].since >= pair[1].since)
    );
}
