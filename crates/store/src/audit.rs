//! Who did what: rows that are only ever appended. [`crate::chain`] is how they
//! hang together.

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use crate::audit_find::line;
use crate::cells::Cells;
use crate::chain::{GENESIS, Link, from_hex, to_hex};
use crate::{AuditCheck, AuditDetail, AuditEntry, AuditKind, AuditLine, AuditRow, Error};

pub(crate) const COLUMNS: &str = "seq, at, actor, kind, action, target, integration, intent, result, reason, before, after, \
     request, hash";

/// How many rows a walk along the chain holds at once.
const STRIDE: i64 = 1_000;

impl AuditKind {
    /// The stable text in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Outcome => "outcome",
            Self::Observed => "observed",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Intent, Self::Outcome, Self::Observed]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Appends rows in their order; the caller holds the write lock, so nobody else can
/// append between the reading of the head and its writing.
pub(crate) async fn append(
    all: &mut SqliteConnection,
    entries: &[AuditEntry],
) -> Result<Vec<i64>, Error> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let (mut seq, mut hash) = head(all).await?;
    let mut written = Vec::with_capacity(entries.len());
    for entry in entries {
        seq += 1;
        hash = link(seq, entry).hash_after(&hash);
        insert(all, seq, entry, &hash).await?;
        written.push(seq);
    }
    set_head(all, seq, &hash).await?;
    Ok(written)
}

async fn head(all: &mut SqliteConnection) -> Result<(i64, [u8; 32]), Error> {
    let row = sqlx::query("SELECT seq, hash FROM audit_head WHERE id = 1")
        .fetch_optional(all)
        .await?
        .ok_or_else(|| Error::corrupt("audit_head is empty"))?;
    let mut cells = Cells::of("audit_head", &row);
    Ok((cells.value()?, cells.hash()?))
}

fn link(seq: i64, entry: &AuditEntry) -> Link<'_> {
    Link {
        seq,
        at: entry.at.millis(),
        actor: &entry.actor,
        kind: entry.kind.as_str(),
        action: &entry.action,
        target: &entry.target,
        integration: entry.integration.as_ref().map(|id| id.as_str()),
        intent: entry.intent,
        result: entry.result.as_deref(),
        reason: entry.reason.as_deref(),
        details: [
            entry.detail.before.as_deref(),
            entry.detail.after.as_deref(),
            entry.detail.request.as_deref(),
        ],
    }
}

async fn insert(
    all: &mut SqliteConnection,
    seq: i64,
    entry: &AuditEntry,
    hash: &[u8; 32],
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO audit
           (seq, at, actor, kind, action, target, integration, intent, result, reason,
            before, after, request, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(seq)
    .bind(entry.at.millis())
    .bind(entry.actor.as_str())
    .bind(entry.kind.as_str())
    .bind(entry.action.as_str())
    .bind(entry.target.as_str())
    .bind(entry.integration.as_ref().map(|id| id.as_str()))
    .bind(entry.intent)
    .bind(entry.result.as_deref())
    .bind(entry.reason.as_deref())
    .bind(entry.detail.before.as_deref())
    .bind(entry.detail.after.as_deref())
    .bind(entry.detail.request.as_deref())
    .bind(to_hex(hash))
    .execute(all)
    .await?;
    Ok(())
}

/// One that cannot be read names nothing that could be seen to, and hides no other.
pub(crate) async fn open_intents(moment: &mut SqliteConnection) -> Result<Vec<AuditLine>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit WHERE kind = 'intent' AND NOT EXISTS (
           SELECT 1 FROM audit AS later
           WHERE later.intent = audit.seq AND later.kind = 'outcome') ORDER BY seq"
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(moment).await?;
    rows.iter().map(line).collect()
}

/// Walks the chain from its first row to its head.
pub(crate) async fn verify(moment: &mut SqliteConnection) -> Result<AuditCheck, Error> {
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM audit")
        .fetch_one(&mut *moment)
        .await?;
    let broken_at = match begins_below(moment).await? {
        true => Some(1),
        false => walked(moment, rows).await?,
    };
    Ok(AuditCheck {
        rows: u64::try_from(rows).unwrap_or(0),
        broken_at,
    })
}

/// Whether a row stands before number 1, where the walk does not come by: the table forbids it,
/// and whoever writes to the file need not mind the table.
async fn begins_below(moment: &mut SqliteConnection) -> Result<bool, Error> {
    let below = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM audit WHERE seq < 1)")
        .fetch_one(moment)
        .await?;
    Ok(below)
}

/// The first number at which the chain is not what was written. It has as many rows as its last
/// number says: nothing ever leaves the list.
async fn walked(moment: &mut SqliteConnection, rows: i64) -> Result<Option<i64>, Error> {
    let mut last = (0, GENESIS);
    loop {
        let (from, hash) = last;
        let stretch = stretch(moment, from).await?;
        if stretch.is_empty() {
            let more = (rows != from).then_some(from + 1);
            return Ok(beyond_head(moment, last).await?.or(more));
        }
        match walk(from, hash, &stretch)? {
            Ok(next) => last = next,
            Err(broken) => return Ok(Some(broken)),
        }
    }
}

/// The rows of a damaged file, from the first to where one cannot be read or the chain
/// breaks.
pub(crate) async fn readable(moment: &mut SqliteConnection) -> Vec<AuditRow> {
    let mut rows = Vec::new();
    let (mut seq, mut hash) = (0, GENESIS);
    // One at a time: a page that is damaged takes no good row along.
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE seq = $1");
    loop {
        seq += 1;
        let found = sqlx::query(AssertSqlSafe(sql.clone()))
            .bind(seq)
            .fetch_optional(&mut *moment)
            .await;
        let Some(row) = found.ok().flatten().and_then(|row| read(&row).ok()) else {
            return rows;
        };
        hash = link(seq, &row.entry).hash_after(&hash);
        if row.hash != hash {
            return rows;
        }
        rows.push(row);
    }
}

/// How many rows a damaged file had, if that can be read.
pub(crate) async fn length(moment: &mut SqliteConnection) -> Option<u64> {
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM audit");
    let length = match head(moment).await {
        Ok((seq, _)) => seq,
        Err(_) => count.fetch_one(moment).await.ok()?,
    };
    u64::try_from(length).ok()
}

/// Writes rows of another file, which hang together, into one that has none.
pub(crate) async fn restore(all: &mut SqliteConnection, rows: &[AuditRow]) -> Result<(), Error> {
    for row in rows {
        insert(all, row.seq, &row.entry, &row.hash).await?;
    }
    if let Some(last) = rows.last() {
        set_head(all, last.seq, &last.hash).await?;
    }
    Ok(())
}

async fn set_head(all: &mut SqliteConnection, seq: i64, hash: &[u8; 32]) -> Result<(), Error> {
    sqlx::query("UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1")
        .bind(seq)
        .bind(to_hex(hash))
        .execute(all)
        .await?;
    Ok(())
}

async fn stretch(moment: &mut SqliteConnection, after: i64) -> Result<Vec<SqliteRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2");
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(after)
        .bind(STRIDE)
        .fetch_all(moment)
        .await?;
    Ok(rows)
}

/// Where the stretch ends, or the first number at which it is not what was written.
fn walk(
    mut seq: i64,
    mut hash: [u8; 32],
    stretch: &[SqliteRow],
) -> Result<Result<(i64, [u8; 32]), i64>, Error> {
    for row in stretch {
        seq += 1;
        match follows(row, seq, &hash) {
            Ok(Some(next)) => hash = next,
            // Nothing of ours writes what cannot be read: somebody did, and here.
            Ok(None) | Err(sqlx::Error::ColumnDecode { .. }) => return Ok(Err(seq)),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(Ok((seq, hash)))
}

/// The hash of a row, if it is that of this number and of what came before.
fn follows(row: &SqliteRow, seq: i64, before: &[u8; 32]) -> Result<Option<[u8; 32]>, sqlx::Error> {
    let link = Link {
        seq: row.try_get(0)?,
        at: row.try_get(1)?,
        actor: row.try_get(2)?,
        kind: row.try_get(3)?,
        action: row.try_get(4)?,
        target: row.try_get(5)?,
        integration: row.try_get(6)?,
        intent: row.try_get(7)?,
        result: row.try_get(8)?,
        reason: row.try_get(9)?,
        details: [row.try_get(10)?, row.try_get(11)?, row.try_get(12)?],
    };
    let written: &str = row.try_get(13)?;
    let hash = link.hash_after(before);
    Ok((link.seq == seq && from_hex(written) == Some(hash)).then_some(hash))
}

/// The rows ended: they have to end where the head says.
async fn beyond_head(
    moment: &mut SqliteConnection,
    last: (i64, [u8; 32]),
) -> Result<Option<i64>, Error> {
    match head(moment).await {
        Ok(head) if head == last => Ok(None),
        Ok(_) | Err(Error::Corrupt { .. }) => Ok(Some(last.0 + 1)),
        Err(other) => Err(other),
    }
}

pub(crate) fn read(row: &SqliteRow) -> Result<AuditRow, Error> {
    let mut cells = Cells::of("audit", row);
    Ok(AuditRow {
        seq: cells.value()?,
        entry: AuditEntry {
            at: cells.time()?,
            actor: cells.value()?,
            kind: cells.word(AuditKind::parse)?,
            action: cells.value()?,
            target: cells.value()?,
            integration: cells.id_if_any()?,
            intent: cells.value()?,
            result: cells.value()?,
            reason: cells.value()?,
            detail: AuditDetail {
                before: cells.value()?,
                after: cells.value()?,
                request: cells.value()?,
            },
        },
        hash: cells.hash()?,
    })
}
