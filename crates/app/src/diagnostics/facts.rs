//! The facts that the diagnostics are made of. Gathering them changes nothing, and
//! asks Composio at most one question, for the ids that its support wants.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::time::Duration;

use domain::{LifecycleName, Timestamp};
use wire::{Code, Fault, LogLevel, LogLine};

use crate::core::App;
use crate::host::SystemFacts;
use crate::logs::{self, Wanted};
use crate::workspace::Workspace;

/// How many faults are remembered.
const MOST_FAULTS: usize = 20;
/// How many lines of the log go along.
const LINES: usize = 60;
/// How long Composio may take to say which project this is.
const PATIENCE: Duration = Duration::from_secs(4);
/// How many rows are named when names are wanted.
const MOST_ROWS: usize = 50;

/// A fault that a person was told.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) at: Timestamp,
    /// What was asked.
    pub(crate) command: &'static str,
    pub(crate) code: Code,
    pub(crate) reference: Option<String>,
}

/// The last faults.
#[derive(Debug, Default)]
pub(crate) struct Ring(VecDeque<Told>);

impl Ring {
    pub(crate) fn note(&mut self, at: Timestamp, command: &'static str, fault: &Fault) {
        if self.0.len() == MOST_FAULTS {
            self.0.pop_back();
        }
        self.0.push_front(Told {
            at,
            command,
            code: fault.code,
            reference: fault.reference.clone(),
        });
    }

    fn newest_first(&self) -> Vec<Told> {
        self.0.iter().cloned().collect()
    }
}

pub(super) struct Facts {
    pub(super) at: Timestamp,
    pub(super) version: String,
    pub(super) system: SystemFacts,
    pub(super) handles_links: bool,
    pub(super) role: &'static str,
    pub(super) level: String,
    pub(super) detailed: bool,
    pub(super) desk_bytes: u64,
    pub(super) workspace_bytes: u64,
    pub(super) workspaces: usize,
    pub(super) log_bytes: u64,
    pub(super) desk_schema: Option<i64>,
    pub(super) trouble: Option<Code>,
    pub(super) faults: Vec<Told>,
    pub(super) lines: Result<Vec<LogLine>, String>,
    pub(super) project: Option<ProjectFacts>,
    pub(super) tenant_ids: bool,
    /// Words that name tenants, which must not be in the text.
    pub(super) names: Vec<String>,
}

pub(super) struct ProjectFacts {
    pub(super) host: String,
    pub(super) demo: bool,
    pub(super) production: bool,
    pub(super) key: &'static str,
    pub(super) callback: &'static str,
    pub(super) proxy: String,
    pub(super) certificates: usize,
    pub(super) generation: Option<&'static str>,
    pub(super) clock_offset_seconds: Option<i64>,
    pub(super) limit: Option<(u64, u64)>,
    pub(super) schema: Option<i64>,
    pub(super) sync: wire::SyncView,
    pub(super) states: BTreeMap<&'static str, usize>,
    pub(super) rows: usize,
    pub(super) tenants: u32,
    pub(super) attempts_open: usize,
    /// Composio's own ids of project and organisation.
    pub(super) ids: Option<(Option<String>, Option<String>)>,
    /// Rows that do not work, where names are wanted.
    pub(super) failing: Vec<String>,
}

pub(super) async fn gather(app: &App, tenant_ids: bool) -> Facts {
    let config = &app.0.config;
    let home = config.home.clone();
    let read = tokio::task::spawn_blocking(move || on_disk(&home)).await;
    let disk = read.unwrap_or_default();
    let workspace = app.state().workspace.clone();
    let project = match &workspace {
        Some(workspace) => Some(project(app, workspace, tenant_ids).await),
        None => None,
    };
    let desk_schema = match &app.0.desk {
        Ok(desk) => desk.schema().await.ok(),
        Err(_) => None,
    };
    let names = match &workspace {
        Some(workspace) if !tenant_ids => workspace.roster().tenant_names(),
        _ => Vec::new(),
    };
    let handles_links = app.0.host.handles_links();
    let system = app.0.host.system();
    let role = match app.role() {
        domain::Role::Admin => "admin",
        domain::Role::Support => "support",
    };
    let state = app.state();
    let level = crate::key_probe::level(workspace.as_deref(), state.key_report.as_ref());
    Facts {
        at: app.0.host.now(),
        version: config.version.clone(),
        system,
        handles_links,
        role,
        level: format!("{level:?}").to_lowercase(),
        detailed: state.detailed_until.is_some(),
        desk_bytes: disk.desk,
        workspace_bytes: disk.workspaces,
        workspaces: state.profiles.len(),
        log_bytes: disk.log,
        desk_schema,
        trouble: state.trouble.as_ref().map(|fault| fault.code),
        faults: state.faults.newest_first(),
        lines: disk.lines,
        project,
        tenant_ids,
        names,
    }
}

struct Disk {
    desk: u64,
    workspaces: u64,
    log: u64,
    lines: Result<Vec<LogLine>, String>,
}

impl Default for Disk {
    fn default() -> Self {
        Self {
            desk: 0,
            workspaces: 0,
            log: 0,
            lines: Err("it could not be read".to_owned()),
        }
    }
}

fn on_disk(home: &Path) -> Disk {
    let wanted = Wanted {
        level: LogLevel::Trace,
        limit: LINES,
        ..Wanted::default()
    };
    Disk {
        desk: bytes(home, "desk.db"),
        workspaces: bytes(&home.join("workspaces"), ""),
        log: logs::size(home),
        lines: logs::page(&logs::directory(home), &wanted)
            .map(|(lines, _)| lines)
            .map_err(|error| error.kind().to_string()),
    }
}

/// What the files take whose names begin like this.
fn bytes(directory: &Path, start: &str) -> u64 {
    std::fs::read_dir(directory)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(start))
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|file| file.len())
        .sum()
}

/// The proxy in words, and how many certificates are trusted besides the system's.
async fn network(app: &App, workspace: &Workspace) -> (String, usize) {
    match app.network_of(&workspace.profile.id).await {
        Ok(network) => (network.proxy_in_words(), network.certificates()),
        Err(error) => (format!("cannot be read: {error}"), 0),
    }
}

async fn project(app: &App, workspace: &Workspace, tenant_ids: bool) -> ProjectFacts {
    let client = workspace.client().ok();
    let ids = match &client {
        Some(client) => ids(client).await,
        None => None,
    };
    let schema = workspace.store.schema().await.ok();
    let (proxy, certificates) = network(app, workspace).await;
    let (states, rows, tenants, failing) = {
        let roster = workspace.roster();
        let mut states: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut failing = Vec::new();
        for row in roster.rows() {
            let state = row.record.connection.lifecycle.name();
            *states.entry(state.as_str()).or_default() += 1;
            let fails = matches!(state, LifecycleName::Error | LifecycleName::Expired);
            if tenant_ids && fails && failing.len() < MOST_ROWS {
                failing.push(failing_row(&roster, row));
            }
        }
        (states, roster.len(), roster.tenant_count(), failing)
    };
    let attempts_open = workspace
        .live()
        .values()
        .filter(|live| live.record.attempt.state.is_open())
        .count();
    let profile = &workspace.profile;
    ProjectFacts {
        host: crate::core::profile_view(profile, workspace.key()).host,
        demo: profile.demo,
        production: profile.production,
        key: place_of(workspace.key()),
        callback: profile.callback.as_str(),
        proxy,
        certificates,
        generation: client.as_ref().map(|it| it.generation().as_str()),
        clock_offset_seconds: client
            .as_ref()
            .and_then(|it| it.clock_offset())
            .map(|offset| offset.as_secs()),
        limit: client
            .as_ref()
            .and_then(|it| it.rate_limit())
            .map(|limit| (limit.remaining, limit.limit)),
        schema,
        sync: workspace.sync(),
        states,
        rows,
        tenants,
        attempts_open,
        ids,
        failing,
    }
}

fn place_of(key: wire::KeyPlace) -> &'static str {
    match key {
        wire::KeyPlace::Keyring => "in the keyring",
        wire::KeyPlace::Asked => "in the keyring, which has not answered yet",
        wire::KeyPlace::Memory => "in memory",
        wire::KeyPlace::Missing => "missing",
        wire::KeyPlace::BuiltIn => "built in",
    }
}

fn failing_row(roster: &crate::roster::Roster, row: &crate::roster::Row) -> String {
    let record = &row.record;
    let user = roster
        .tenant(&record.tenant)
        .map_or_else(String::new, |tenant| tenant.user.to_string());
    let account = record.connection.account.as_ref();
    format!(
        "{} {user} {} {}",
        record.connection.lifecycle.name().as_str(),
        record.toolkit,
        account.map_or_else(|| "no account".to_owned(), ToString::to_string),
    )
}

/// Which project this is, by Composio's own word.
async fn ids(client: &composio::Client) -> Option<(Option<String>, Option<String>)> {
    let client = client.clone().without_retries();
    let session = client.session();
    let told = tokio::time::timeout(PATIENCE, session.info()).await;
    let project = told.ok()?.ok()?.project?;
    Some((project.id, project.org_id))
}
