//! Whoever touches the audit list is found out.

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use store::{AuditCheck, AuditKind, AuditLine, AuditRow, Change, Store};

use crate::fixtures::{Home, audit, readable};

pub(crate) const ROWS: i64 = 12;

/// A store with a few audit rows, closed.
pub(crate) async fn written() -> Home {
    let home = Home::in_memory();
    let store = home.open().await;
    let intent = store
        .audit(&audit(AuditKind::Intent, "connect", None))
        .await
        .unwrap();
    let mut outcome = audit(AuditKind::Outcome, "connect", Some(intent));
    outcome.result = Some("connected".to_owned());
    let mut change = Change {
        audit: vec![outcome],
        ..Change::default()
    };
    for n in 3..=ROWS {
        let mut entry = audit(AuditKind::Observed, &format!("deed {n}"), None);
        entry.reason = (n % 2 == 0).then(|| format!("reason {n}"));
        entry.detail.before = (n % 3 == 0).then(|| format!("before {n}"));
        entry.detail.after = (n % 4 == 0).then(|| format!("after {n}"));
        entry.detail.request = (n % 5 == 0).then(|| format!("request {n}"));
        change.audit.push(entry);
    }
    let settled = store.settle(&change).await.unwrap();
    assert_eq!(settled.audit, (2..=ROWS).collect::<Vec<_>>());
    store.close().await;
    home
}

async fn check(home: &Home) -> AuditCheck {
    let store = home.open().await;
    let found = store.verify_audit().await.unwrap();
    store.close().await;
    found
}

pub(crate) async fn run(raw: &mut SqliteConnection, sql: String) -> u64 {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(raw)
        .await
        .unwrap()
        .rows_affected()
}

#[tokio::test]
async fn rows_are_numbered_without_gaps_and_hang_together() {
    let home = written().await;
    let found = check(&home).await;
    assert_eq!((found.rows, found.broken_at), (12, None));
}

#[tokio::test]
async fn many_who_write_at_once_make_one_chain() {
    let home = Home::new();
    let (store, other) = (home.open().await, home.open().await);
    let racers: Vec<_> = (0..40)
        .map(|n| {
            let store: Store = if n % 2 == 0 { &store } else { &other }.clone();
            tokio::spawn(async move {
                let entry = audit(AuditKind::Observed, &format!("deed {n}"), None);
                store.audit(&entry).await.unwrap()
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for racer in racers {
        numbers.push(racer.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    assert_eq!(check(&home).await.broken_at, None);
}

#[tokio::test]
async fn the_chain_is_walked_past_the_first_thousand() {
    let home = Home::new();
    let store = home.open().await;
    let change = Change {
        audit: (0..2_500)
            .map(|n| audit(AuditKind::Observed, &format!("deed {n}"), None))
            .collect(),
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
    let found = store.verify_audit().await.unwrap();
    assert_eq!((found.rows, found.broken_at), (2_500, None));
    let mut raw = home.raw().await;
    run(
        &mut raw,
        "UPDATE audit SET actor = 'eve' WHERE seq = 2049".to_owned(),
    )
    .await;
    assert_eq!(store.verify_audit().await.unwrap().broken_at, Some(2_049));
}

/// One way to touch the list, at one row.
#[derive(Debug, Clone)]
enum Touch {
    /// Another value in a column.
    Edit(&'static str, String),
    /// Nothing where there was something.
    Blank(&'static str),
    /// The row goes.
    Delete,
    /// The row goes, and those after it move up.
    DeleteAndRenumber,
    /// It and the next change places, hashes and all.
    Swap,
    /// A copy of it is put at the end, and the head with it.
    Replay,
    /// It and all after it go.
    Cut,
    /// The end is said to be elsewhere.
    MoveHead,
    /// The end is said to be nowhere.
    NoHead,
}

fn touch() -> impl Strategy<Value = Touch> {
    let column = prop::sample::select(vec![
        "actor",
        "kind",
        "action",
        "target",
        "integration",
        "result",
        "reason",
        "before",
        "after",
        "request",
        "hash",
    ]);
    let number = prop::sample::select(vec!["at", "intent"]);
    let blank = prop::sample::select(vec![
        "integration",
        "intent",
        "result",
        "reason",
        "before",
        "after",
        "request",
    ]);
    prop_oneof![
        6 => (column, "[a-z' ]{0,12}").prop_map(|(column, text)| {
            Touch::Edit(column, format!("'{}'", text.replace('\'', "''")))
        }),
        2 => (number, 100_i64..200).prop_map(|(column, n)| Touch::Edit(column, n.to_string())),
        2 => blank.prop_map(Touch::Blank),
        1 => Just(Touch::Delete),
        1 => Just(Touch::DeleteAndRenumber),
        1 => Just(Touch::Swap),
        1 => Just(Touch::Replay),
        1 => Just(Touch::Cut),
        1 => Just(Touch::MoveHead),
        1 => Just(Touch::NoHead),
    ]
}

const SWAP: &str = "UPDATE audit SET seq = seq + 1000 WHERE seq IN (ROW, ROW + 1);
     UPDATE audit SET seq = CASE seq WHEN ROW + 1000 THEN ROW + 1 ELSE ROW END
     WHERE seq > 1000";
const REPLAY: &str = "INSERT INTO audit SELECT 13, at, actor, kind, action, target,
       integration, intent, result, reason, hash, before, after, request
       FROM audit WHERE seq = ROW;
     UPDATE audit_head SET seq = 13, hash = (SELECT hash FROM audit WHERE seq = ROW)";

/// Touches the list; the first number that has to be found wrong, or nothing when
/// the touch happened to change nothing.
async fn apply(raw: &mut SqliteConnection, touch: &Touch, row: i64) -> Option<i64> {
    let sql = match touch {
        Touch::Edit(column, value) => {
            format!(
                "UPDATE audit SET {column} = {value} WHERE seq = {row} AND {column} IS NOT {value}"
            )
        }
        Touch::Blank(column) => {
            format!("UPDATE audit SET {column} = NULL WHERE seq = {row} AND {column} IS NOT NULL")
        }
        Touch::Delete => format!("DELETE FROM audit WHERE seq = {row}"),
        Touch::DeleteAndRenumber => format!(
            "DELETE FROM audit WHERE seq = {row};
             UPDATE audit SET seq = seq - 1 WHERE seq > {row}"
        ),
        Touch::Swap => SWAP.replace("ROW", &row.min(ROWS - 1).to_string()),
        Touch::Replay => REPLAY.replace("ROW", &row.to_string()),
        Touch::Cut => format!("DELETE FROM audit WHERE seq >= {row}"),
        Touch::MoveHead => format!("UPDATE audit_head SET seq = {}", row - 1),
        Touch::NoHead => "DELETE FROM audit_head".to_owned(),
    };
    let changed = run(raw, sql).await;
    let broken = match touch {
        Touch::Replay | Touch::MoveHead | Touch::NoHead => ROWS + 1,
        Touch::Swap => row.min(ROWS - 1),
        _ => row,
    };
    (changed > 0).then_some(broken)
}

#[test]
fn whatever_is_touched_is_found_where_it_was_touched() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let home = runtime.block_on(written());
    let original = std::fs::read(home.file()).unwrap();
    let cases = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(10_000)
    };
    proptest!(cases, |(touch in touch(), row in 1..=ROWS)| {
        std::fs::write(home.file(), &original).unwrap();
        let broken = runtime.block_on(async {
            let mut raw = home.raw().await;
            let expected = apply(&mut raw, &touch, row).await;
            raw.close().await.unwrap();
            (expected, check(&home).await.broken_at)
        });
        prop_assert_eq!(broken.0, broken.1, "{:?} at {}", touch, row);
    });
}

/// The hash of a row, made from the description in `src/chain.rs` alone: another
/// hand than the store's.
fn by_the_book(row: &AuditRow, previous: [u8; 32]) -> [u8; 32] {
    let mut content = Vec::from(previous);
    let detail = &row.entry.detail;
    let detailed = *detail != store::AuditDetail::default();
    content.extend(if detailed {
        b"switchboard.audit.v2"
    } else {
        b"switchboard.audit.v1"
    });
    content.extend(row.seq.to_be_bytes());
    content.extend(row.entry.at.millis().to_be_bytes());
    let text = |text: &str| [&(text.len() as u64).to_be_bytes(), text.as_bytes()].concat();
    let kind = match row.entry.kind {
        AuditKind::Intent => "intent",
        AuditKind::Outcome => "outcome",
        AuditKind::Observed => "observed",
    };
    for field in [&row.entry.actor, kind, &row.entry.action, &row.entry.target] {
        content.extend(text(field));
    }
    let perhaps = |value: Option<Vec<u8>>| match value {
        None => vec![0],
        Some(value) => [vec![1], value].concat(),
    };
    let integration = row.entry.integration.as_ref();
    content.extend(perhaps(integration.map(|id| text(id.as_str()))));
    content.extend(perhaps(row.entry.intent.map(|n| n.to_be_bytes().to_vec())));
    content.extend(perhaps(row.entry.result.as_deref().map(text)));
    content.extend(perhaps(row.entry.reason.as_deref().map(text)));
    if detailed {
        for field in [&detail.before, &detail.after, &detail.request] {
            content.extend(perhaps(field.as_deref().map(text)));
        }
    }
    Sha256::digest(content).into()
}

#[tokio::test]
async fn another_hand_comes_to_the_same_hashes() {
    let home = written().await;
    let (_, rows) = home
        .open()
        .await
        .audit_page(&store::AuditFilter::default(), 0, 100)
        .await
        .unwrap();
    let rows = readable(rows);
    let mut previous = [0; 32];
    for row in rows.iter().rev() {
        previous = by_the_book(row, previous);
        assert_eq!(row.hash, previous, "row {}", row.seq);
    }
}

#[tokio::test]
async fn a_row_forged_with_a_hash_that_fits_is_found_at_the_row_after_it() {
    let home = written().await;
    let store = home.open().await;
    let (_, rows) = store
        .audit_page(&store::AuditFilter::default(), 0, 100)
        .await
        .unwrap();
    store.close().await;
    let rows = readable(rows);
    let row = |seq: i64| rows.iter().find(|row| row.seq == seq).unwrap();
    let mut forged = row(5).clone();
    forged.entry.actor = "eve".to_owned();
    let hash: String = by_the_book(&forged, row(4).hash)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut raw = home.raw().await;
    let sql = format!("UPDATE audit SET actor = 'eve', hash = '{hash}' WHERE seq = 5");
    run(&mut raw, sql).await;
    raw.close().await.unwrap();
    assert_eq!(check(&home).await.broken_at, Some(6));
}

#[tokio::test]
async fn a_row_put_in_below_the_first_number_is_found() {
    for below in [0, -3, i64::MIN] {
        let home = written().await;
        // Opening refuses such a file; this one is open while it is touched.
        let store = home.open().await;
        let mut raw = home.raw().await;
        let sql = format!(
            "PRAGMA ignore_check_constraints = ON;
             INSERT INTO audit (seq, at, actor, kind, action, target, hash)
             VALUES ({below}, 1, 'eve', 'observed', 'Approve', 'everything', 'any')"
        );
        run(&mut raw, sql).await;
        let found = store.verify_audit().await.unwrap();
        assert_eq!((found.rows, found.broken_at), (13, Some(1)), "{below}");
    }
}

#[tokio::test]
async fn the_chain_breaks_at_a_row_that_cannot_even_be_read() {
    for column in ["actor", "kind", "reason", "before", "request", "hash"] {
        let home = written().await;
        let mut raw = home.raw().await;
        let sql = format!("UPDATE audit SET {column} = CAST(x'ff' AS TEXT) WHERE seq = 7");
        assert_eq!(run(&mut raw, sql).await, 1);
        raw.close().await.unwrap();
        assert_eq!(check(&home).await.broken_at, Some(7), "{column}");
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_hides_no_other_and_the_chain_breaks_at_it_all_the_same() {
    for column in ["actor", "kind", "action", "integration", "after", "hash"] {
        let home = written().await;
        let mut raw = home.raw().await;
        let sql = format!("UPDATE audit SET {column} = CAST(x'ff' AS TEXT) WHERE seq = 7");
        assert_eq!(run(&mut raw, sql).await, 1);
        raw.close().await.unwrap();
        let store = home.open().await;
        let all = store::AuditFilter::default();
        let (total, lines) = store.audit_page(&all, 0, 100).await.unwrap();
        assert_eq!((total, lines.len()), (12, 12), "{column}");
        let spoilt = lines
            .iter()
            .filter(|it| matches!(it, AuditLine::Unreadable { .. }));
        assert_eq!(spoilt.count(), 1, "{column}");
        let seventh = matches!(lines[5], AuditLine::Unreadable { seq: 7, .. });
        assert!(seventh, "{column}: newest first");
        let (actors, actions) = store.audit_words().await.unwrap();
        assert!(!actors.is_empty() && actions.len() >= 10, "{column}");
        let broken = store.verify_audit().await.unwrap().broken_at;
        assert_eq!(broken, Some(7), "{column}");
    }
}

#[tokio::test]
async fn nothing_is_appended_to_a_list_without_an_end() {
    let home = written().await;
    let mut raw = home.raw().await;
    run(&mut raw, "DELETE FROM audit_head".to_owned()).await;
    let store = home.open().await;
    let told = store
        .audit(&audit(AuditKind::Intent, "connect", None))
        .await;
    assert!(
        matches!(told, Err(store::Error::Corrupt { .. })),
        "no audit row, no action: {told:?}"
    );
}

#[tokio::test]
async fn an_intent_is_open_until_its_own_outcome_is_written() {
    let home = Home::new();
    let store = home.open().await;
    let intend = async |action: &str| {
        let row = audit(AuditKind::Intent, action, None);
        store.audit(&row).await.unwrap()
    };
    let (first, second) = (intend("connect").await, intend("disconnect").await);
    let open = async || -> Vec<i64> {
        let rows = store.open_intents().await.unwrap();
        rows.iter().map(AuditLine::seq).collect()
    };
    assert_eq!(open().await, [first, second]);
    let outcome = audit(AuditKind::Outcome, "connect", Some(first));
    store.audit(&outcome).await.unwrap();
    assert_eq!(open().await, [second]);
}
