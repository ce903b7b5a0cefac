//! The project's settings at Composio, and what masking means for each auth config.

use domain::{AuthConfigId, ConnectedAccountId, IntegrationId, Timestamp, TokenShape, ToolkitSlug};
use serde::{Deserialize, Serialize};

use super::audit::AuditRowView;

/// A setting of the whole project at Composio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectSetting {
    /// Whether secrets of accounts are cut in answers.
    Masking,
    /// What is kept of executed tools.
    LogVisibility,
    /// Whether MCP needs a key.
    McpKey,
    /// Whether members need a second factor.
    TwoFactor,
    /// The name on the hosted page.
    DisplayName,
    /// The picture on the hosted page.
    Logo,
    /// How long links to files last.
    FileLinks,
}

impl ProjectSetting {
    /// Every setting.
    pub const ALL: [Self; 7] = [
        Self::Masking,
        Self::LogVisibility,
        Self::McpKey,
        Self::TwoFactor,
        Self::DisplayName,
        Self::Logo,
        Self::FileLinks,
    ];
}

/// What is known of the project's settings without asking again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectView {
    /// Whether masking is on; `None` until it was read.
    pub masking: Option<bool>,
    /// When it was read last.
    pub read_at: Option<Timestamp>,
    /// A change that was made elsewhere and that nobody has looked at here.
    pub drift: Option<DriftView>,
    /// When a change of any setting was last seen that was made elsewhere.
    pub moved_at: Option<Timestamp>,
}

/// Masking was switched elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftView {
    /// What it is now.
    pub on: bool,
    /// When that was first seen.
    pub seen_at: Timestamp,
    /// When it was last seen to be otherwise.
    pub until: Option<Timestamp>,
}

/// The masking switch, read just now, and what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskingView {
    /// On or off.
    pub on: bool,
    /// When it was read.
    pub read_at: Timestamp,
    /// How Composio treats tokens, in a sentence.
    pub policy: String,
    /// Per auth config, those with most accounts first.
    pub lines: Vec<RedactionLine>,
    /// Integrations for which the switch would change what is shown.
    pub integrations: u32,
    /// Their tenants.
    pub tenants: u32,
    /// Accounts for which it would change nothing.
    pub untouched: u32,
    /// What has to be typed to switch it; `None` when a press is enough.
    pub phrase: Option<String>,
    /// The list has not been read whole, so there may be more.
    pub incomplete: bool,
    /// Integrations among them that are failing now.
    pub failing: u32,
    /// What changed it lately, newest first.
    pub changes: Vec<AuditRowView>,
}

/// What masking means for the accounts of one auth config.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedactionLine {
    /// Which.
    pub auth_config: AuthConfigId,
    /// Its name.
    pub name: String,
    /// Its toolkit; `None` when the auth config is not known any more.
    pub toolkit: Option<ToolkitSlug>,
    /// The toolkit's name.
    pub toolkit_name: String,
    /// Composio owns the app.
    pub managed: bool,
    /// Integrations that have a token.
    pub integrations: u32,
    /// Their tenants.
    pub tenants: u32,
    /// How an account looked that was read just now; `None` when none was.
    pub sample: Option<TokenShape>,
    /// How tokens look now.
    pub now: TokenShape,
    /// How they would look after the switch.
    pub after: TokenShape,
    /// Readable or not, and why.
    pub because: String,
}

impl RedactionLine {
    /// Whether the switch would change anything here.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.now != self.after && self.integrations > 0
    }
}

/// What came of switching masking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskingReport {
    /// What it is now, read back.
    pub on: bool,
    /// A request was sent. Not so when it stood like that already.
    pub sent: bool,
    /// What came of it, in a sentence.
    pub said: String,
    /// A few accounts, read before and after.
    pub samples: Vec<SampleView>,
    /// Failing tokens that are being checked now.
    pub checking: u32,
}

/// One account before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleView {
    /// The row.
    pub integration: IntegrationId,
    /// The account.
    pub account: ConnectedAccountId,
    /// The tenant's name.
    pub tenant_name: String,
    /// The toolkit's name.
    pub toolkit_name: String,
    /// Composio owns the app.
    pub managed: bool,
    /// How its token looked before; `None` when it could not be read.
    pub before: Option<TokenShape>,
    /// How it looks now.
    pub after: Option<TokenShape>,
}

/// The other settings, read just now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectSettingsView {
    /// When they were read.
    pub read_at: Timestamp,
    /// Those that Composio tells of.
    pub settings: Vec<SettingView>,
    /// Names of settings that this version does not know; they are left alone.
    pub unknown: Vec<String>,
}

/// One setting with its effect in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingView {
    /// Which.
    pub setting: ProjectSetting,
    /// Its name at Composio.
    pub api_name: String,
    /// Its name for a person.
    pub title: String,
    /// Its value, as Composio has it.
    pub value: String,
    /// What the value means.
    pub effect: String,
    /// What it may be set to, with what that means; empty when it is typed.
    pub choices: Vec<SettingChoice>,
}

/// A value that a setting may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChoice {
    /// As Composio has it.
    pub value: String,
    /// For a person.
    pub label: String,
    /// What it means.
    pub effect: String,
}
