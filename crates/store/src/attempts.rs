//! Trips through the browser.

use domain::attempt::GRACE_MILLIS;
use domain::{Attempt, AttemptId, AttemptState, ConnectedAccountId, Lost, Timestamp, Way};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::cells::Cells;
use crate::chain::to_hex;
use crate::form;
use crate::rescue::{Sifted, sift};
use crate::{AttemptRecord, Error};

const COLUMNS: &str = "id, integration, state, planned_at, sent_at, opened_at, seen_at, ended_at, \
     expires_at, account, lost, alias, state_hash, state_used_at, previous_account, reconnect, \
     way, handed_at, found, found_source";

/// Writes attempts. The hash of the state never changes after the first time, a used
/// state stays used, and an end that stands is not replaced by another one.
pub(crate) async fn save(
    all: &mut SqliteConnection,
    attempts: &[AttemptRecord],
) -> Result<(), Error> {
    for record in attempts {
        if !save_one(all, record).await? {
            return Err(Error::Conflict {
                id: record.attempt.id.to_string(),
            });
        }
    }
    Ok(())
}

async fn save_one(all: &mut SqliteConnection, record: &AttemptRecord) -> Result<bool, Error> {
    let attempt = &record.attempt;
    let written = sqlx::query(
        "INSERT INTO attempts
           (id, integration, state, planned_at, sent_at, opened_at, seen_at, ended_at, expires_at,
            account, lost, alias, state_hash, state_used_at, previous_account, reconnect,
            way, handed_at, found, found_source, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                 $17, $18, $19, $20, 1)
         ON CONFLICT (id) DO UPDATE SET
           state = excluded.state, sent_at = excluded.sent_at, opened_at = excluded.opened_at,
           seen_at = excluded.seen_at, ended_at = excluded.ended_at,
           expires_at = excluded.expires_at, account = excluded.account, lost = excluded.lost,
           state_used_at = COALESCE(attempts.state_used_at, excluded.state_used_at),
           previous_account = excluded.previous_account, reconnect = excluded.reconnect,
           handed_at = excluded.handed_at, found = excluded.found,
           found_source = excluded.found_source, version = attempts.version + 1
         WHERE attempts.state NOT IN ('won', 'lost', 'cancelled')
            OR attempts.state = excluded.state",
    )
    .bind(attempt.id.as_str())
    .bind(attempt.integration.as_str())
    .bind(attempt.state.as_str())
    .bind(attempt.planned_at.millis())
    .bind(attempt.sent_at.map(Timestamp::millis))
    .bind(attempt.opened_at.map(Timestamp::millis))
    .bind(attempt.seen_at.map(Timestamp::millis))
    .bind(attempt.ended_at.map(Timestamp::millis))
    .bind(attempt.expires_at.map(Timestamp::millis))
    .bind(attempt.account.as_ref().map(ConnectedAccountId::as_str))
    .bind(attempt.lost.map(Lost::as_str))
    .bind(attempt.alias.as_str())
    .bind(to_hex(&record.state_hash))
    .bind(record.state_used_at.map(Timestamp::millis))
    .bind(
        record
            .previous_account
            .as_ref()
            .map(ConnectedAccountId::as_str),
    )
    .bind(record.reconnect)
    .bind(attempt.way.as_str())
    .bind(attempt.handed_at.map(Timestamp::millis))
    .bind(attempt.found.as_ref().map(|found| found.name.as_str()))
    .bind(
        attempt
            .found
            .as_ref()
            .map(|found| form::source_word(found.source)),
    )
    .execute(all)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(crate) async fn open(moment: &mut SqliteConnection) -> Result<Vec<AttemptRecord>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM attempts
         WHERE state IN ('planned', 'sent', 'waiting', 'opened', 'differs') ORDER BY planned_at, id"
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(moment).await?;
    rows.iter().map(read).collect()
}

/// Of a damaged file: every one that can be read.
pub(crate) async fn readable(open: &mut SqliteConnection) -> Sifted<AttemptRecord> {
    sift(open, "attempts", COLUMNS, read).await
}

/// Those of these that there are, by one question: a page of a list may name a hundred. Nothing
/// follows from one that is over and cannot be read, and it hides no other.
pub(crate) async fn named(
    moment: &mut SqliteConnection,
    ids: &[AttemptId],
) -> Result<Vec<AttemptRecord>, Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM attempts WHERE id IN (SELECT value FROM json_each($1))");
    let ids = ids.iter().map(AttemptId::as_str);
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(serde_json::Value::from_iter(ids).to_string())
        .fetch_all(moment)
        .await?;
    let readable = |row: &SqliteRow| match read(row) {
        Err(Error::Corrupt { what }) => {
            tracing::warn!(what, "a sign-in cannot be read");
            None
        }
        attempt => Some(attempt),
    };
    rows.iter().filter_map(readable).collect()
}

/// The states of the attempts that got an account, by account.
pub(crate) async fn of_accounts(
    moment: &mut SqliteConnection,
) -> Result<Vec<(ConnectedAccountId, AttemptState)>, Error> {
    let rows = sqlx::query("SELECT account, state FROM attempts WHERE account IS NOT NULL")
        .fetch_all(moment)
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of("attempts", row);
            Ok((cells.id()?, cells.word(AttemptState::parse)?))
        })
        .collect()
}

/// One statement that changes one row or none: of many who try at once, one wins.
pub(crate) async fn consume_state(
    writer: &SqlitePool,
    attempt: &AttemptId,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<bool, Error> {
    let used = sqlx::query(
        "UPDATE attempts SET state_used_at = $3, version = version + 1
         WHERE id = $1 AND state_hash = $2 AND state_used_at IS NULL
           AND (expires_at IS NULL OR expires_at >= $4)",
    )
    .bind(attempt.as_str())
    .bind(to_hex(hash))
    .bind(now.millis())
    .bind(now.plus_millis(-GRACE_MILLIS).millis())
    .execute(writer)
    .await?;
    Ok(used.rows_affected() == 1)
}

fn read(row: &SqliteRow) -> Result<AttemptRecord, Error> {
    let mut cells = Cells::of("attempts", row);
    let mut record = AttemptRecord {
        attempt: Attempt {
            id: cells.id()?,
            integration: cells.id()?,
            way: Way::Here,
            state: cells.word(AttemptState::parse)?,
            planned_at: cells.time()?,
            sent_at: cells.time_if_any()?,
            opened_at: cells.time_if_any()?,
            handed_at: None,
            seen_at: cells.time_if_any()?,
            ended_at: cells.time_if_any()?,
            expires_at: cells.time_if_any()?,
            account: cells.id_if_any()?,
            found: None,
            lost: cells.word_if_any(Lost::parse)?,
            alias: cells.value()?,
        },
        state_hash: cells.hash()?,
        state_used_at: cells.time_if_any()?,
        previous_account: cells.id_if_any()?,
        reconnect: cells.value()?,
    };
    record.attempt.way = cells.word(Way::parse)?;
    record.attempt.handed_at = cells.time_if_any()?;
    let found: Option<String> = cells.value()?;
    record.attempt.found = form::identity(found, cells.word_if_any(form::source)?);
    Ok(record)
}
