//! Searching the audit list.

use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use crate::audit::{COLUMNS, read};
use crate::{AuditFilter, AuditRow, Error};

/// Everything of a row that a person may look for.
const WORDS: &str = "lower(actor || ' ' || action || ' ' || target || ' ' \
     || COALESCE(integration, '') || ' ' || COALESCE(result, '') || ' ' \
     || COALESCE(reason, '') || ' ' || COALESCE(before, '') || ' ' \
     || COALESCE(after, '') || ' ' || COALESCE(request, ''))";

/// How many actors or actions a list of them holds.
const MOST: i64 = 500;

pub(crate) async fn page(
    moment: &mut SqliteConnection,
    filter: &AuditFilter,
    offset: u32,
    limit: u32,
) -> Result<(u32, Vec<AuditRow>), Error> {
    let mut count = QueryBuilder::<Sqlite>::new("SELECT COUNT(*) FROM audit WHERE TRUE");
    narrow(&mut count, filter);
    let total: i64 = count.build().fetch_one(&mut *moment).await?.try_get(0)?;
    let mut rows = QueryBuilder::<Sqlite>::new("SELECT ");
    rows.push(COLUMNS).push(" FROM audit WHERE TRUE");
    narrow(&mut rows, filter);
    rows.push(" ORDER BY seq DESC LIMIT ")
        .push_bind(i64::from(limit))
        .push(" OFFSET ")
        .push_bind(i64::from(offset));
    let rows = rows.build().fetch_all(moment).await?;
    let rows = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok((u32::try_from(total).unwrap_or(u32::MAX), rows))
}

/// Who is named as an actor, and what was done, each in the order of the alphabet.
pub(crate) async fn words(
    moment: &mut SqliteConnection,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let actors = sqlx::query_scalar("SELECT DISTINCT actor FROM audit ORDER BY actor LIMIT $1")
        .bind(MOST)
        .fetch_all(&mut *moment)
        .await?;
    let actions = sqlx::query_scalar("SELECT DISTINCT action FROM audit ORDER BY action LIMIT $1")
        .bind(MOST)
        .fetch_all(moment)
        .await?;
    Ok((actors, actions))
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &AuditFilter) {
    if let Some(pattern) = pattern(&filter.text) {
        query.push(" AND ").push(WORDS).push(" LIKE ");
        query.push_bind(pattern).push(" ESCAPE '\\'");
    }
    if let Some(kind) = filter.kind {
        query.push(" AND kind = ").push_bind(kind.as_str());
    }
    if let Some(actor) = &filter.actor {
        query.push(" AND actor = ").push_bind(actor.clone());
    }
    if !filter.actions.is_empty() {
        query.push(" AND action IN (");
        let mut list = query.separated(", ");
        for action in &filter.actions {
            list.push_bind(action.clone());
        }
        query.push(")");
    }
    if !filter.results.is_empty() {
        query.push(" AND (FALSE");
        for word in &filter.results {
            let begins = format!("{}%", escaped(word));
            query.push(" OR lower(COALESCE(result, '')) LIKE ");
            query.push_bind(begins).push(" ESCAPE '\\'");
        }
        query.push(")");
    }
    if let Some(from) = filter.from {
        query.push(" AND at >= ").push_bind(from.millis());
    }
    if let Some(until) = filter.until {
        query.push(" AND at < ").push_bind(until.millis());
    }
}

/// What a person typed, as a pattern for anywhere in a text. Only ASCII letters are
/// folded: that is what the database's own `lower` does.
fn pattern(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| format!("%{}%", escaped(text)))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
