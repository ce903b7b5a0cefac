//! The history of a row: page by page, by kind, and by indexes.

use domain::{LifecycleName, LineKind, Moved, Trigger};
use sqlx::{AssertSqlSafe, Connection, Row};
use store::{Change, HistoryFilter, HistoryPlace, Store, TimelineEntry};

use crate::fixtures::{Home, integration_id, line};

/// Sixty lines of row 1, four to a moment, of every kind in turn; and some of row 2.
async fn filled(store: &Store) {
    let of = |n: usize| {
        let mut entry = line(1, i64::try_from(n).unwrap() / 4, &format!("line {n}"));
        entry.kind = LineKind::ALL[n % LineKind::ALL.len()];
        entry
    };
    let others = (0..9).map(|n| line(2, n, "of another row"));
    let change = Change {
        timeline: (0..60).map(of).chain(others).collect(),
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
}

/// Every page, as somebody sees them who asks for older ones until there are none.
async fn pages(store: &Store, kind: Option<LineKind>, limit: u32) -> Vec<Vec<TimelineEntry>> {
    let mut before: Option<HistoryPlace> = None;
    let mut all = Vec::new();
    loop {
        let filter = HistoryFilter {
            kind,
            before,
            limit,
        };
        let page = store.history(&integration_id(1), filter).await.unwrap();
        all.push(page.lines);
        before = page.older;
        if before.is_none() {
            return all;
        }
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_or_a_line_twice() {
    let home = Home::new();
    let store = home.open().await;
    filled(&store).await;
    let newest_first: Vec<String> = (0..60).rev().map(|n| format!("line {n}")).collect();
    for limit in [1, 7, 20, 59, 60, 61, 500] {
        let pages = pages(&store, None, limit).await;
        assert!(
            pages.iter().all(|page| !page.is_empty()),
            "an empty page was promised, {limit} at a time"
        );
        let titles: Vec<String> = pages.into_iter().flatten().map(|it| it.title).collect();
        assert_eq!(titles, newest_first, "{limit} at a time");
    }
}

#[tokio::test]
async fn a_kind_is_paged_by_itself() {
    let home = Home::new();
    let store = home.open().await;
    filled(&store).await;
    for kind in LineKind::ALL {
        let pages = pages(&store, Some(kind), 5).await;
        let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
        assert_eq!(sizes, [5, 5, 2], "{kind:?}");
        assert!(pages.iter().flatten().all(|line| line.kind == kind));
    }
}

#[tokio::test]
async fn a_line_that_is_written_meanwhile_does_not_shift_the_older_ones() {
    let home = Home::new();
    let store = home.open().await;
    filled(&store).await;
    let first = HistoryFilter {
        limit: 10,
        ..HistoryFilter::default()
    };
    let page = store.history(&integration_id(1), first).await.unwrap();
    let news = Change {
        timeline: vec![line(1, 99, "news")],
        ..Change::default()
    };
    store.settle(&news).await.unwrap();
    let next = HistoryFilter {
        before: page.older,
        ..first
    };
    let next = store.history(&integration_id(1), next).await.unwrap();
    assert_eq!(next.lines[0].title, "line 49");
}

#[tokio::test]
async fn every_page_is_found_by_an_index_and_none_is_sorted() {
    let home = Home::new();
    home.open().await.close().await;
    let mut raw = home.raw().await;
    for (filter, index) in [
        ("", "timeline_by_integration"),
        ("AND kind = 'check'", "timeline_by_kind"),
    ] {
        let plan = format!(
            "EXPLAIN QUERY PLAN SELECT * FROM timeline WHERE integration = 'a' {filter}
             AND (at, id) < (5, 5) ORDER BY at DESC, id DESC LIMIT 21"
        );
        let steps: Vec<String> = sqlx::query(AssertSqlSafe(plan))
            .fetch_all(&mut raw)
            .await
            .unwrap()
            .iter()
            .map(|row| row.get::<String, _>("detail"))
            .collect();
        let said = steps.join("; ");
        assert!(said.contains(index), "{said}");
        assert!(!said.contains("TEMP B-TREE"), "{said}");
    }
}

#[tokio::test]
async fn the_history_of_a_file_from_before_is_told_apart_by_its_titles() {
    let home = Home::new();
    let store = home.open().await;
    filled(&store).await;
    store.close().await;
    // As the version before left it.
    let mut raw = home.raw().await;
    for step in [
        "DELETE FROM timeline",
        "DROP INDEX timeline_by_kind",
        "ALTER TABLE timeline DROP COLUMN kind",
        "ALTER TABLE timeline DROP COLUMN was",
        "ALTER TABLE timeline DROP COLUMN moved_by",
        "ALTER TABLE marks DROP COLUMN visit",
        "DELETE FROM _sqlx_migrations WHERE version >= 9",
    ] {
        sqlx::query(step).execute(&mut raw).await.unwrap();
    }
    for title in [
        "Check failed",
        "Note added",
        "Sign-in cancelled",
        "Status changed from Active to Expired",
    ] {
        sqlx::query(
            "INSERT INTO timeline (integration, at, title, state) VALUES ($1, 1, $2, 'expired')",
        )
        .bind(integration_id(1).as_str())
        .bind(title)
        .execute(&mut raw)
        .await
        .unwrap();
    }
    raw.close().await.unwrap();
    let store = home.open().await;
    let lines = pages(&store, None, 10).await.concat();
    let kinds: Vec<LineKind> = lines.iter().rev().map(|line| line.kind).collect();
    assert_eq!(
        kinds,
        [
            LineKind::Check,
            LineKind::Note,
            LineKind::Link,
            LineKind::Status
        ]
    );
    assert!(lines.iter().all(|line| line.moved.is_none()));
}

#[tokio::test]
async fn where_a_state_came_from_survives_a_restart() {
    let home = Home::new();
    let store = home.open().await;
    let mut moved = line(1, 5, "Recovered by itself after 3 min");
    moved.state = Some(LifecycleName::Active);
    moved.moved = Some(Moved {
        from: LifecycleName::Error,
        by: Trigger::Check,
    });
    let change = Change {
        timeline: vec![moved.clone()],
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
    store.close().await;
    let store = home.open().await;
    assert_eq!(pages(&store, None, 10).await.concat(), [moved]);
}
