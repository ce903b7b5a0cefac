//! The history of rows. It outlives them.

use domain::{IntegrationId, LifecycleName};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::cells::Cells;
use crate::{Error, TimelineEntry};

/// How many lines go into one statement.
const AT_ONCE: usize = 200;

pub(crate) async fn append(
    all: &mut SqliteConnection,
    entries: &[TimelineEntry],
) -> Result<(), Error> {
    for some in entries.chunks(AT_ONCE) {
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO timeline (integration, at, title, detail, actor, state) ",
        );
        insert.push_values(some, |mut row, entry| {
            row.push_bind(entry.integration.as_str())
                .push_bind(entry.at.millis())
                .push_bind(entry.title.as_str())
                .push_bind(entry.detail.as_deref())
                .push_bind(entry.actor.as_deref())
                .push_bind(entry.state.map(LifecycleName::as_str));
        });
        insert.build().execute(&mut *all).await?;
    }
    Ok(())
}

pub(crate) async fn newest(
    moment: &mut SqliteConnection,
    integration: &IntegrationId,
    limit: u32,
) -> Result<Vec<TimelineEntry>, Error> {
    newest_of(moment, std::slice::from_ref(integration), limit).await
}

/// How many rows one tenant's history is read for; nobody reads further.
const ROWS: usize = 500;

pub(crate) async fn newest_of(
    moment: &mut SqliteConnection,
    integrations: &[IntegrationId],
    limit: u32,
) -> Result<Vec<TimelineEntry>, Error> {
    let mut select = QueryBuilder::<Sqlite>::new(
        "SELECT integration, at, title, detail, actor, state FROM timeline WHERE integration IN (",
    );
    let mut ids = select.separated(", ");
    for id in integrations.iter().take(ROWS) {
        ids.push_bind(id.as_str());
    }
    ids.push_unseparated(") ORDER BY at DESC, id DESC LIMIT ");
    select.push_bind(i64::from(limit));
    let rows = select.build().fetch_all(moment).await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of("timeline", row);
            Ok(TimelineEntry {
                integration: cells.id()?,
                at: cells.time()?,
                title: cells.value()?,
                detail: cells.value()?,
                actor: cells.value()?,
                state: cells.word_if_any(LifecycleName::parse)?,
            })
        })
        .collect()
}
