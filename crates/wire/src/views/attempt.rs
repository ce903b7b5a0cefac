//! Connecting: what can be chosen, how an attempt goes, how it ended.

use domain::{
    AttemptId, AttemptState, AuthConfigId, ConnectedAccountId, Identity, IntegrationId, Lost,
    Timestamp, ToolkitSlug, Unnamed, Way,
};
use serde::{Deserialize, Serialize};

use super::connecting::FieldView;
use super::integration::VerifiedView;
use crate::Fault;

/// What can be connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectOptionsView {
    /// Toolkits with at least one auth config that is enabled.
    pub toolkits: Vec<ToolkitChoice>,
    /// A tenant may have more than one working account of an auth config.
    pub allow_multiple: bool,
    /// Toolkits without any auth config (slug, name).
    pub bare: Vec<(ToolkitSlug, String)>,
}

/// A toolkit that can be connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolkitChoice {
    /// Composio's name.
    pub slug: ToolkitSlug,
    /// The name a person knows.
    pub name: String,
    /// With what: those that can be used first, by name.
    pub auth_configs: Vec<AuthConfigChoice>,
    /// Which one is suggested to every tenant.
    pub suggested: Option<AuthConfigId>,
}

/// An auth config that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthConfigChoice {
    /// Which.
    pub id: AuthConfigId,
    /// Its name.
    pub name: String,
    /// Composio owns the OAuth app.
    pub managed: bool,
    /// OAUTH2, API_KEY, …
    pub scheme: String,
    /// Why it cannot be chosen.
    pub unusable: Option<String>,
    /// What a person fills in first.
    pub fields: Vec<FieldView>,
    /// What it asks the provider for; empty when Composio does not say.
    pub scopes: Vec<String>,
}

/// One trip through the browser, as the sheet shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptView {
    /// Which.
    pub id: AttemptId,
    /// The row it is for.
    pub integration: IntegrationId,
    /// The tenant's name.
    pub tenant_name: String,
    /// The toolkit.
    pub toolkit: ToolkitSlug,
    /// The toolkit's name.
    pub toolkit_name: String,
    /// It replaces an account that broke.
    pub reconnect: bool,
    /// Who is to open the link.
    pub way: Way,
    /// Where it stands.
    pub state: AttemptState,
    /// The step that is under way beyond the state.
    pub stage: AttemptStage,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When Composio made the link.
    pub link_at: Option<Timestamp>,
    /// When the browser was asked to open it.
    pub opened_at: Option<Timestamp>,
    /// When the link was first handed to a person: copied, drafted or shown.
    pub handed_at: Option<Timestamp>,
    /// When somebody was first seen on the sign-in page.
    pub started_at: Option<Timestamp>,
    /// When Composio confirmed the account.
    pub confirmed_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When we last looked.
    pub looked_at: Option<Timestamp>,
    /// When the link dies.
    pub expires_at: Option<Timestamp>,
    /// The account that Composio made.
    pub account: Option<ConnectedAccountId>,
    /// The link, cut so that it is worthless; `None` when it is gone from memory.
    pub link_shortened: Option<String>,
    /// Whose account it is, once connected; absence is normal.
    pub identity: Option<Identity>,
    /// What the old account's name was, on a reconnect.
    pub previous_identity: Option<Identity>,
    /// Who is expected to sign in, where that is known.
    pub expected: Option<String>,
    /// Scopes that were asked for and left out at the consent.
    pub missing_scopes: Vec<String>,
    /// What stands in the way without ending it.
    pub trouble: Option<AttemptTrouble>,
    /// Why it ended without an account.
    pub lost: Option<Lost>,
    /// The reason in whole sentences, and what did not change.
    pub explanation: Option<String>,
    /// What Composio refused the link with: its code, its own words, its request. `None` for
    /// every other end, and once the app was started anew.
    pub refusal: Option<Fault>,
    /// What the read of the provider right after the sign-in said.
    pub verified: VerifiedView,
    /// Why nobody is named, where the read said so.
    pub unnamed: Option<Unnamed>,
    /// A tenant may have more than one working account of an auth config.
    pub allow_multiple: bool,
    /// Looks that failed in a row: shown as "checking", never as an end.
    pub failed_looks: u32,
}

/// The step of an attempt that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptStage {
    /// Asking Composio for a link.
    MakingLink,
    /// Waiting for the person.
    Waiting,
    /// The person is on the sign-in page.
    SigningIn,
    /// Composio confirmed; asking who it is.
    Identifying,
    /// Finding out what came of a request without an answer.
    Reconciling,
    /// Another person signed in; a person must choose.
    Choosing,
    /// Over.
    Ended,
}

/// What stands in the way of an attempt without ending it: the person can get round it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptTrouble {
    /// No browser could be started here.
    NoBrowser,
    /// Links of our scheme reach no program, and no page on loopback could be opened
    /// either: the browser cannot come home, only looking helps.
    NoWayHome,
    /// The browser that came back is not the one that opened the link.
    OtherBrowser,
}
