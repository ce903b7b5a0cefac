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
    let rows = sqlx::query(
        "SELECT integration, at, title, detail, actor, state FROM timeline
         WHERE integration = $1 ORDER BY at DESC, id DESC LIMIT $2",
    )
    .bind(integration.as_str())
    .bind(i64::from(limit))
    .fetch_all(moment)
    .await?;
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
