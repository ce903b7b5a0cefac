//! Customers of the product.

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
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO tenants (id, user_id, name, created_at, version) ",
        );
        insert.push_values(some, |mut row, tenant| {
            row.push_bind(tenant.id.as_str())
                .push_bind(tenant.user.as_str())
                .push_bind(tenant.name.as_str())
                .push_bind(tenant.created_at.millis())
                .push_bind(1_i64);
        });
        insert.push(
            " ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id,
              name = excluded.name, version = tenants.version + 1",
        );
        insert.build().execute(&mut *all).await?;
    }
    Ok(())
}

pub(crate) async fn all(moment: &mut SqliteConnection) -> Result<Vec<TenantRecord>, Error> {
    let rows = sqlx::query("SELECT id, user_id, name, created_at FROM tenants ORDER BY name, id")
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
            })
        })
        .collect()
}
