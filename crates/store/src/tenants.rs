//! Customers of the product.

use std::collections::{BTreeMap, HashSet};

use domain::{Expected, TenantDetails, TenantId, Timestamp, UserId};
use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite, SqliteConnection};

use crate::cells::Cells;
use crate::rescue::{Sifted, sift};
use crate::{Error, TenantRecord};

/// How many rows go into one statement.
const AT_ONCE: usize = 200;

pub(crate) async fn save(
    all: &mut SqliteConnection,
    tenants: &[TenantRecord],
) -> Result<(), Error> {
    for some in tenants.chunks(AT_ONCE) {
        let tags: Vec<String> = some
            .iter()
            .map(|tenant| serde_json::to_string(&tenant.details.tags))
            .collect::<Result<_, _>>()
            .map_err(|error| Error::Io(Box::new(error)))?;
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO tenants (id, user_id, name, created_at, contact, expected, tags, version) ",
        );
        insert.push_values(some.iter().zip(&tags), |mut row, (tenant, tags)| {
            row.push_bind(tenant.id.as_str())
                .push_bind(tenant.user.as_str())
                .push_bind(tenant.name.as_str())
                .push_bind(tenant.created_at.millis())
                .push_bind(tenant.details.contact.as_deref())
                .push_bind(tenant.details.expected.as_ref().map(ToString::to_string))
                .push_bind(tags.as_str())
                .push_bind(1_i64);
        });
        insert.push(
            " ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id,
              name = excluded.name, contact = excluded.contact, expected = excluded.expected,
              tags = excluded.tags, version = tenants.version + 1",
        );
        insert.build().execute(&mut *all).await?;
    }
    Ok(())
}

pub(crate) async fn all(moment: &mut SqliteConnection) -> Result<Vec<TenantRecord>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM tenants ORDER BY name, id");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(moment).await?;
    rows.iter().map(read).collect()
}

const COLUMNS: &str = "id, user_id, name, created_at, contact, expected, tags";

fn read(row: &SqliteRow) -> Result<TenantRecord, Error> {
    let mut cells = Cells::of("tenants", row);
    Ok(TenantRecord {
        id: cells.id()?,
        user: cells.id()?,
        name: cells.value()?,
        created_at: cells.time()?,
        details: TenantDetails {
            contact: cells.value()?,
            expected: cells.word_if_any(Expected::parse)?,
            tags: cells.word(|json| serde_json::from_str(json).ok())?,
        },
    })
}

/// Of a damaged file: every one that can be read, and of how many only the most needed.
pub(crate) async fn readable(open: &mut SqliteConnection) -> (Sifted<TenantRecord>, usize) {
    let mut bare = 0;
    let mut sifted = sift(open, "tenants", COLUMNS, |row| {
        read(row).or_else(|_| {
            let mut cells = Cells::of("tenants", row);
            let (id, user) = (cells.id()?, cells.id()?);
            let name = cells.value().ok();
            let created_at = cells.time().ok();
            bare += 1;
            Ok(made_again(id, user, name, created_at))
        })
    })
    .await;
    if !sifted.is_all() {
        let known: HashSet<_> = sifted.kept.iter().map(|it| it.id.clone()).collect();
        for (id, user) in indexed(open).await {
            if !known.contains(&id) {
                bare += 1;
                sifted.lost = sifted.lost.saturating_sub(1);
                sifted.kept.push(made_again(id, user, None, None));
            }
        }
    }
    (sifted, bare)
}

fn made_again(
    id: TenantId,
    user: UserId,
    name: Option<String>,
    created_at: Option<Timestamp>,
) -> TenantRecord {
    TenantRecord {
        id,
        name: name.unwrap_or_else(|| user.to_string()),
        user,
        created_at: created_at.unwrap_or(Timestamp::from_millis(0)),
        details: TenantDetails::default(),
    }
}

/// Who is in both indexes, which may be whole where the table is not: the key at Composio, without
/// which a tenant cannot be made again, is in them.
async fn indexed(open: &mut SqliteConnection) -> Vec<(TenantId, UserId)> {
    let ids = keys(open, "id", "sqlite_autoindex_tenants_1").await;
    let mut users = keys(open, "user_id", "sqlite_autoindex_tenants_2").await;
    let both = ids.into_iter().filter_map(|(row, id)| {
        let user = users.remove(&row)?;
        Some((TenantId::parse(id).ok()?, UserId::parse(user).ok()?))
    });
    both.collect()
}

/// An index from each of its ends to where it cannot be read.
async fn keys(open: &mut SqliteConnection, column: &str, index: &str) -> BTreeMap<i64, String> {
    let mut found = BTreeMap::new();
    for order in ["ASC", "DESC"] {
        let sql = format!(
            "SELECT rowid, {column} FROM tenants INDEXED BY {index} ORDER BY {column} {order}"
        );
        let mut rows = sqlx::query_as(AssertSqlSafe(sql)).fetch(&mut *open);
        while let Ok(Some((row, key))) = rows.try_next().await {
            found.insert(row, key);
        }
    }
    found
}

/// Takes tenants away that have no rows any more; one that is not there is no error.
pub(crate) async fn remove(all: &mut SqliteConnection, removed: &[TenantId]) -> Result<(), Error> {
    for tenant in removed {
        sqlx::query("DELETE FROM tenants WHERE id = $1")
            .bind(tenant.as_str())
            .execute(&mut *all)
            .await?;
    }
    Ok(())
}
