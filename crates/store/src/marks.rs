//! Which tenants were visited and pinned, and the labels of integrations.

use domain::{IntegrationId, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::cells::Cells;
use crate::rescue::{Sifted, sift};
use crate::{Error, MarkRecord};

pub(crate) async fn save(all: &mut SqliteConnection, marks: &[MarkRecord]) -> Result<(), Error> {
    for mark in marks {
        sqlx::query(
            "INSERT INTO marks (tenant, visited_at, visit, pinned_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant) DO UPDATE SET
               visited_at = excluded.visited_at, visit = excluded.visit,
               pinned_at = excluded.pinned_at",
        )
        .bind(mark.tenant.as_str())
        .bind(mark.visited_at.map(Timestamp::millis))
        .bind(mark.visit)
        .bind(mark.pinned_at.map(Timestamp::millis))
        .execute(&mut *all)
        .await?;
    }
    Ok(())
}

const COLUMNS: &str = "tenant, visited_at, visit, pinned_at";

pub(crate) async fn all(moment: &mut SqliteConnection) -> Result<Vec<MarkRecord>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM marks ORDER BY tenant");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(moment).await?;
    rows.iter().map(read).collect()
}

/// Of a damaged file: every one that can be read.
pub(crate) async fn readable(open: &mut SqliteConnection) -> Sifted<MarkRecord> {
    sift(open, "marks", COLUMNS, read).await
}

fn read(row: &SqliteRow) -> Result<MarkRecord, Error> {
    let mut cells = Cells::of("marks", row);
    Ok(MarkRecord {
        tenant: cells.id()?,
        visited_at: cells.time_if_any()?,
        visit: cells.value()?,
        pinned_at: cells.time_if_any()?,
    })
}

/// Labels of one integration.
pub(crate) type Labels = (IntegrationId, Vec<String>);

pub(crate) async fn save_labels(
    all: &mut SqliteConnection,
    labels: &[Labels],
) -> Result<(), Error> {
    for (integration, words) in labels {
        let words = serde_json::to_string(words).map_err(|error| Error::Io(Box::new(error)))?;
        sqlx::query(
            "INSERT INTO labels (integration, words) VALUES ($1, $2)
             ON CONFLICT (integration) DO UPDATE SET words = excluded.words",
        )
        .bind(integration.as_str())
        .bind(words)
        .execute(&mut *all)
        .await?;
    }
    Ok(())
}

const LABELS: &str = "integration, words";

pub(crate) async fn labels(moment: &mut SqliteConnection) -> Result<Vec<Labels>, Error> {
    let sql = format!("SELECT {LABELS} FROM labels ORDER BY integration");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(moment).await?;
    rows.iter().map(read_labels).collect()
}

/// Of a damaged file: those of every integration of which they can be read.
pub(crate) async fn readable_labels(open: &mut SqliteConnection) -> Sifted<Labels> {
    sift(open, "labels", LABELS, read_labels).await
}

fn read_labels(row: &SqliteRow) -> Result<Labels, Error> {
    let mut cells = Cells::of("labels", row);
    Ok((
        cells.id()?,
        cells.word(|json| serde_json::from_str(json).ok())?,
    ))
}
