//! How connecting is set up in a workspace.

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::cells::Cells;
use crate::rescue::{Sifted, sift};
use crate::{AuthDefault, ConnectSettings, Error, meta};

/// Where it is kept whether a tenant may have several accounts of an auth config.
const ALLOW_MULTIPLE: &str = "allow_multiple_accounts";

pub(crate) async fn save(
    all: &mut SqliteConnection,
    allow_multiple: Option<bool>,
    defaults: &[AuthDefault],
) -> Result<(), Error> {
    if let Some(allow) = allow_multiple {
        meta::put(all, ALLOW_MULTIPLE, if allow { "yes" } else { "no" }).await?;
    }
    for default in defaults {
        let tenant = default.tenant.as_ref().map(|tenant| tenant.as_str());
        sqlx::query(
            "DELETE FROM auth_defaults WHERE toolkit = $1 AND tenant IS NOT DISTINCT FROM $2",
        )
        .bind(default.toolkit.as_str())
        .bind(tenant)
        .execute(&mut *all)
        .await?;
        if let Some(auth_config) = &default.auth_config {
            sqlx::query(
                "INSERT INTO auth_defaults (toolkit, tenant, auth_config) VALUES ($1, $2, $3)",
            )
            .bind(default.toolkit.as_str())
            .bind(tenant)
            .bind(auth_config.as_str())
            .execute(&mut *all)
            .await?;
        }
    }
    Ok(())
}

pub(crate) async fn all(moment: &mut SqliteConnection) -> Result<ConnectSettings, Error> {
    let allow: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE key = $1")
        .bind(ALLOW_MULTIPLE)
        .fetch_optional(&mut *moment)
        .await?;
    let sql = format!("SELECT {COLUMNS} FROM auth_defaults ORDER BY toolkit, tenant");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(moment).await?;
    Ok(ConnectSettings {
        allow_multiple: allow.as_deref() == Some("yes"),
        defaults: rows.iter().map(read).collect::<Result<_, _>>()?,
    })
}

const COLUMNS: &str = "toolkit, tenant, auth_config";

/// Of a damaged file: every suggestion that can be read.
pub(crate) async fn readable(open: &mut SqliteConnection) -> Sifted<AuthDefault> {
    sift(open, "auth_defaults", COLUMNS, read).await
}

fn read(row: &SqliteRow) -> Result<AuthDefault, Error> {
    let mut cells = Cells::of("auth_defaults", row);
    Ok(AuthDefault {
        toolkit: cells.id()?,
        tenant: cells.id_if_any()?,
        auth_config: cells.id_if_any()?,
    })
}
