//! Customers of the product.

use domain::{Expected, TenantDetails, TenantId};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::cells::Cells;
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
    let rows = sqlx::query(
        "SELECT id, user_id, name, created_at, contact, expected, tags
         FROM tenants ORDER BY name, id",
    )
    .fetch_all(moment)
    .await?;
    rows.iter()
        .map(|row| {
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
        })
        .collect()
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
