//! `GET /connected_accounts`

use std::collections::HashSet;

use crate::http::{ApiError, Call, Context, Outcome, Reply, Window};
use crate::render::{self, Generation};
use crate::world::{Account, Project, Status};

const MOST: usize = 1000;

/// What the caller filters by, ready to be asked per row.
struct Filter {
    users: Option<HashSet<u32>>,
    configs: Option<HashSet<u32>>,
    ids: Option<HashSet<String>>,
    statuses: Vec<Status>,
    shared: Option<bool>,
}

impl Filter {
    fn of(call: &Call, project: &Project) -> Result<Self, ApiError> {
        let statuses = call
            .list("statuses")
            .into_iter()
            .map(|word| {
                Status::parse(word).ok_or_else(|| wrong("statuses", word, "a connection status"))
            })
            .collect::<Result<_, _>>()?;
        let users = call.list("user_ids");
        let users = (!users.is_empty()).then(|| {
            users
                .into_iter()
                .filter_map(|id| project.accounts.user_number(id))
                .collect()
        });
        let ids = call.list("connected_account_ids");
        let ids = (!ids.is_empty()).then(|| ids.into_iter().map(str::to_owned).collect());
        Ok(Self {
            users,
            ids,
            statuses,
            configs: configs(call, project),
            shared: shared(call)?,
        })
    }

    fn keeps(&self, row: &Account) -> bool {
        self.shared.is_none_or(|shared| row.shared == shared)
            && (self.statuses.is_empty() || self.statuses.contains(&row.status))
            && self
                .users
                .as_ref()
                .is_none_or(|users| users.contains(&row.user))
            && self
                .configs
                .as_ref()
                .is_none_or(|configs| configs.contains(&row.config))
            && self.ids.as_ref().is_none_or(|ids| ids.contains(&row.id()))
    }
}

/// Auth configs of the asked ids and of the asked toolkits.
fn configs(call: &Call, project: &Project) -> Option<HashSet<u32>> {
    let (slugs, ids) = (call.list("toolkit_slugs"), call.list("auth_config_ids"));
    if slugs.is_empty() && ids.is_empty() {
        return None;
    }
    let fits = |config: &crate::world::AuthConfig| {
        (slugs.is_empty()
            || slugs
                .iter()
                .any(|slug| config.toolkit.slug.eq_ignore_ascii_case(slug)))
            && (ids.is_empty() || ids.contains(&config.id().as_str()))
    };
    Some(
        (0..)
            .zip(&project.configs)
            .filter(|(_, config)| fits(config))
            .map(|(at, _)| at)
            .collect(),
    )
}

/// v3.1 lists private accounts unless told otherwise; v3 never knew the
/// difference.
fn shared(call: &Call) -> Result<Option<bool>, ApiError> {
    match (call.param("account_type"), call.generation) {
        (Some("ALL"), _) | (None, Generation::V3) => Ok(None),
        (Some("PRIVATE"), _) | (None, Generation::V31) => Ok(Some(false)),
        (Some("SHARED"), _) => Ok(Some(true)),
        (Some(other), _) => Err(wrong("account_type", other, "PRIVATE, SHARED or ALL")),
    }
}

fn wrong(name: &str, word: &str, wanted: &str) -> ApiError {
    let error = format!("{name}: Invalid enum value. Expected {wanted}, received '{word}'");
    ApiError::invalid(422, vec![error])
}

fn one_of(call: &Call, name: &str, words: [&str; 2]) -> Result<bool, ApiError> {
    match call.param(name) {
        None => Ok(false),
        Some(word) if word == words[0] => Ok(false),
        Some(word) if word == words[1] => Ok(true),
        Some(word) => Err(wrong(name, word, &words.join(" or "))),
    }
}

/// Lists the project's accounts.
pub(super) fn list(ctx: &mut Context<'_>) -> Outcome {
    let call = ctx.call;
    // This list documents 422 for what is malformed, but a bad cursor is 400.
    let window = Window::of(call, MOST).map_err(|error| match error.errors.len() {
        0 => error,
        _ => ApiError::invalid(422, error.errors),
    })?;
    let by_updated = one_of(call, "order_by", ["created_at", "updated_at"])?;
    let ascending = one_of(call, "order_direction", ["desc", "asc"])?;
    let filter = Filter::of(call, ctx.own()?)?;
    let key = list_key(call, by_updated, ascending);
    let era = ctx.world.config.masking_era;
    let project = ctx.own_mut()?;
    let rows = project
        .accounts
        .listed(&key, |row| filter.keeps(row), by_updated, ascending);
    let project = &*project;
    let page = window.page(&rows, |at| {
        project
            .accounts
            .get(*at)
            .map_or(serde_json::Value::Null, |row| {
                render::account(project, row, call.generation, era, false)
            })
    });
    Ok(Reply::ok(page))
}

/// The filters of a call, in a form that equal calls share.
fn list_key(call: &Call, by_updated: bool, ascending: bool) -> String {
    let kept = call
        .query
        .iter()
        .filter(|(name, _)| name != "cursor" && name != "limit");
    let mut parts: Vec<String> = kept
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    parts.sort();
    format!(
        "{:?}{by_updated}{ascending}{}",
        call.generation,
        parts.join("&")
    )
}
