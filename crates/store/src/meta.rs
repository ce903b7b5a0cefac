//! What is remembered under a key.

use sqlx::SqliteConnection;

use crate::Error;

/// Writes a value; what was under the key is gone.
pub(crate) async fn put(all: &mut SqliteConnection, key: &str, value: &str) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO meta (key, value) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(key)
    .bind(value)
    .execute(all)
    .await?;
    Ok(())
}
