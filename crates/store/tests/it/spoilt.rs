//! What is kept of a file in which single cells or pages are spoilt.

use domain::TenantId;
use sqlx::Connection;
use store::{AuditKind, AuditLine, Change, Error, Lost, MarkRecord, NoteRecord, Rescued, Store};

use crate::audit_chain::run;
use crate::fixtures::{
    Home, at, attempt, audit, first_fill, history_of, integration_id, line, tenant,
};

const ALL: usize = 200;

fn note(n: usize) -> NoteRecord {
    NoteRecord {
        id: format!("note-{n}"),
        tenant: tenant(n).id,
        integration: None,
        at: at(500 + i64::try_from(n).unwrap()),
        author: "rosa".to_owned(),
        text: format!("text of note {n:05}"),
        link: None,
    }
}

/// A file with many of each, closed and with nothing left in its log.
async fn filled() -> Home {
    let home = Home::in_memory();
    let store = home.open().await;
    let mut change = first_fill(ALL);
    for (n, row) in change.integrations.iter_mut().enumerate() {
        row.connection.status_reason = Some(format!("reason {:05}", n + 1));
    }
    change.notes = (1..=ALL).map(note).collect();
    change.timeline = (1..=ALL)
        .map(|n| line(n, 700, &format!("title {n:05}")))
        .collect();
    change.labels = (1..=ALL)
        .map(|n| (integration_id(n), vec![format!("label {n:05}")]))
        .collect();
    change.attempts = (1..=ALL)
        .map(|n| attempt(&format!("trip-{n}"), n))
        .collect();
    change.marks = (1..=ALL)
        .map(|n| MarkRecord {
            tenant: tenant(n).id,
            visited_at: None,
            visit: None,
            pinned_at: Some(at(7)),
        })
        .collect();
    store.settle(&change).await.unwrap();
    store
        .audit(&audit(AuditKind::Observed, "deed", None))
        .await
        .unwrap();
    store.close().await;
    home
}

async fn sql(home: &Home, text: &str) {
    let mut raw = home.raw().await;
    run(&mut raw, text.to_owned()).await;
    raw.close().await.unwrap();
}

/// Spoils the page on which this text stands. It is to stand on one only.
fn spoil_page_of(home: &Home, text: &str) {
    const PAGE: usize = 4_096;
    let mut bytes = std::fs::read(home.file()).unwrap();
    let found: Vec<usize> = bytes
        .windows(text.len())
        .enumerate()
        .filter(|(_, window)| *window == text.as_bytes())
        .map(|(place, _)| place / PAGE)
        .collect();
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    bytes[found[0] * PAGE..(found[0] + 1) * PAGE].fill(0xff);
    std::fs::write(home.file(), bytes).unwrap();
}

async fn rescued(home: &Home) -> (Store, Rescued) {
    Store::rescue(&home.file(), |_| None).await.unwrap()
}

#[tokio::test]
async fn one_bad_cell_costs_a_tenant_its_details_and_nobody_anything_else() {
    for bad in [
        "tags = 'not json'",
        "expected = 'not an address'",
        "name = CAST(x'ff' AS TEXT), tags = '?'",
    ] {
        let home = filled().await;
        sql(
            &home,
            &format!("UPDATE tenants SET {bad} WHERE id = 'tenant-7'"),
        )
        .await;
        let (store, told) = rescued(&home).await;
        assert_eq!((told.tenants, told.rows), (ALL, ALL), "{bad}");
        let lost = Lost {
            others: 1,
            ..Lost::default()
        };
        assert_eq!(told.lost, lost, "{bad}");
        let notes = store.notes(&tenant(7).id, 9).await.unwrap();
        assert_eq!(notes, [note(7)], "{bad}");
    }
}

#[tokio::test]
async fn a_bad_cell_of_what_hangs_on_a_row_costs_only_itself() {
    let home = filled().await;
    for spoil in [
        "UPDATE notes SET tenant = '' WHERE id = 'note-3'",
        "UPDATE attempts SET state = 'dreaming' WHERE id = 'trip-4'",
        "UPDATE timeline SET kind = 'rumour' WHERE id IN (5, 6)",
        "UPDATE labels SET words = '?' WHERE integration = 'integration-7'",
        "UPDATE marks SET tenant = '' WHERE tenant = 'tenant-8'",
        "INSERT INTO auth_defaults VALUES ('', NULL, ''), ('gmail', NULL, 'ac_gmail')",
        "INSERT INTO meta VALUES ('template', 'Hello')",
    ] {
        sql(&home, spoil).await;
    }
    let (store, told) = rescued(&home).await;
    assert_eq!((told.tenants, told.rows), (ALL, ALL));
    let lost = Lost {
        notes: 1,
        lines: 2,
        labels: 1,
        others: 3,
        ..Lost::default()
    };
    assert_eq!(told.lost, lost);
    let roster = store.roster().await.unwrap();
    assert_eq!(roster.notes.len(), ALL - 1);
    assert_eq!(roster.labels.len(), ALL - 1);
    assert_eq!(roster.marks.len(), ALL - 1);
    assert_eq!(roster.connecting.defaults.len(), 1);
    assert_eq!(store.attempts_open().await.unwrap().len(), ALL - 1);
    assert_eq!(history_of(&store, &integration_id(4), 9).await.len(), 1);
    assert_eq!(history_of(&store, &integration_id(5), 9).await.len(), 0);
}

#[tokio::test]
async fn a_damaged_page_costs_what_is_on_it_and_not_what_comes_after_it() {
    for (text, of) in [
        ("reason 00100", "rows"),
        ("text of note 00100", "notes"),
        ("title 00100", "lines"),
        ("label 00100", "labels"),
        // The last page of a table, which is where a search for its end comes by.
        ("reason 00200", "rows"),
        ("title 00200", "lines"),
    ] {
        let home = filled().await;
        spoil_page_of(&home, text);
        let (store, told) = rescued(&home).await;
        let lost = match of {
            "rows" => told.lost.rows,
            "notes" => told.lost.notes,
            "lines" => told.lost.lines,
            _ => told.lost.labels,
        };
        let roster = store.roster().await.unwrap();
        let kept = match of {
            "rows" => roster.integrations.len(),
            "notes" => roster.notes.len(),
            "labels" => roster.labels.len(),
            _ => {
                let all: Vec<_> = (1..=ALL).map(integration_id).collect();
                store.timeline_of(&all, 1_000).await.unwrap().len()
            }
        };
        assert!(kept > ALL / 4 && kept < ALL, "{text}: {kept} were kept");
        assert_eq!(kept + lost, ALL, "{text}: what is gone is counted");
        assert!(!told.lost.uncounted, "{text}");
        assert_eq!(told.tenants, ALL, "{text}");
    }
}

#[tokio::test]
async fn tenants_on_a_damaged_page_are_made_again_for_their_rows() {
    let home = filled().await;
    spoil_page_of(&home, "Customer 00100");
    let (store, told) = rescued(&home).await;
    assert_eq!((told.tenants, told.rows), (ALL, ALL));
    assert_eq!((told.lost.tenants, told.lost.rows), (0, 0));
    assert!(told.lost.others > 0, "what a person said of them is gone");
    let roster = store.roster().await.unwrap();
    let again = roster.tenants.iter().find(|it| it.id == tenant(100).id);
    let again = again.unwrap();
    assert_eq!(again.user, tenant(100).user, "who it is at Composio");
    assert_eq!(again.name, "user-100", "its name is gone");
    assert_eq!(again.created_at, at(600), "as old as its first note");
    assert_eq!(store.notes(&tenant(100).id, 9).await.unwrap(), [note(100)]);
}

#[tokio::test]
async fn a_row_whose_tenant_cannot_be_made_again_is_counted_as_lost() {
    let home = filled().await;
    sql(&home, "DELETE FROM tenants WHERE id = 'tenant-9'").await;
    let (_, told) = rescued(&home).await;
    assert_eq!((told.tenants, told.rows), (ALL - 1, ALL - 1));
    assert_eq!((told.lost.rows, told.lost.notes), (1, 1));
}

#[tokio::test]
async fn what_stands_twice_in_a_damaged_file_stops_no_rescue() {
    let home = filled().await;
    // As tables are whose indexes were damaged: nothing keeps a key from coming twice.
    for table in ["tenants", "notes", "attempts"] {
        let twice = format!(
            "CREATE TABLE other AS SELECT * FROM {table};
             DROP TABLE {table};
             ALTER TABLE other RENAME TO {table};
             INSERT INTO {table} SELECT * FROM {table} LIMIT 3"
        );
        sql(&home, &twice).await;
    }
    sql(
        &home,
        "UPDATE attempts SET state = 'cancelled' WHERE id = 'trip-1';
         INSERT INTO tenants SELECT 'tenant-other', user_id, name, created_at, version, contact,
           expected, tags FROM tenants WHERE id = 'tenant-5'",
    )
    .await;
    let (store, told) = rescued(&home).await;
    assert_eq!(told.rows, ALL);
    let roster = store.roster().await.unwrap();
    assert_eq!((roster.tenants.len(), roster.notes.len()), (ALL, ALL));
    assert_eq!(told.tenants, ALL, "each is counted once");
    assert_eq!((told.lost.tenants, told.lost.notes), (1, 0));
    let other = TenantId::parse("tenant-other").unwrap();
    assert!(roster.tenants.iter().all(|it| it.id != other));
}

#[tokio::test]
async fn a_damaged_file_of_an_older_version_is_read_as_one_of_this() {
    let home = filled().await;
    sql(
        &home,
        "ALTER TABLE marks DROP COLUMN visit;
         DELETE FROM _sqlx_migrations WHERE version = 10;
         UPDATE integrations SET state_data = '?' WHERE id = 'integration-9'",
    )
    .await;
    let before = std::fs::read(home.file()).unwrap();
    let (store, told) = rescued(&home).await;
    assert_eq!((told.rows, told.lost.rows), (ALL - 1, 1));
    assert_eq!(store.roster().await.unwrap().marks.len(), ALL);
    assert!(
        std::fs::read(told.aside).unwrap() == before,
        "a damaged file is never written to"
    );
}

#[tokio::test]
async fn of_a_file_that_is_none_nothing_is_said_to_be_kept() {
    let home = filled().await;
    std::fs::write(home.file(), [b'x'; 65_536]).unwrap();
    let (store, told) = rescued(&home).await;
    assert_eq!((told.tenants, told.rows, told.audit), (0, 0, 0));
    assert!(told.lost.uncounted, "{told:?}");
    assert_eq!(store.rescued().await.unwrap(), Some(told));
}

#[tokio::test]
async fn the_lines_after_a_break_of_the_audit_list_are_counted() {
    let home = filled().await;
    let store = home.open().await;
    let change = Change {
        audit: vec![audit(AuditKind::Observed, "deed", None); 9],
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
    store.close().await;
    sql(&home, "UPDATE audit SET actor = 'eve' WHERE seq = 4").await;
    let (_, told) = rescued(&home).await;
    assert_eq!((told.audit, told.lost.audit), (3, 7));
}

#[tokio::test]
async fn an_open_intent_that_cannot_be_read_is_open_until_its_outcome_is_written() {
    let home = Home::in_memory();
    let store = home.open().await;
    for _ in 0..2 {
        let intent = audit(AuditKind::Intent, "connect", None);
        store.audit(&intent).await.unwrap();
    }
    store.close().await;
    let spoil = "UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE seq = 1";
    sql(&home, spoil).await;
    let store = home.open().await;
    let open = async || -> Vec<(i64, bool)> {
        let lines = store.open_intents().await.unwrap();
        let told = |line: AuditLine| (line.seq(), line.row().is_some());
        lines.into_iter().map(told).collect()
    };
    assert_eq!(open().await, [(1, false), (2, true)]);
    let unknown = audit(AuditKind::Outcome, "unreadable", Some(1));
    store.audit(&unknown).await.unwrap();
    assert_eq!(open().await, [(2, true)]);
}

#[tokio::test]
async fn where_there_is_no_file_there_is_nothing_to_rescue() {
    let home = Home::new();
    let told = Store::rescue(&home.file(), |_| None).await;
    assert!(matches!(told, Err(Error::Open { .. })), "{told:?}");
    assert!(!home.file().exists(), "and none is made");
}
