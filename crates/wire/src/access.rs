//! Who may do what at this desk: asking for it, and how it stands.

use domain::{ProfileId, Role, Timestamp};
use serde::{Deserialize, Serialize};

use crate::secret_input::SecretInput;
use crate::views::AuditRowView;

macro_rules! secret_requests {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        #[cfg_attr(target_arch = "wasm32", derive(Serialize))]
        #[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
    )*};
}

secret_requests! {
    /// Sets the admin passphrase, the first one or another.
    SetPassphrase {
        /// The one that is set now; `None` when there is none.
        current: Option<SecretInput>,
        /// The new one.
        passphrase: SecretInput,
    }
    /// Unlocks what only an admin may do.
    UnlockAdmin {
        /// The passphrase; `None` where none was ever set.
        passphrase: Option<SecretInput>,
    }
    /// Sets a new passphrase in place of a forgotten one: who has the project's API
    /// key may. It is tried live.
    ResetPassphrase {
        /// A key of the project that is open.
        key: SecretInput,
        /// The new passphrase.
        passphrase: SecretInput,
    }
}

/// Goes back to Support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockAdmin {}

/// Chooses after how long without input admin locks by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetIdleLock {
    /// Minutes; from 1 to 240.
    pub minutes: u32,
}

/// What was done to this desk: passphrase, keys, projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindDeskAudit {}

/// Tries what the key may read, with one harmless question an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProbeKey {}

/// Who is at the desk now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessView {
    /// What may be done now.
    pub role: Role,
    /// Whether a passphrase is asked for.
    pub has_passphrase: bool,
    /// After how many minutes without input admin locks by itself.
    pub idle_minutes: u32,
    /// How binding the roles are.
    pub level: Level,
}

impl Default for AccessView {
    fn default() -> Self {
        Self {
            role: Role::Support,
            has_passphrase: false,
            idle_minutes: 15,
            level: Level::Unknown,
        }
    }
}

/// How binding the roles are: what the key on this computer can do decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It was not tried yet.
    Unknown,
    /// The demo: nothing real is behind it.
    Demo,
    /// A whole project key: who has this computer has the project.
    Solo,
    /// A key that Composio itself limits.
    Scoped,
}

/// What the key may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyReport {
    /// Of which project.
    pub profile: ProfileId,
    /// When it was tried.
    pub at: Timestamp,
    /// Each area.
    pub areas: Vec<AreaReport>,
}

impl KeyReport {
    /// What it says about the roles.
    #[must_use]
    pub fn level(&self) -> Level {
        let any = |wanted: fn(&Can) -> bool| self.areas.iter().any(|area| wanted(&area.can));
        if any(|can| matches!(can, Can::No)) {
            Level::Scoped
        } else if self.areas.is_empty() || any(|can| matches!(can, Can::Unknown(_))) {
            Level::Unknown
        } else {
            Level::Solo
        }
    }
}

/// One area of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaReport {
    /// Which.
    pub area: Area,
    /// Whether the key may read it.
    pub can: Can,
}

/// The areas that are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// Connected accounts.
    ConnectedAccounts,
    /// Auth configs.
    AuthConfigs,
    /// The project's settings, masking among them.
    ProjectConfig,
    /// Tools.
    Tools,
    /// Triggers.
    Triggers,
}

/// Whether a key may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Can {
    /// It may.
    Yes,
    /// Composio refuses this key there.
    No,
    /// It could not be found out, and why.
    Unknown(String),
}

/// What was done to this desk, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskAudit {
    /// The newest rows.
    pub rows: Vec<AuditRowView>,
}
