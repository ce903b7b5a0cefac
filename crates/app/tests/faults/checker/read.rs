//! The two sides as they are: rows of the database, accounts and requests of the
//! simulator.

use std::path::Path;

use serde_json::Value;
use simulator::Running;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};

/// What the database says.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) rows: Vec<Held>,
    pub(super) attempts: Vec<Trip>,
    pub(super) audit: Vec<Line>,
    pub(super) retiring: Vec<String>,
    pub(super) head: i64,
}

/// A row of the list.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) user: String,
    pub(super) auth_config: String,
    pub(super) state: String,
    pub(super) account: Option<String>,
}

/// A trip through the browser.
#[derive(Debug)]
pub(super) struct Trip {
    pub(super) id: String,
    pub(super) integration: String,
    pub(super) state: String,
    pub(super) account: Option<String>,
    pub(super) alias: String,
    pub(super) expires_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
    pub(super) used: bool,
}

/// A line of the audit list.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) seq: i64,
    pub(super) kind: String,
    pub(super) action: String,
    pub(super) target: String,
    pub(super) integration: String,
    pub(super) intent: Option<i64>,
    pub(super) result: String,
}

impl Facts {
    /// Reads everything from one moment.
    pub(super) async fn read(file: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(file);
        let mut open = options.connect().await.unwrap();
        let mut moment = open.begin().await.unwrap();
        let facts = Self {
            rows: rows(&mut moment).await,
            attempts: attempts(&mut moment).await,
            audit: audit(&mut moment).await,
            retiring: retiring(&mut moment).await,
            head: sqlx::query_scalar("SELECT seq FROM audit_head")
                .fetch_one(&mut *moment)
                .await
                .unwrap(),
        };
        drop(moment);
        open.close().await.unwrap();
        facts
    }
}

async fn rows(moment: &mut SqliteConnection) -> Vec<Held> {
    let sql = "SELECT tenants.user_id, auth_config, state, account
               FROM integrations JOIN tenants ON tenants.id = integrations.tenant";
    let all = sqlx::query(sql).fetch_all(moment).await.unwrap();
    all.iter()
        .map(|row| Held {
            user: row.get(0),
            auth_config: row.get(1),
            state: row.get(2),
            account: row.get(3),
        })
        .collect()
}

async fn attempts(moment: &mut SqliteConnection) -> Vec<Trip> {
    let sql = "SELECT id, integration, state, account, alias, expires_at, ended_at,
                      state_used_at IS NOT NULL FROM attempts";
    let all = sqlx::query(sql).fetch_all(moment).await.unwrap();
    all.iter()
        .map(|row| Trip {
            id: row.get(0),
            integration: row.get(1),
            state: row.get(2),
            account: row.get(3),
            alias: row.get(4),
            expires_at: row.get(5),
            ended_at: row.get(6),
            used: row.get(7),
        })
        .collect()
}

async fn audit(moment: &mut SqliteConnection) -> Vec<Line> {
    let sql = "SELECT seq, kind, action, target, COALESCE(integration, ''), intent,
                      COALESCE(result, '') FROM audit ORDER BY seq";
    let all = sqlx::query(sql).fetch_all(moment).await.unwrap();
    all.iter()
        .map(|row| Line {
            seq: row.get(0),
            kind: row.get(1),
            action: row.get(2),
            target: row.get(3),
            integration: row.get(4),
            intent: row.get(5),
            result: row.get(6),
        })
        .collect()
}

async fn retiring(moment: &mut SqliteConnection) -> Vec<String> {
    let text: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'retiring'")
        .fetch_optional(moment)
        .await
        .unwrap();
    let text = text.unwrap_or_default();
    let accounts = text.lines().filter_map(|line| line.split(' ').nth(1));
    accounts.map(str::to_owned).collect()
}

/// An account that is or was at Composio.
#[derive(Debug)]
pub(super) struct Remote {
    pub(super) id: String,
    pub(super) user: String,
    pub(super) auth_config: String,
    pub(super) status: String,
    pub(super) alias: Option<String>,
    pub(super) deleted: bool,
    pub(super) connected: bool,
}

/// All of them.
pub(super) fn remote(sim: &Running) -> Vec<Remote> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = sim.accounts();
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

/// A request that Composio received.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) at: i64,
    pub(super) route: String,
    /// What was answered, unless nothing was.
    pub(super) status: Option<u64>,
    /// The account that it is about, where it names one.
    pub(super) account: String,
}

impl Request {
    /// Whether it changes something there.
    pub(super) fn writes(&self) -> bool {
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
    pub(super) fn deeds(&self) -> &'static [&'static str] {
        match self.route.as_str() {
            "DELETE /connected_accounts/{nanoid}" => &["Delete", "Clean up"],
            "PATCH /connected_accounts/{nanoid}" => &["Set the alias"],
            "PATCH /connected_accounts/{nanoid}/status" => &["Enable", "Disable"],
            "POST /connected_accounts/{nanoid}/revoke" => &["Withdraw access"],
            "PATCH /org/project/config" => &["Turn", "Change", "Require", "Stop"],
            _ => &["no such write is known"],
        }
    }
}

/// All that are remembered.
pub(super) fn requests(sim: &Running) -> Vec<Request> {
    let all = sim.requests();
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

fn millis(iso: &str) -> i64 {
    let at: jiff::Timestamp = iso.parse().unwrap();
    at.as_millisecond()
}
