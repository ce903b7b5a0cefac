//! The history of rows. It outlives them.

use domain::{IntegrationId, LifecycleName, LineKind, Moved, Trigger};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::cells::Cells;
use crate::rescue::{Sifted, sift};
use crate::{Error, HistoryFilter, HistoryPage, HistoryPlace, TimelineEntry};

/// How many lines go into one statement.
const AT_ONCE: usize = 200;

pub(crate) async fn append(
    all: &mut SqliteConnection,
    entries: &[TimelineEntry],
) -> Result<(), Error> {
    for some in entries.chunks(AT_ONCE) {
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO timeline
             (integration, at, kind, title, detail, actor, state, was, moved_by) ",
        );
        insert.push_values(some, |mut row, entry| {
            row.push_bind(entry.integration.as_str())
                .push_bind(entry.at.millis())
                .push_bind(entry.kind.as_str())
                .push_bind(entry.title.as_str())
                .push_bind(entry.detail.as_deref())
                .push_bind(entry.actor.as_deref())
                .push_bind(entry.state.map(LifecycleName::as_str))
                .push_bind(entry.moved.map(|moved| moved.from.as_str()))
                .push_bind(entry.moved.map(|moved| moved.by.as_str()));
        });
        insert.build().execute(&mut *all).await?;
    }
    Ok(())
}

/// What a line is read from, in the order of [`line`].
const COLUMNS: &str = "id, integration, at, kind, title, detail, actor, state, was, moved_by";

/// One page of a row's history, newest first. Both orders that it can ask for are
/// indexes, so that a page costs the same however long the history is.
pub(crate) async fn page(
    moment: &mut SqliteConnection,
    integration: &IntegrationId,
    filter: HistoryFilter,
) -> Result<HistoryPage, Error> {
    let mut select = QueryBuilder::<Sqlite>::new("SELECT ");
    select
        .push(COLUMNS)
        .push(" FROM timeline WHERE integration = ")
        .push_bind(integration.as_str());
    if let Some(kind) = filter.kind {
        select.push(" AND kind = ").push_bind(kind.as_str());
    }
    if let Some(before) = filter.before {
        select
            .push(" AND (at, id) < (")
            .push_bind(before.at.millis())
            .push(", ")
            .push_bind(before.id)
            .push(")");
    }
    // One more than asked for tells whether there is more.
    select
        .push(" ORDER BY at DESC, id DESC LIMIT ")
        .push_bind(i64::from(filter.limit) + 1);
    let rows = select.build().fetch_all(moment).await?;
    let limit = filter.limit as usize;
    let mut read: Vec<(i64, TimelineEntry)> = rows
        .iter()
        .take(limit)
        .map(line)
        .collect::<Result<_, _>>()?;
    let older = (rows.len() > limit)
        .then(|| read.last())
        .flatten()
        .map(|(id, last)| HistoryPlace {
            at: last.at,
            id: *id,
        });
    Ok(HistoryPage {
        lines: read.drain(..).map(|(_, entry)| entry).collect(),
        older,
    })
}

/// Of a damaged file: every line that can be read, oldest first.
pub(crate) async fn readable(open: &mut SqliteConnection) -> Sifted<TimelineEntry> {
    sift(open, "timeline", COLUMNS, |row| Ok(line(row)?.1)).await
}

/// How many rows one tenant's history is read for; nobody reads further.
const ROWS: usize = 500;

pub(crate) async fn newest_of(
    moment: &mut SqliteConnection,
    integrations: &[IntegrationId],
    limit: u32,
) -> Result<Vec<TimelineEntry>, Error> {
    let mut select = QueryBuilder::<Sqlite>::new("SELECT ");
    select
        .push(COLUMNS)
        .push(" FROM timeline WHERE integration IN (");
    let mut ids = select.separated(", ");
    for id in integrations.iter().take(ROWS) {
        ids.push_bind(id.as_str());
    }
    ids.push_unseparated(") ORDER BY at DESC, id DESC LIMIT ");
    select.push_bind(i64::from(limit));
    let rows = select.build().fetch_all(moment).await?;
    rows.iter().map(|row| Ok(line(row)?.1)).collect()
}

fn line(row: &SqliteRow) -> Result<(i64, TimelineEntry), Error> {
    let mut cells = Cells::of("timeline", row);
    let id = cells.value()?;
    let mut entry = TimelineEntry {
        integration: cells.id()?,
        at: cells.time()?,
        kind: cells.word(LineKind::parse)?,
        title: cells.value()?,
        detail: cells.value()?,
        actor: cells.value()?,
        state: cells.word_if_any(LifecycleName::parse)?,
        moved: None,
    };
    let from = cells.word_if_any(LifecycleName::parse)?;
    let by = cells.word_if_any(Trigger::parse)?;
    entry.moved = from.zip(by).map(|(from, by)| Moved { from, by });
    Ok((id, entry))
}
