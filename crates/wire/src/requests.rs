//! What the window may ask, one type a command, named as an order.

use domain::{AttemptId, IntegrationId, LifecycleName, LineKind, ProfileId, TenantId, ToolkitSlug};
use serde::{Deserialize, Serialize};

use crate::network::NetworkChoice;
use crate::secret_input::SecretInput;
use crate::triage::Narrow;
use crate::views::{AuditList, AuditSearch, HistoryPlace, ProjectSetting, Theme};

macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
    )*};
}

/// Saves the API key of a Composio project after a live test, and opens it. Nothing
/// is stored unless the test works.
#[derive(Debug)]
#[cfg_attr(target_arch = "wasm32", derive(Serialize))]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct SaveApiKey {
    /// What the person calls the workspace.
    pub name: String,
    /// Composio's origin; empty means the public one.
    pub base_url: String,
    /// The key.
    pub key: SecretInput,
    /// Marked as production, always visible.
    pub production: bool,
    /// Keep the key only in memory until the app closes: the person's answer to a
    /// keyring that does not work.
    pub memory_only: bool,
    /// Replace the key of this profile instead of making a new one.
    pub profile: Option<ProfileId>,
    /// By which way Composio is reached; `None` leaves it as it is.
    pub network: Option<NetworkChoice>,
}

requests! {
    /// Opens a demo workspace, made afresh.
    OpenDemo {
        /// Which one.
        size: DemoSize,
    }
    /// Opens another workspace.
    UseProfile {
        /// Which; `None` goes back to the set-up screen.
        profile: Option<ProfileId>,
    }
    /// Opens the workspace again; where none is open, the one that could not be opened, else the one
    /// of the last time: the keyring was locked or missing, or the database was held.
    RetryKeyring {}
    /// Chooses the appearance.
    SetTheme {
        /// Which.
        theme: Theme,
    }
    /// One window of the list of integrations.
    FindIntegrations {
        /// Matches names, tenant id, e-mails, `ca_` id, Composio's word id, alias, toolkit, labels and
        /// tags, and of a whole ticket the ids and addresses in it; empty for all.
        text: String,
        /// Only this state.
        state: Option<LifecycleName>,
        /// Only this toolkit.
        toolkit: Option<ToolkitSlug>,
        /// Only these, by what is wrong with them.
        narrow: Narrow,
        /// The order.
        sort: Sort,
        /// First row.
        offset: u32,
        /// How many rows; at most 500.
        limit: u32,
        /// Also say where this row stands in the answer.
        locate: Option<IntegrationId>,
    }
    /// One window of the list of tenants.
    FindTenants {
        /// Matches name, tenant id, contact, expected address or tags; empty for all.
        text: String,
        /// Only those of whom an integration needs somebody.
        needs_action: bool,
        /// First row.
        offset: u32,
        /// How many rows; at most 500.
        limit: u32,
    }
    /// Everything about one integration.
    ShowIntegration {
        /// Which.
        integration: IntegrationId,
    }
    /// One page of the history of an integration, newest first.
    ShowHistory {
        /// Of which.
        integration: IntegrationId,
        /// Only of this kind.
        kind: Option<LineKind>,
        /// Only what is older than this.
        before: Option<HistoryPlace>,
        /// How many lines at most.
        limit: u32,
    }
    /// Everything about one tenant.
    ShowTenant {
        /// Which.
        tenant: TenantId,
    }
    /// What hangs on the accounts of a tenant. Asks Composio.
    ShowTriggers {
        /// Whose.
        tenant: TenantId,
    }
    /// The project at a glance.
    ShowOverview {}
    /// One window of an audit list, newest first.
    FindAudit {
        /// In which list.
        list: AuditList,
        /// Which rows.
        search: AuditSearch,
        /// First row.
        offset: u32,
        /// How many rows; at most 500.
        limit: u32,
    }
    /// Walks the hash chains of both audit lists.
    VerifyAudit {}
    /// Looks now at what changed; reads everything when that was never done or stopped.
    SyncNow {}
    /// Stops the pass that runs; what was read stays.
    StopSync {}
    /// Reads the provider through Composio. Reads only.
    CheckToken {
        /// Which.
        integration: IntegrationId,
    }
    /// What can be connected.
    ConnectOptions {}
    /// Signs in again for a connection that broke.
    Reconnect {
        /// Which.
        integration: IntegrationId,
    }
    /// Opens the browser once more with the same link.
    OpenAgain {
        /// Which attempt.
        attempt: AttemptId,
    }
    /// Puts the link on the clipboard. It never passes through the window.
    CopyLink {
        /// Which attempt.
        attempt: AttemptId,
    }
    /// Looks at Composio now.
    CheckAttempt {
        /// Which attempt.
        attempt: AttemptId,
    }
    /// Gives the attempt up.
    CancelAttempt {
        /// Which attempt.
        attempt: AttemptId,
    }
    /// Switches the account on or off at Composio. Reversible.
    SetEnabled {
        /// Which.
        integration: IntegrationId,
        /// On or off.
        enabled: bool,
        /// Why, for the row and the audit list; may be empty.
        reason: String,
    }
    /// What a disconnect would do.
    PlanDisconnect {
        /// Which.
        integration: IntegrationId,
    }
    /// Withdraws access at the provider, deletes at Composio, or both.
    Disconnect {
        /// Which.
        integration: IntegrationId,
        /// Withdraw access at the provider.
        withdraw: bool,
        /// Delete at Composio.
        delete: bool,
        /// Why, for the audit list; may be empty.
        reason: String,
    }
    /// Takes a row off our list. Nothing changes at Composio.
    RemoveRow {
        /// Which.
        integration: IntegrationId,
    }
    /// Reads the masking switch, and what it does per auth config. Reads only.
    ShowMasking {}
    /// Switches masking of secrets for the whole project.
    SetMasking {
        /// On or off.
        on: bool,
        /// What was typed to confirm it, where that is asked for.
        phrase: String,
        /// Then check the tokens that fail now.
        check_failing: bool,
        /// Why, for the audit list; may be empty.
        reason: String,
    }
    /// A change of masking that was made elsewhere has been looked at.
    DismissDrift {}
    /// Reads the other settings of the project. Reads only.
    ShowProjectSettings {}
    /// Changes one other setting of the project.
    SetProjectSetting {
        /// Which.
        setting: ProjectSetting,
        /// The value that the person saw.
        from: String,
        /// The new value.
        to: String,
        /// Why, for the audit list; may be empty.
        reason: String,
    }
    /// Breaks something in the demo workspace.
    Sabotage {
        /// How.
        kind: SabotageKind,
        /// On which integration, where one is meant.
        integration: Option<IntegrationId>,
    }
}

mod connecting;
mod desk_work;
mod tenants;
pub use connecting::*;
pub use desk_work::*;
pub use tenants::*;

/// The order of the list of integrations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// Largest first.
    pub descending: bool,
}

/// What the list is ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortBy {
    /// The tenant's name, then the toolkit.
    #[default]
    Tenant,
    /// The state, worst first.
    State,
    /// The toolkit, then the tenant.
    Toolkit,
    /// When our last real read was.
    Verified,
    /// What is the matter with the token, worst first.
    Token,
}

/// Which demo workspace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoSize {
    /// About 60 tenants and 220 integrations, many of them broken in instructive ways.
    #[default]
    Small,
    /// 10,000 tenants and 50,000 integrations, to try scale.
    Large,
}

impl DemoSize {
    /// The id of its workspace; there is one of each size.
    #[must_use]
    pub const fn profile(self) -> &'static str {
        match self {
            Self::Small => "demo",
            Self::Large => "demo-large",
        }
    }

    /// Which one a demo workspace is.
    #[must_use]
    pub fn of(profile: &ProfileId) -> Self {
        if profile.as_str() == Self::Large.profile() {
            Self::Large
        } else {
            Self::Small
        }
    }
}

/// What the demo panel can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SabotageKind {
    /// The person removes access at the provider; Composio goes on saying ACTIVE.
    WithdrawConsent,
    /// Composio gives the account up.
    Expire,
    /// The provider answers 503 from now on.
    ProviderOutage,
    /// Composio refuses the API key from now on.
    RejectApiKey,
    /// Somebody switches the project's masking of secrets on, elsewhere.
    Mask,
    /// Every answer takes 2.5 s longer.
    SlowNetwork,
    /// Accounts that are switched off go on working.
    InactiveWorks,
    /// Everything works again (accounts that were broken stay broken).
    Repair,
}
