//! The two sides as they are: rows of the database, accounts and requests of the
//! simulator.

use std::path::Path;

use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions, Connection, Row};

use crate::Error;

/// What the database says.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) rows: Vec<Held>,
    pub(crate) attempts: Vec<Trip>,
    pub(crate) audit: Vec<Line>,
    pub(crate) retiring: Vec<String>,
    pub(crate) head: i64,
}

/// A row of the list.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) user: String,
    pub(crate) auth_config: String,
    pub(crate) state: String,
    pub(crate) account: Option<String>,
}

/// A trip through the browser.
#[derive(Debug)]
pub(crate) struct Trip {
    pub(crate) id: String,
    pub(crate) integration: String,
    pub(crate) state: String,
    pub(crate) account: Option<String>,
    pub(crate) alias: String,
    pub(crate) expires_at: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) used: bool,
    /// Empty when its row was taken off the list.
    pub(crate) user: String,
}

/// A line of the audit list.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) action: String,
    pub(crate) target: String,
    pub(crate) integration: String,
    pub(crate) intent: Option<i64>,
    pub(crate) result: String,
}

impl Facts {
    /// Reads everything from one moment.
    pub(crate) async fn read(file: &Path) -> Result<Self, Error> {
        let mut open = connect(file).await?;
        let mut moment = open.begin().await?;
        let facts = Self {
            rows: rows(&mut moment).await?,
            attempts: attempts(&mut moment).await?,
            audit: audit(&mut moment).await?,
            retiring: retiring(&mut moment).await?,
            head: sqlx::query_scalar("SELECT seq FROM audit_head")
                .fetch_one(&mut *moment)
                .await?,
        };
        drop(moment);
        open.close().await?;
        Ok(facts)
    }
}

/// The audit list alone.
pub(crate) async fn audit_of(file: &Path) -> Result<Vec<Line>, Error> {
    let mut open = connect(file).await?;
    let lines = audit(&mut open).await?;
    open.close().await?;
    Ok(lines)
}

async fn connect(file: &Path) -> Result<SqliteConnection, Error> {
    SqliteConnectOptions::new().filename(file).connect().await
}

async fn rows(moment: &mut SqliteConnection) -> Result<Vec<Held>, Error> {
    let sql = "SELECT tenants.user_id, auth_config, state, account
               FROM integrations JOIN tenants ON tenants.id = integrations.tenant";
    let all = sqlx::query(sql).fetch_all(moment).await?;
    let read = |row: &SqliteRow| {
        Ok(Held {
            user: row.try_get(0)?,
            auth_config: row.try_get(1)?,
            state: row.try_get(2)?,
            account: row.try_get(3)?,
        })
    };
    all.iter().map(read).collect()
}

async fn attempts(moment: &mut SqliteConnection) -> Result<Vec<Trip>, Error> {
    let sql = "SELECT attempts.id, integration, attempts.state, attempts.account, attempts.alias,
                      expires_at, ended_at, state_used_at IS NOT NULL, tenants.user_id
               FROM attempts
               LEFT JOIN integrations ON integrations.id = attempts.integration
               LEFT JOIN tenants ON tenants.id = integrations.tenant";
    let all = sqlx::query(sql).fetch_all(moment).await?;
    let read = |row: &SqliteRow| {
        Ok(Trip {
            id: row.try_get(0)?,
            integration: row.try_get(1)?,
            state: row.try_get(2)?,
            account: row.try_get(3)?,
            alias: row.try_get(4)?,
            expires_at: row.try_get(5)?,
            ended_at: row.try_get(6)?,
            used: row.try_get(7)?,
            user: row.try_get::<Option<String>, _>(8)?.unwrap_or_default(),
        })
    };
    all.iter().map(read).collect()
}

async fn audit(moment: &mut SqliteConnection) -> Result<Vec<Line>, Error> {
    let sql = "SELECT seq, kind, action, target, COALESCE(integration, ''), intent,
                      COALESCE(result, '') FROM audit ORDER BY seq";
    let all = sqlx::query(sql).fetch_all(moment).await?;
    let read = |row: &SqliteRow| {
        Ok(Line {
            seq: row.try_get(0)?,
            kind: row.try_get(1)?,
            action: row.try_get(2)?,
            target: row.try_get(3)?,
            integration: row.try_get(4)?,
            intent: row.try_get(5)?,
            result: row.try_get(6)?,
        })
    };
    all.iter().map(read).collect()
}

async fn retiring(moment: &mut SqliteConnection) -> Result<Vec<String>, Error> {
    let text: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'retiring'")
        .fetch_optional(moment)
        .await?;
    let text = text.unwrap_or_default();
    let accounts = text.lines().filter_map(|line| line.split(' ').nth(1));
    Ok(accounts.map(str::to_owned).collect())
}

/// An account that is or was at Composio.
#[derive(Debug)]
pub(crate) struct Remote {
    pub(crate) id: String,
    pub(crate) user: String,
    pub(crate) auth_config: String,
    pub(crate) status: String,
    pub(crate) alias: Option<String>,
    pub(crate) deleted: bool,
    pub(crate) connected: bool,
}

/// All of them.
pub(crate) fn remote(all: &[Value]) -> Vec<Remote> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    all.iter()
        .map(|account| Remote {
            id: text(&account["id"]),
            user: text(&account["user_id"]),
            auth_config: text(&account["auth_config_id"]),
            status: text(&account["status"]),
            alias: account["alias"].as_str().map(str::to_owned),
            deleted: account["deleted"] == true,
            connected: account["connected"] == true,
        })
        .collect()
}

/// The states of all callbacks that Composio was given. A page of the customer's own has none.
pub(crate) fn states(all: &[Value]) -> Vec<String> {
    let callbacks = all.iter().filter_map(|one| one["callback_url"].as_str());
    let ours = callbacks.filter(|url| url.contains("attempt="));
    let state = |url: &str| {
        let (_, after) = url.split_once("state=")?;
        after.split(['&', '#']).next().map(str::to_owned)
    };
    ours.filter_map(state).collect()
}

/// A request that Composio received.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) at: i64,
    pub(crate) route: String,
    /// What was answered, unless nothing was.
    pub(crate) status: Option<u64>,
    /// The account that it is about, where it names one.
    pub(crate) account: String,
}

impl Request {
    /// Whether it changes something there.
    pub(crate) fn writes(&self) -> bool {
        let reads = [
            "POST /tools/execute/",
            "POST /logs/",
            "POST /toolkits/multi",
            "POST /tools/scopes/",
        ];
        !self.route.starts_with("GET ")
            && !self.route.contains(" /link/")
            && !reads.iter().any(|read| self.route.starts_with(read))
            && self.route.contains(" /")
    }

    /// What the audit list calls it.
    pub(crate) fn deeds(&self) -> &'static [&'static str] {
        match self.route.as_str() {
            "DELETE /connected_accounts/{nanoid}" => &["Delete", "Clean up"],
            "PATCH /connected_accounts/{nanoid}" => &["Set the alias"],
            "PATCH /connected_accounts/{nanoid}/status" => &["Enable", "Disable"],
            "POST /connected_accounts/{nanoid}/revoke" => &["Withdraw access"],
            "POST /auth_configs" => &["Create a Composio-managed auth config"],
            "PATCH /org/project/config" => &["Turn", "Change", "Require", "Stop"],
            _ => &["no such write is known"],
        }
    }
}

/// All that are remembered.
pub(crate) fn requests(all: &[Value]) -> Vec<Request> {
    all.iter()
        .map(|request| {
            let path = request["path"].as_str().unwrap_or_default();
            let account = path.split('/').find(|part| part.starts_with("ca_"));
            Request {
                at: millis(request["time"].as_str().unwrap_or_default()),
                route: request["route"].as_str().unwrap_or_default().to_owned(),
                status: request["status"].as_u64(),
                account: account.unwrap_or_default().to_owned(),
            }
        })
        .collect()
}

/// A time that cannot be read is no minute's.
fn millis(iso: &str) -> i64 {
    iso.parse::<jiff::Timestamp>()
        .map_or(0, jiff::Timestamp::as_millisecond)
}
