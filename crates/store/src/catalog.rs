//! Auth configs and toolkits as last seen at Composio: a copy that can be fetched
//! again, so it is replaced whole.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::cells::Cells;
use crate::{AuthConfigRecord, Error, ToolkitRecord};

/// How many rows go into one statement.
const AT_ONCE: usize = 200;

pub(crate) async fn replace(
    all: &mut SqliteConnection,
    auth_configs: &[AuthConfigRecord],
    toolkits: &[ToolkitRecord],
) -> Result<(), Error> {
    sqlx::query("DELETE FROM auth_configs")
        .execute(&mut *all)
        .await?;
    sqlx::query("DELETE FROM toolkits")
        .execute(&mut *all)
        .await?;
    for some in auth_configs.chunks(AT_ONCE) {
        insert_auth_configs(all, some).await?;
    }
    for some in toolkits.chunks(AT_ONCE) {
        let mut insert = QueryBuilder::<Sqlite>::new("INSERT INTO toolkits (slug, name) ");
        insert.push_values(some, |mut row, toolkit| {
            row.push_bind(toolkit.slug.as_str())
                .push_bind(toolkit.name.as_str());
        });
        // A list that was read in pages may name one twice; the later word stands.
        insert.push(" ON CONFLICT (slug) DO UPDATE SET name = excluded.name");
        insert.build().execute(&mut *all).await?;
    }
    Ok(())
}

async fn insert_auth_configs(
    all: &mut SqliteConnection,
    some: &[AuthConfigRecord],
) -> Result<(), Error> {
    let texts: Vec<[String; 3]> = some
        .iter()
        .map(|config| {
            Ok([
                serde_json::to_string(&config.expected_fields)?,
                serde_json::to_string(&config.fields)?,
                serde_json::to_string(&config.scopes)?,
            ])
        })
        .collect::<Result<_, serde_json::Error>>()
        .map_err(|error| Error::Io(Box::new(error)))?;
    let mut insert = QueryBuilder::<Sqlite>::new(
        "INSERT INTO auth_configs
         (id, name, toolkit, managed, disabled, scheme, expected_fields, fields, scopes) ",
    );
    insert.push_values(
        some.iter().zip(&texts),
        |mut row, (config, [expected, fields, scopes])| {
            row.push_bind(config.id.as_str())
                .push_bind(config.name.as_str())
                .push_bind(config.toolkit.as_str())
                .push_bind(config.managed)
                .push_bind(config.disabled)
                .push_bind(config.scheme.as_deref())
                .push_bind(expected.as_str())
                .push_bind(fields.as_str())
                .push_bind(scopes.as_str());
        },
    );
    insert.push(
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, toolkit = excluded.toolkit,
          managed = excluded.managed, disabled = excluded.disabled, scheme = excluded.scheme,
          expected_fields = excluded.expected_fields, fields = excluded.fields,
          scopes = excluded.scopes",
    );
    insert.build().execute(all).await?;
    Ok(())
}

pub(crate) async fn auth_configs(
    moment: &mut SqliteConnection,
) -> Result<Vec<AuthConfigRecord>, Error> {
    let rows = sqlx::query(
        "SELECT id, name, toolkit, managed, disabled, scheme, expected_fields, fields,
                scopes
         FROM auth_configs ORDER BY toolkit, name, id",
    )
    .fetch_all(moment)
    .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of("auth_configs", row);
            Ok(AuthConfigRecord {
                id: cells.id()?,
                name: cells.value()?,
                toolkit: cells.id()?,
                managed: cells.value()?,
                disabled: cells.value()?,
                scheme: cells.value()?,
                expected_fields: cells.word(|json| serde_json::from_str(json).ok())?,
                fields: cells.word(|json| serde_json::from_str(json).ok())?,
                scopes: cells.word(|json| serde_json::from_str(json).ok())?,
            })
        })
        .collect()
}

pub(crate) async fn toolkits(moment: &mut SqliteConnection) -> Result<Vec<ToolkitRecord>, Error> {
    let rows = sqlx::query("SELECT slug, name FROM toolkits ORDER BY slug")
        .fetch_all(moment)
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of("toolkits", row);
            Ok(ToolkitRecord {
                slug: cells.id()?,
                name: cells.value()?,
            })
        })
        .collect()
}
