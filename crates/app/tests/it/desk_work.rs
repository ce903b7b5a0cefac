//! Notes, pins, recent tenants, labels.

use domain::{LifecycleName, TenantId};
use wire::{
    AddNote, Code, FindRecent, IntegrationRow, NoteView, OpenNoteLink, PinTenant, RemoveNote,
    SetLabels, ShowTenant, VisitTenant,
};

use crate::desk::Desk;

async fn a_row(desk: &Desk) -> IntegrationRow {
    let rows = desk.rows("").await;
    rows.into_iter()
        .find(|row| row.state == LifecycleName::Active)
        .unwrap()
}

async fn notes(desk: &Desk, tenant: &TenantId) -> Vec<NoteView> {
    let ask = ShowTenant {
        tenant: tenant.clone(),
    };
    desk.app.run(ask).await.unwrap().notes
}

fn note(row: &IntegrationRow, text: &str) -> AddNote {
    AddNote {
        tenant: row.tenant.clone(),
        integration: Some(row.id.clone()),
        text: text.into(),
    }
}

#[tokio::test]
async fn an_empty_note_a_book_and_a_note_on_nothing_are_refused() {
    let desk = Desk::open().await;
    let row = a_row(&desk).await;
    for text in [" ", &"x".repeat(1_001)] {
        let fault = desk.app.run(note(&row, text)).await.unwrap_err();
        assert_eq!(fault.code, Code::BadInput);
    }
    let elsewhere = AddNote {
        tenant: TenantId::parse("nobody").unwrap(),
        ..note(&row, "lost")
    };
    let fault = desk.app.run(elsewhere).await.unwrap_err();
    assert_eq!(fault.code, Code::UnknownRow);
    assert!(notes(&desk, &row.tenant).await.is_empty());
}

#[tokio::test]
async fn what_looks_like_a_key_is_cut_before_a_note_is_kept() {
    let desk = Desk::open().await;
    let row = a_row(&desk).await;
    let key = "ak_not_a_real_key_0123456789";
    desk.app
        .run(note(&row, &format!("they sent {key}")))
        .await
        .unwrap();
    let kept = notes(&desk, &row.tenant).await;
    assert!(!kept[0].text.contains(key), "{}", kept[0].text);
    let audit = format!("{:?}", desk.audit().await);
    let story = format!("{:?}", desk.show(&row.id).await.timeline);
    assert!(!audit.contains(key) && !story.contains(key));
}

#[tokio::test]
async fn only_an_https_link_is_opened_and_the_window_never_names_it() {
    let desk = Desk::open().await;
    let row = a_row(&desk).await;
    for text in [
        "http://tickets.example/1",
        "see https://tickets.example/4711.",
    ] {
        desk.app.run(note(&row, text)).await.unwrap();
    }
    let kept = notes(&desk, &row.tenant).await;
    let links: Vec<_> = kept.iter().map(|note| note.link.as_deref()).collect();
    assert_eq!(links, [Some("tickets.example"), None]);
    let open = |note: &NoteView| OpenNoteLink {
        tenant: row.tenant.clone(),
        note: note.id.clone(),
    };
    let fault = desk.app.run(open(&kept[1])).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    desk.app.run(open(&kept[0])).await.unwrap();
    let opened = desk.host.opened.lock().unwrap().clone();
    assert_eq!(opened, ["https://tickets.example/4711"]);
}

#[tokio::test]
async fn the_newest_note_comes_first_with_who_wrote_it_on_the_row_and_on_the_tenant() {
    let desk = Desk::open().await;
    let row = a_row(&desk).await;
    desk.app.run(note(&row, "Calendar stopped")).await.unwrap();
    let of_tenant = AddNote {
        integration: None,
        ..note(&row, "Renewal in May")
    };
    desk.app.run(of_tenant).await.unwrap();
    let said: Vec<_> = notes(&desk, &row.tenant)
        .await
        .into_iter()
        .map(|note| (note.text, note.author, note.toolkit_name.is_some()))
        .collect();
    let jo = || "Jo".to_owned();
    assert_eq!(
        said,
        [
            ("Renewal in May".to_owned(), jo(), false),
            ("Calendar stopped".to_owned(), jo(), true)
        ]
    );
    let pane = desk.show(&row.id).await;
    assert_eq!(pane.notes.len(), 2);
    assert_eq!(pane.timeline[0].title, "Note added");
}

#[tokio::test]
async fn a_note_that_is_removed_leaves_its_trace_in_the_audit_list() {
    let desk = Desk::open().await;
    let row = a_row(&desk).await;
    desk.app.run(note(&row, "Wrong customer")).await.unwrap();
    let ask = RemoveNote {
        tenant: row.tenant.clone(),
        note: notes(&desk, &row.tenant).await[0].id.clone(),
    };
    desk.app.run(ask.clone()).await.unwrap();
    assert!(notes(&desk, &row.tenant).await.is_empty());
    let fault = desk.app.run(ask).await.unwrap_err();
    assert_eq!(fault.code, Code::UnknownRow);
    assert_eq!(desk.audit().await[0].action, "Remove a note");
}

#[tokio::test]
async fn the_list_tells_what_was_noted_last_on_a_row_or_on_its_tenant() {
    let desk = Desk::open().await;
    let row = a_row(&desk).await;
    assert_eq!(row.note, None);
    let told = async |desk: &Desk| {
        let all = desk.rows("").await;
        all.into_iter().find(|it| it.id == row.id).unwrap().note
    };
    let long = format!("Ticket 7: asked\nby phone {}", "again ".repeat(40));
    desk.app.run(note(&row, &long)).await.unwrap();
    let hint = told(&desk).await.unwrap();
    assert!(hint.starts_with("Jo: Ticket 7: asked by phone again"));
    assert!(hint.ends_with('…') && hint.chars().count() < 160, "{hint}");
    let whole = AddNote {
        integration: None,
        ..note(&row, "Call before you reconnect")
    };
    desk.app.run(whole).await.unwrap();
    let newest = Some("Jo: Call before you reconnect");
    assert_eq!(told(&desk).await.as_deref(), newest);

    let desk = desk.restart().await;
    assert_eq!(told(&desk).await.as_deref(), newest, "and after a restart");
    let ask = RemoveNote {
        tenant: row.tenant.clone(),
        note: notes(&desk, &row.tenant).await[0].id.clone(),
    };
    desk.app.run(ask).await.unwrap();
    assert_eq!(told(&desk).await, Some(hint), "the one before it");
}

async fn offered(desk: &Desk, text: &str) -> Vec<(TenantId, bool)> {
    let ask = FindRecent { text: text.into() };
    let view = desk.app.run(ask).await.unwrap();
    view.tenants
        .into_iter()
        .map(|it| (it.id, it.pinned))
        .collect()
}

#[tokio::test]
async fn recent_tenants_come_first_then_pinned_ones_and_both_outlive_the_program() {
    let desk = Desk::open().await;
    assert!(offered(&desk, "").await.is_empty());
    let mut tenants: Vec<TenantId> = Vec::new();
    for row in desk.rows("").await {
        if !tenants.contains(&row.tenant) {
            tenants.push(row.tenant);
        }
    }
    let [first, second, pinned, ..] = tenants.as_slice() else {
        panic!("the demo project has tenants");
    };
    for tenant in [first, second] {
        let tenant = tenant.clone();
        desk.app.run(VisitTenant { tenant }).await.unwrap();
    }
    let ask = PinTenant {
        tenant: pinned.clone(),
        pinned: true,
    };
    desk.app.run(ask.clone()).await.unwrap();
    let expected = [
        (second.clone(), false),
        (first.clone(), false),
        (pinned.clone(), true),
    ];
    assert_eq!(offered(&desk, "").await, expected);

    let desk = desk.restart().await;
    assert_eq!(offered(&desk, "").await, expected);
    let unpin = PinTenant {
        pinned: false,
        ..ask
    };
    desk.app.run(unpin).await.unwrap();
    assert_eq!(offered(&desk, "").await, expected[..2]);
}

#[tokio::test]
async fn what_is_typed_finds_tenants_that_nobody_visited() {
    let desk = Desk::open().await;
    let row = a_row(&desk).await;
    let found = offered(&desk, &row.tenant_name).await;
    assert!(found.iter().any(|(id, _)| *id == row.tenant));
    assert!(offered(&desk, "no such tenant anywhere").await.is_empty());
}

#[tokio::test]
async fn a_row_is_found_by_its_labels_until_they_are_taken_away() {
    let desk = Desk::open().await;
    let row = a_row(&desk).await;
    let ask = |labels: &[&str]| SetLabels {
        integration: row.id.clone(),
        labels: labels.iter().map(|it| (*it).to_owned()).collect(),
    };
    let fault = desk.app.run(ask(&["a,b"])).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    desk.app.run(ask(&["billing-mailbox"])).await.unwrap();
    let desk = desk.restart().await;
    let found = desk.rows("BILLING-mail").await;
    assert_eq!(
        found.iter().map(|hit| &hit.id).collect::<Vec<_>>(),
        [&row.id]
    );
    assert_eq!(desk.show(&row.id).await.labels, ["billing-mailbox"]);
    desk.app.run(ask(&[])).await.unwrap();
    assert!(desk.rows("BILLING-mail").await.is_empty());
}
