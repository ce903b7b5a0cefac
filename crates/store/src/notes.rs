//! Notes that people leave on a tenant or on one of its integrations.

use domain::TenantId;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::cells::Cells;
use crate::rescue::{Sifted, sift};
use crate::{Error, NoteRecord};

pub(crate) async fn save(all: &mut SqliteConnection, notes: &[NoteRecord]) -> Result<(), Error> {
    for note in notes {
        sqlx::query(
            "INSERT INTO notes (id, tenant, integration, at, author, text, link)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(note.id.as_str())
        .bind(note.tenant.as_str())
        .bind(note.integration.as_ref().map(|id| id.as_str()))
        .bind(note.at.millis())
        .bind(note.author.as_str())
        .bind(note.text.as_str())
        .bind(note.link.as_deref())
        .execute(&mut *all)
        .await?;
    }
    Ok(())
}

/// Takes notes away; one that is not there is [`Error::Missing`].
pub(crate) async fn remove(all: &mut SqliteConnection, removed: &[String]) -> Result<(), Error> {
    for id in removed {
        let gone = sqlx::query("DELETE FROM notes WHERE id = $1")
            .bind(id.as_str())
            .execute(&mut *all)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(Error::Missing);
        }
    }
    Ok(())
}

const COLUMNS: &str = "id, tenant, integration, at, author, text, link";

/// The notes of a tenant and its integrations, newest first.
pub(crate) async fn of(
    moment: &mut SqliteConnection,
    tenant: &TenantId,
    limit: u32,
) -> Result<Vec<NoteRecord>, Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM notes WHERE tenant = $1 ORDER BY at DESC, id DESC LIMIT $2");
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(tenant.as_str())
        .bind(i64::from(limit))
        .fetch_all(moment)
        .await?;
    rows.iter().map(read).collect()
}

/// Every note, oldest first.
pub(crate) async fn all(moment: &mut SqliteConnection) -> Result<Vec<NoteRecord>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM notes ORDER BY at, id");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(moment).await?;
    rows.iter().map(read).collect()
}

/// Of a damaged file: every note that can be read.
pub(crate) async fn readable(open: &mut SqliteConnection) -> Sifted<NoteRecord> {
    sift(open, "notes", COLUMNS, read).await
}

fn read(row: &SqliteRow) -> Result<NoteRecord, Error> {
    let mut cells = Cells::of("notes", row);
    Ok(NoteRecord {
        id: cells.value()?,
        tenant: cells.id()?,
        integration: cells.id_if_any()?,
        at: cells.time()?,
        author: cells.value()?,
        text: cells.value()?,
        link: cells.value()?,
    })
}
