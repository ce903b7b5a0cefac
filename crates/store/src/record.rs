//! What goes in and comes out of a store, in the words of `domain`.

use domain::{
    AccountFacts, Attempt, AuthConfigId, ConnectedAccountId, Connection, IntegrationId,
    LifecycleName, LineKind, Moved, TenantDetails, TenantId, Timestamp, ToolkitSlug, UserId,
};

/// A customer of the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantRecord {
    /// Ours.
    pub id: TenantId,
    /// Its key at Composio; unique in a store.
    pub user: UserId,
    /// What a person calls it.
    pub name: String,
    /// When it came to us.
    pub created_at: Timestamp,
    /// What a person says of it.
    pub details: TenantDetails,
}

/// A note on a tenant, or on one of its integrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRecord {
    /// Ours.
    pub id: String,
    /// On which tenant.
    pub tenant: TenantId,
    /// On which of its integrations; `None` for the tenant itself.
    pub integration: Option<IntegrationId>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// What.
    pub text: String,
    /// The https address in it.
    pub link: Option<String>,
}

/// When a tenant was visited and pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkRecord {
    /// Which.
    pub tenant: TenantId,
    /// When somebody looked at it last.
    pub visited_at: Option<Timestamp>,
    /// Which visit that was, counted from the first: times may be equal.
    pub visit: Option<i64>,
    /// Since when it is pinned.
    pub pinned_at: Option<Timestamp>,
}

/// The auth config that is suggested for a toolkit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthDefault {
    /// For which toolkit.
    pub toolkit: ToolkitSlug,
    /// For this tenant; `None` for the whole workspace.
    pub tenant: Option<TenantId>,
    /// Which; `None` in a [`Change`] takes the suggestion away.
    pub auth_config: Option<AuthConfigId>,
}

/// One row of the list: a tenant, an auth config, a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegrationRecord {
    /// Where it stands. Its account is unique in a store when there is one.
    pub connection: Connection,
    /// Whose it is.
    pub tenant: TenantId,
    /// By which auth config.
    pub auth_config: AuthConfigId,
    /// To which toolkit.
    pub toolkit: ToolkitSlug,
    /// 1, or more where a tenant may have several accounts.
    pub slot: u32,
    /// What else is known of the account.
    pub facts: AccountFacts,
    /// The version that was loaded; 0 for a row that was never stored.
    pub version: i64,
}

impl IntegrationRecord {
    /// The row's id.
    #[must_use]
    pub fn id(&self) -> &IntegrationId {
        &self.connection.integration
    }
}

/// One trip through the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRecord {
    /// The trip.
    pub attempt: Attempt,
    /// SHA-256 of its state; the state itself is never stored.
    pub state_hash: [u8; 32],
    /// When the state came back. Only [`crate::Store::consume_state`] sets it, and
    /// nothing clears it.
    pub state_used_at: Option<Timestamp>,
    /// The account that the row had when the trip began.
    pub previous_account: Option<ConnectedAccountId>,
    /// Whether it replaces an account.
    pub reconnect: bool,
}

/// One line of a row's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// The row.
    pub integration: IntegrationId,
    /// When it happened.
    pub at: Timestamp,
    /// What it is about.
    pub kind: LineKind,
    /// What happened.
    pub title: String,
    /// More on it: the evidence.
    pub detail: Option<String>,
    /// Who did it, when it was a person.
    pub actor: Option<String>,
    /// The state it led to, when it led to one.
    pub state: Option<LifecycleName>,
    /// Where the state came from and what moved it, when it moved.
    pub moved: Option<Moved>,
}

/// A place in a row's history. Lines of one moment are told apart by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryPlace {
    /// When.
    pub at: Timestamp,
    /// Which of that moment.
    pub id: i64,
}

/// Which lines of a row's history are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Only of this kind.
    pub kind: Option<LineKind>,
    /// Only what is older than this.
    pub before: Option<HistoryPlace>,
    /// How many at most.
    pub limit: u32,
}

/// A page of a row's history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryPage {
    /// The lines, newest first.
    pub lines: Vec<TimelineEntry>,
    /// Where the next page begins; `None` at the end.
    pub older: Option<HistoryPlace>,
}

/// What an audit row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditKind {
    /// A remote write is about to be sent.
    Intent,
    /// What came of an intent.
    Outcome,
    /// Something that was not ours to intend.
    Observed,
}

/// An audit row before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Intent, outcome or observation.
    pub kind: AuditKind,
    /// What was done, such as `connect`.
    pub action: String,
    /// To what, such as an account id.
    pub target: String,
    /// The row it concerns.
    pub integration: Option<IntegrationId>,
    /// For an outcome: the number of its intent.
    pub intent: Option<i64>,
    /// What came of it.
    pub result: Option<String>,
    /// Why, in the person's words.
    pub reason: Option<String>,
    /// What changed, and under which id Composio knows it.
    pub detail: AuditDetail,
}

/// What a change was about, where that can be said in values. Never a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditDetail {
    /// The value before.
    pub before: Option<String>,
    /// The value after.
    pub after: Option<String>,
    /// The id under which Composio knows the request.
    pub request: Option<String>,
}

/// Which audit rows are wanted. Empty lets every row through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Anywhere in actor, action, target, row, result, reason, values or request.
    pub text: String,
    /// Only this kind.
    pub kind: Option<AuditKind>,
    /// Only this actor.
    pub actor: Option<String>,
    /// Only these actions; empty for all.
    pub actions: Vec<String>,
    /// Only results that begin with one of these words; empty for all.
    pub results: Vec<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
}

impl AuditFilter {
    /// Only rows with this text in them.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

/// An audit row as it stands on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// What it says.
    pub entry: AuditEntry,
    /// SHA-256 over the hash before it and its own content.
    pub hash: [u8; 32],
}

/// What a walk along the audit chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditCheck {
    /// How many rows there are.
    pub rows: u64,
    /// The first row that is missing or not what was written, if any.
    pub broken_at: Option<i64>,
}

/// An auth config of the profile's project, as last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthConfigRecord {
    /// Composio's id.
    pub id: AuthConfigId,
    /// Its name at Composio.
    pub name: String,
    /// Its toolkit.
    pub toolkit: ToolkitSlug,
    /// Whether Composio's own OAuth client is used.
    pub managed: bool,
    /// Whether it is switched off.
    pub disabled: bool,
    /// OAUTH2, API_KEY, …
    pub scheme: Option<String>,
    /// Names of the fields that a person must fill in to connect.
    pub expected_fields: Vec<String>,
    /// The same fields as forms are made from them.
    pub fields: Vec<FieldRecord>,
    /// The scopes that it asks for.
    pub scopes: Vec<String>,
}

/// A field that a person fills in to connect. Its value is never stored.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldRecord {
    /// Its name in requests.
    pub name: String,
    /// Its name for people.
    pub label: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Its type, such as `string`.
    pub kind: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Whether its value is secret.
    pub secret: bool,
    /// What it is when nothing is given.
    pub default: Option<String>,
}

/// A toolkit, as last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolkitRecord {
    /// Composio's slug.
    pub slug: ToolkitSlug,
    /// Its name for people.
    pub name: String,
}

/// Everything that the in-memory read model needs, from one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Every tenant, by name.
    pub tenants: Vec<TenantRecord>,
    /// Every row.
    pub integrations: Vec<IntegrationRecord>,
    /// Every auth config.
    pub auth_configs: Vec<AuthConfigRecord>,
    /// Every toolkit.
    pub toolkits: Vec<ToolkitRecord>,
    /// How connecting is set up.
    pub connecting: ConnectSettings,
    /// Visited and pinned tenants.
    pub marks: Vec<MarkRecord>,
    /// Labels of integrations.
    pub labels: Vec<(IntegrationId, Vec<String>)>,
    /// Every note, oldest first.
    pub notes: Vec<NoteRecord>,
}

/// How connecting is set up in a workspace. Changed by [`Change::allow_multiple`] and
/// [`Change::auth_defaults`]; whoever imports settings from elsewhere writes them there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConnectSettings {
    /// A tenant may have more than one working account of an auth config.
    pub allow_multiple: bool,
    /// Suggested auth configs, of the workspace and of tenants.
    pub defaults: Vec<AuthDefault>,
}

/// What is to be written together. In this order: tenants, removals, settings, rows,
/// attempts, timeline, audit; inside each, the order given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// New or renamed tenants.
    pub tenants: Vec<TenantRecord>,
    /// New or changed rows, each with the version that was loaded (0 for new).
    pub integrations: Vec<IntegrationRecord>,
    /// New or changed attempts.
    pub attempts: Vec<AttemptRecord>,
    /// Lines of history.
    pub timeline: Vec<TimelineEntry>,
    /// Audit rows; chained in this order.
    pub audit: Vec<AuditEntry>,
    /// What is remembered under a key, where it belongs to the rest of the change.
    pub meta: Vec<(&'static str, String)>,
    /// Rows that leave the list. Their attempts go with them; history and audit stay.
    pub removed: Vec<IntegrationId>,
    /// Tenants that go, after their rows.
    pub removed_tenants: Vec<TenantId>,
    /// Whether a tenant may have several accounts of an auth config, where that changes.
    pub allow_multiple: Option<bool>,
    /// Suggested auth configs that change.
    pub auth_defaults: Vec<AuthDefault>,
    /// New notes.
    pub notes: Vec<NoteRecord>,
    /// Notes that go.
    pub removed_notes: Vec<String>,
    /// Visits and pins that change.
    pub marks: Vec<MarkRecord>,
    /// Labels that change, all of a row at once.
    pub labels: Vec<(IntegrationId, Vec<String>)>,
}

/// What a written [`Change`] was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// The new version of each row of the change, in its order.
    pub versions: Vec<(IntegrationId, i64)>,
    /// The number of each audit row of the change, in its order.
    pub audit: Vec<i64>,
}
