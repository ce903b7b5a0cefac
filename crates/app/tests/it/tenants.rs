//! Tenants by hand: added, changed, found, deleted.

use std::collections::BTreeSet;

use domain::{Cause, LifecycleName, TenantId};
use wire::{
    Code, DeleteTenant, FindTenants, ListView, Narrow, SaveTenant, ShowTenant, TenantRow,
    TenantView,
};

use crate::desk::Desk;

pub(crate) fn tenant(user: &str) -> SaveTenant {
    SaveTenant {
        tenant: None,
        user: user.into(),
        name: String::new(),
        contact: String::new(),
        expected: String::new(),
        tags: Vec::new(),
    }
}

async fn find(desk: &Desk, text: &str) -> Vec<TenantRow> {
    let ask = FindTenants {
        text: text.into(),
        needs_action: false,
        offset: 0,
        limit: 50,
    };
    desk.app.run(ask).await.unwrap().rows
}

async fn show(desk: &Desk, tenant: &TenantId) -> TenantView {
    let ask = ShowTenant {
        tenant: tenant.clone(),
    };
    desk.app.run(ask).await.unwrap()
}

/// A tenant of the project that has a working account.
async fn connected(desk: &Desk) -> TenantView {
    let rows = desk.rows("").await;
    let row = rows
        .iter()
        .find(|row| row.state == LifecycleName::Active)
        .unwrap();
    show(desk, &row.tenant).await
}

#[tokio::test]
async fn a_user_id_belongs_to_one_tenant() {
    let desk = Desk::open().await;
    let known = connected(&desk).await;
    let before = find(&desk, "").await.len();
    let fault = desk.app.run(tenant(&known.row.user)).await.unwrap_err();
    assert_eq!(fault.code, Code::TenantKnown);
    assert!(fault.message.contains(&known.row.name), "{}", fault.message);
    assert_eq!(find(&desk, "").await.len(), before);
}

#[tokio::test]
async fn tenants_stand_in_the_order_of_their_names_as_they_are_seen() {
    let desk = Desk::open().await;
    // Named after their ids: one in capitals, and one with a letter in front that nobody sees.
    let ordered = ["ORDER OF ADA", "\u{200b}Order of Ben", "order of Cyril"];
    for user in ordered.iter().rev() {
        desk.app.run(tenant(user)).await.unwrap();
    }
    let found = find(&desk, "order of").await;
    let users: Vec<_> = found.iter().map(|row| row.user.as_str()).collect();
    assert_eq!(users, ordered);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_and_nothing_is_saved() {
    let desk = Desk::open().await;
    let fine = tenant("acme-new");
    for bad in [
        SaveTenant {
            user: " ".into(),
            ..fine.clone()
        },
        SaveTenant {
            name: "a\u{7}b".into(),
            ..fine.clone()
        },
        SaveTenant {
            contact: "maya".into(),
            ..fine.clone()
        },
        SaveTenant {
            expected: "acme".into(),
            ..fine.clone()
        },
        SaveTenant {
            tags: vec!["a,b".into()],
            ..fine.clone()
        },
    ] {
        let fault = desk.app.run(bad.clone()).await.unwrap_err();
        assert_eq!(fault.code, Code::BadInput, "{bad:?}");
        assert!(
            fault.message.ends_with("Nothing was saved."),
            "{}",
            fault.message
        );
    }
    assert!(find(&desk, "acme-new").await.is_empty());
    assert!(desk.audit().await.is_empty());
}

#[tokio::test]
async fn a_tenant_that_is_called_by_a_long_user_id_can_be_changed() {
    let desk = Desk::open().await;
    let endless = "x".repeat(250);
    for user in ["tenant-7d444840-9dc0-11d1-b245-5ffdce74fad2", &endless] {
        let fresh = desk.app.run(tenant(user)).await.unwrap();
        assert_eq!(fresh.name, user, "nobody named it");
        let tagged = SaveTenant {
            tenant: Some(fresh.id.clone()),
            name: fresh.name,
            tags: vec!["vip".into()],
            ..tenant(user)
        };
        desk.app.run(tagged.clone()).await.unwrap();
        assert_eq!(show(&desk, &fresh.id).await.details.tags, ["vip"]);

        let pasted = SaveTenant {
            name: "ak_8f3b17e6a905c4d2".into(),
            ..tagged
        };
        let fault = desk.app.run(pasted).await.unwrap_err();
        assert_eq!(fault.code, Code::BadInput, "a key is no name, here either");
    }
}

#[tokio::test]
async fn the_user_id_stays_once_integrations_hang_on_it() {
    let desk = Desk::open().await;
    let known = connected(&desk).await;
    assert!(known.user_fixed);
    let moved = SaveTenant {
        tenant: Some(known.row.id.clone()),
        ..tenant("somebody-else")
    };
    let fault = desk.app.run(moved).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert_eq!(show(&desk, &known.row.id).await.row.user, known.row.user);

    let fresh = desk.app.run(tenant("mistyped")).await.unwrap();
    let mended = SaveTenant {
        tenant: Some(fresh.id.clone()),
        ..tenant("well-typed")
    };
    desk.app.run(mended).await.unwrap();
    assert_eq!(show(&desk, &fresh.id).await.row.user, "well-typed");
    assert!(find(&desk, "mistyped").await.is_empty());
}

#[tokio::test]
async fn a_tenant_with_accounts_at_composio_is_not_deleted_and_they_are_named() {
    let desk = Desk::open().await;
    let known = connected(&desk).await;
    let ask = DeleteTenant {
        tenant: known.row.id.clone(),
    };
    let fault = desk.app.run(ask).await.unwrap_err();
    assert_eq!(fault.code, Code::TenantInUse);
    for row in &known.integrations {
        if let Some(account) = desk.show(&row.id).await.account {
            assert!(
                fault.message.contains(account.as_str()),
                "{}",
                fault.message
            );
        }
    }
    assert_eq!(show(&desk, &known.row.id).await, known);
}

#[tokio::test]
async fn a_tenant_without_anything_is_deleted_and_its_user_id_is_free_again() {
    let desk = Desk::open().await;
    let fresh = desk.app.run(tenant("acme-new")).await.unwrap();
    let ask = DeleteTenant {
        tenant: fresh.id.clone(),
    };
    desk.app.run(ask).await.unwrap();
    assert!(find(&desk, "acme-new").await.is_empty());
    desk.app.run(tenant("acme-new")).await.unwrap();
    let said: Vec<_> = desk
        .audit()
        .await
        .into_iter()
        .map(|row| row.action)
        .collect();
    assert_eq!(said, ["Add a tenant", "Delete a tenant", "Add a tenant"]);
}

#[tokio::test]
async fn a_tenant_and_its_rows_are_found_by_everything_a_person_said_of_it() {
    let desk = Desk::open().await;
    let known = connected(&desk).await;
    let said = SaveTenant {
        tenant: Some(known.row.id.clone()),
        name: "Zebra Crossings".into(),
        contact: "maya@zebra.example".into(),
        expected: "@zebra-crossings.example".into(),
        tags: vec!["enterprise-plan".into()],
        ..tenant(&known.row.user)
    };
    desk.app.run(said).await.unwrap();
    for text in [
        "zebra cross",
        "MAYA@zebra",
        "zebra-crossings.ex",
        "enterprise-plan",
        &known.row.user,
    ] {
        let found = find(&desk, text).await;
        assert!(found.iter().any(|hit| hit.id == known.row.id), "{text}");
        let rows = desk.rows(text).await;
        assert!(rows.iter().any(|hit| hit.tenant == known.row.id), "{text}");
    }
    let row = desk.show(&known.integrations[0].id).await;
    assert_eq!(row.row.tenant_name, "Zebra Crossings");
    // The order by name follows.
    let names: Vec<_> = desk
        .rows("")
        .await
        .into_iter()
        .map(|row| row.tenant_name)
        .collect();
    assert!(
        names.is_sorted_by_key(|name| name.to_lowercase()),
        "{names:?}"
    );
}

#[tokio::test]
async fn what_was_said_of_a_tenant_outlives_the_program_and_the_next_reading() {
    let desk = Desk::open().await;
    let known = connected(&desk).await;
    let said = SaveTenant {
        tenant: Some(known.row.id.clone()),
        name: "Kept".into(),
        expected: "kept.example".into(),
        ..tenant(&known.row.user)
    };
    desk.app.run(said).await.unwrap();
    let desk = desk.restart().await;
    desk.app.run(wire::SyncNow {}).await.unwrap();
    desk.synced().await;
    let view = show(&desk, &known.row.id).await;
    assert_eq!(view.row.name, "Kept");
    let expected = view.details.expected.map(|expected| expected.to_string());
    assert_eq!(expected.as_deref(), Some("@kept.example"));
}

/// The newest entry of the audit list, before and after, as lines.
async fn last_change(desk: &Desk) -> (String, Vec<String>, Vec<String>) {
    let row = desk.audit().await.swap_remove(0);
    let lines = |value: Option<String>| {
        let value = value.unwrap_or_default();
        value.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    (row.action, lines(row.before), lines(row.after))
}

#[tokio::test]
async fn the_audit_list_has_what_an_edit_changed_before_and_after_and_nothing_else() {
    let desk = Desk::open().await;
    let mut ask = SaveTenant {
        name: "Acme".into(),
        contact: "maya@acme.example".into(),
        ..tenant("acme-new")
    };
    let added = desk.app.run(ask.clone()).await.unwrap();
    let (action, before, after) = last_change(&desk).await;
    assert_eq!((action.as_str(), before.len()), ("Add a tenant", 0));
    assert_eq!(
        after,
        [
            "Name: Acme",
            "User ID: acme-new",
            "Contact: maya@acme.example"
        ]
    );

    ask.tenant = Some(added.id.clone());
    ask.contact = String::new();
    ask.expected = "acme.example".into();
    ask.tags = vec!["pilot".into(), "eu".into()];
    desk.app.run(ask.clone()).await.unwrap();
    let (action, before, after) = last_change(&desk).await;
    assert_eq!(action, "Change a tenant");
    assert_eq!(
        before,
        [
            "Contact: maya@acme.example",
            "Expected account: None",
            "Tags: None"
        ]
    );
    assert_eq!(after[0], "Contact: None");
    assert!(after[1].starts_with("Expected account: ") && after[1].ends_with("acme.example"));
    assert_eq!(after[2], "Tags: pilot, eu");

    let tenant = added.id;
    desk.app.run(DeleteTenant { tenant }).await.unwrap();
    let (action, before, after) = last_change(&desk).await;
    assert_eq!((action.as_str(), after.len()), ("Delete a tenant", 0));
    assert_eq!(before[0], "Name: Acme");
    let verdict = desk.app.run(wire::VerifyAudit {}).await.unwrap();
    assert_eq!(
        verdict.project.broken_at, None,
        "the chain holds over all of it"
    );
}

#[tokio::test]
async fn a_tenant_s_page_alarms_for_what_the_list_counts_and_for_no_unused_link() {
    let desk = Desk::open().await;
    let needs = Narrow {
        view: ListView::NeedsAction,
        ..Narrow::default()
    };
    let unused = Narrow {
        cause: Some(Cause::LinkUnused),
        ..Narrow::default()
    };
    let needing = desk.narrowed(needs, None).await.rows;
    let unused = desk.narrowed(unused, None).await.rows;
    assert!(!needing.is_empty() && !unused.is_empty());
    let counted: BTreeSet<_> = needing.iter().map(|row| row.id.clone()).collect();
    for row in needing.iter().chain(&unused) {
        let view = show(&desk, &row.tenant).await;
        let mut wanted: Vec<_> = view.integrations.iter().map(|row| row.id.clone()).collect();
        wanted.retain(|id| counted.contains(id));
        assert_eq!(
            view.row.needs_action as usize,
            wanted.len(),
            "{}",
            view.row.name
        );
        assert_eq!(view.needs_action, wanted, "{}", view.row.name);
    }
    for row in &unused {
        let view = show(&desk, &row.tenant).await;
        assert!(!view.needs_action.contains(&row.id), "{}", view.row.name);
    }
}
