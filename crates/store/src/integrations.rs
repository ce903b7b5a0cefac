//! The rows of the list.

use std::collections::HashMap;

use domain::{
    AuthConfigId, ConnectedAccountId, Connection, IntegrationId, LifecycleName, Status, TenantId,
    Timestamp, ToolkitSlug,
};
use futures_util::future::join;
use serde::Deserialize;
use sqlx::{AssertSqlSafe, QueryBuilder, Row, Sqlite, SqliteConnection};

use crate::cells::Cells;
use crate::form;
use crate::rescue::{Sifted, sift};
use crate::{Error, IntegrationRecord};

/// How many rows go into one statement. Binding one by one is what would make a
/// first fill of 50,000 rows slow.
const AT_ONCE: usize = 100;

/// Writes rows whose versions are those on the disk, and says the new ones. Accounts may
/// pass from one of them to another.
pub(crate) async fn save(
    all: &mut SqliteConnection,
    records: &[IntegrationRecord],
) -> Result<Vec<(IntegrationId, i64)>, Error> {
    let mut written = HashMap::with_capacity(records.len());
    let mut parted = Vec::new();
    for some in records.chunks(AT_ONCE) {
        parted.extend(compare(all, some, &mut written).await?);
    }
    release(all, &parted).await?;
    for some in records.chunks(AT_ONCE) {
        write(all, some).await?;
    }
    let versions = records.iter();
    Ok(versions
        .map(|record| (record.id().clone(), record.version + 1))
        .collect())
}

/// Which rows no longer stand for the account that they stand for on the disk. The caller
/// holds the write lock: what is compared here stays as it is until the rows are written.
async fn compare<'a>(
    all: &mut SqliteConnection,
    some: &'a [IntegrationRecord],
    written: &mut HashMap<&'a str, i64>,
) -> Result<Vec<&'a str>, Error> {
    let mut select =
        QueryBuilder::<Sqlite>::new("SELECT id, version, account FROM integrations WHERE id IN (");
    let mut ids = select.separated(", ");
    for record in some {
        ids.push_bind(record.id().as_str());
    }
    ids.push_unseparated(")");
    let rows = select.build().fetch_all(all).await?;
    let mut stored = HashMap::with_capacity(rows.len());
    for row in &rows {
        let (version, account) = (
            row.try_get::<i64, _>(1)?,
            row.try_get::<Option<&str>, _>(2)?,
        );
        stored.insert(row.try_get::<&str, _>(0)?, (version, account));
    }
    let mut parted = Vec::new();
    for record in some {
        let id = record.id().as_str();
        let (version, account) = stored.get(id).copied().unwrap_or_default();
        // A row that comes twice in one change meets its own new version here.
        let now = written.insert(id, record.version + 1).unwrap_or(version);
        if now != record.version {
            return Err(Error::Conflict { id: id.to_owned() });
        }
        let next = record.connection.account.as_ref();
        if account.is_some() && account != next.map(ConnectedAccountId::as_str) {
            parted.push(id);
        }
    }
    Ok(parted)
}

/// No two rows stand for one account, not even while a change is half written: whatever the
/// order of its rows, an account is free before the next one takes it.
async fn release(all: &mut SqliteConnection, parted: &[&str]) -> Result<(), Error> {
    for some in parted.chunks(AT_ONCE) {
        let mut free =
            QueryBuilder::<Sqlite>::new("UPDATE integrations SET account = NULL WHERE id IN (");
        let mut ids = free.separated(", ");
        for id in some {
            ids.push_bind(*id);
        }
        ids.push_unseparated(")");
        free.build().execute(&mut *all).await?;
    }
    Ok(())
}

async fn write(all: &mut SqliteConnection, some: &[IntegrationRecord]) -> Result<(), Error> {
    let forms: Vec<form::Texts> = some.iter().map(form::write).collect::<Result<_, _>>()?;
    let mut insert = QueryBuilder::<Sqlite>::new(
        "INSERT INTO integrations
         (id, tenant, auth_config, toolkit, slot, state, state_data, account, status,
          status_reason, probe, identity, identity_source, observed_at, facts, care, version) ",
    );
    insert.push_values(some.iter().zip(&forms), |mut row, (record, texts)| {
        let connection = &record.connection;
        let identity = connection.identity.as_ref();
        row.push_bind(connection.integration.as_str())
            .push_bind(record.tenant.as_str())
            .push_bind(record.auth_config.as_str())
            .push_bind(record.toolkit.as_str())
            .push_bind(i64::from(record.slot))
            .push_bind(connection.lifecycle.name().as_str())
            .push_bind(texts.state_data.as_str())
            .push_bind(connection.account.as_ref().map(ConnectedAccountId::as_str))
            .push_bind(connection.status.as_ref().map(Status::as_str))
            .push_bind(connection.status_reason.as_deref())
            .push_bind(texts.probe.as_deref())
            .push_bind(identity.map(|identity| identity.name.as_str()))
            .push_bind(identity.map(|identity| form::source_word(identity.source)))
            .push_bind(connection.observed_at.map(Timestamp::millis))
            .push_bind(texts.facts.as_str())
            .push_bind(texts.care.as_deref())
            .push_bind(record.version + 1);
    });
    insert.push(
        " ON CONFLICT (id) DO UPDATE SET
          tenant = excluded.tenant, auth_config = excluded.auth_config,
          toolkit = excluded.toolkit, slot = excluded.slot, state = excluded.state,
          state_data = excluded.state_data, account = excluded.account,
          status = excluded.status, status_reason = excluded.status_reason,
          probe = excluded.probe, identity = excluded.identity,
          identity_source = excluded.identity_source, observed_at = excluded.observed_at,
          facts = excluded.facts, care = excluded.care,
          version = excluded.version",
    );
    insert.build().execute(all).await?;
    Ok(())
}

/// Takes rows off the list; one that is not there is no error. Their attempts go with
/// them, history and audit stay.
pub(crate) async fn remove(
    all: &mut SqliteConnection,
    removed: &[IntegrationId],
) -> Result<(), Error> {
    for some in removed.chunks(AT_ONCE) {
        let mut delete = QueryBuilder::<Sqlite>::new("DELETE FROM integrations WHERE id IN (");
        let mut ids = delete.separated(", ");
        for id in some {
            ids.push_bind(id.as_str());
        }
        ids.push_unseparated(")");
        delete.build().execute(&mut *all).await?;
    }
    Ok(())
}

/// Every row, a thousand at a time as one JSON text. Row by row, each cell is a
/// value of its own and each row a hand-over between two threads, and a roster of
/// 50,000 rows takes several times as long. While some are read here, the database's
/// thread is at the next ones.
pub(crate) async fn all(
    moment: &mut SqliteConnection,
    mut take: impl FnMut(IntegrationRecord),
) -> Result<(), Error> {
    let mut stretch = stretch(moment, 0).await?;
    while let Some((last, text)) = stretch {
        // Asked for first: what comes second keeps this thread.
        let (next, read) = join(self::stretch(moment, last), async {
            read_all(&text, last, &mut take)
        })
        .await;
        read?;
        stretch = next?;
    }
    Ok(())
}

/// How many rows there are.
pub(crate) async fn count(moment: &mut SqliteConnection) -> Result<usize, Error> {
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM integrations")
        .fetch_one(moment)
        .await?;
    Ok(usize::try_from(rows).unwrap_or(0))
}

/// Of a damaged file: every row that can be read. Cell by cell: as JSON, one that is not what it
/// should be takes a thousand along.
pub(crate) async fn readable(open: &mut SqliteConnection) -> Sifted<IntegrationRecord> {
    sift(open, "integrations", COLUMNS, |row| {
        let laid = laid(&mut Cells::of("integrations", row))?;
        read(laid).ok_or_else(|| Error::corrupt("integrations"))
    })
    .await
}

/// The rows after a place: where the next ones begin, and all of them as one JSON text.
async fn stretch(
    moment: &mut SqliteConnection,
    after: i64,
) -> Result<Option<(i64, String)>, Error> {
    let sql = format!(
        "SELECT MAX(place), json_group_array(json_array({COLUMNS}))
         FROM (SELECT rowid AS place, * FROM integrations WHERE rowid > $1
               ORDER BY rowid LIMIT 1000) AS stretch"
    );
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(after)
        .fetch_one(moment)
        .await?;
    let last = row.try_get::<Option<i64>, _>(0)?;
    last.map(|last| Ok((last, row.try_get(1)?))).transpose()
}

fn read_all(text: &str, last: i64, take: &mut impl FnMut(IntegrationRecord)) -> Result<(), Error> {
    let rows: Vec<Laid> = serde_json::from_str(text)
        // The error itself may quote a customer.
        .map_err(|_| Error::corrupt(format!("integrations, up to row {last}")))?;
    for row in rows {
        let what = format!("integrations, row `{}`", row.0);
        take(read(row).ok_or_else(|| Error::corrupt(what))?);
    }
    Ok(())
}

/// What a row is read from, in the order of [`Laid`].
const COLUMNS: &str = "id, state, state_data, account, status, status_reason, probe, identity, \
     identity_source, observed_at, tenant, auth_config, toolkit, slot, facts, care, version";

/// A row as [`all`] selects it.
#[derive(Deserialize)]
struct Laid(
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
    String,
    String,
    String,
    u32,
    String,
    Option<String>,
    i64,
);

fn laid(cells: &mut Cells<'_>) -> Result<Laid, Error> {
    Ok(Laid(
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
        cells.value()?,
    ))
}

/// `None` when a cell is not what this version writes.
fn read(row: Laid) -> Option<IntegrationRecord> {
    let Laid(
        id,
        state,
        state_data,
        account,
        status,
        status_reason,
        probe,
        identity,
        identity_source,
        observed_at,
        tenant,
        auth_config,
        toolkit,
        slot,
        facts,
        care,
        version,
    ) = row;
    let (reads, pause) = form::care(care.as_deref())?;
    let source = match identity_source {
        None => None,
        Some(word) => Some(form::source(&word)?),
    };
    let probe = match probe {
        None => None,
        Some(json) => Some(form::probe(&json)?),
    };
    Some(IntegrationRecord {
        connection: Connection {
            integration: IntegrationId::parse(id).ok()?,
            lifecycle: form::lifecycle(LifecycleName::parse(&state)?, &state_data)?,
            account: account.map(ConnectedAccountId::parse).transpose().ok()?,
            status: status.as_deref().map(Status::from_wire),
            status_reason,
            probe,
            reads,
            pause,
            identity: form::identity(identity, source),
            observed_at: observed_at.map(Timestamp::from_millis),
        },
        tenant: TenantId::parse(tenant).ok()?,
        auth_config: AuthConfigId::parse(auth_config).ok()?,
        toolkit: ToolkitSlug::parse(toolkit).ok()?,
        slot,
        facts: form::facts(&facts)?,
        version,
    })
}
