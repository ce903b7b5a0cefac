//! Changing the projects of this desk.

use std::collections::BTreeMap;

use domain::{AuthConfigId, ProfileId, ToolkitSlug};
use serde::{Deserialize, Serialize};

use crate::network::NetworkChoice;
use crate::secret_input::SecretInput;

/// What a person chose for a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectSettings {
    /// By which it is told apart.
    pub colour: Colour,
    /// How long the sheet of a connect waits in the foreground, in seconds. Never a
    /// verdict: the watch goes on.
    pub wait_seconds: Option<u32>,
}

/// A colour to tell projects apart by; its name is always beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// None.
    #[default]
    None,
    /// Blue.
    Blue,
    /// Green.
    Green,
    /// Amber.
    Amber,
    /// Red.
    Red,
    /// Plum.
    Plum,
}

impl Colour {
    /// Every colour.
    pub const ALL: &[Self] = &[
        Self::None,
        Self::Blue,
        Self::Green,
        Self::Amber,
        Self::Red,
        Self::Plum,
    ];

    /// Its name, in the desk and in the stylesheet.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Blue => "blue",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
            Self::Plum => "plum",
        }
    }

    /// Reads [`Self::as_str`] back; anything else is none.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let known = Self::ALL.iter().find(|colour| colour.as_str() == text);
        known.copied().unwrap_or_default()
    }
}

/// Changes how a project is named, marked and connected. Its key and address stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditProfile {
    /// Which.
    pub profile: ProfileId,
    /// What the person calls it.
    pub name: String,
    /// Marked as production.
    pub production: bool,
    /// The rest.
    pub settings: ProjectSettings,
}

/// Forgets the key of a project, in the keyring and in memory. What was read stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgetKey {
    /// Which.
    pub profile: ProfileId,
}

/// Deletes a project with its key, list, history and audit list from this computer.
/// Nothing changes at Composio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteProfile {
    /// Which.
    pub profile: ProfileId,
    /// Its name, typed by the person.
    pub typed: String,
}

/// Makes a project from a `.env` of the reference, after a preview.
#[derive(Debug)]
#[cfg_attr(target_arch = "wasm32", derive(Serialize))]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct ImportEnv {
    /// What the person calls it.
    pub name: String,
    /// Composio's origin; empty means the public one.
    pub base_url: String,
    /// The key.
    pub key: SecretInput,
    /// Marked as production.
    pub production: bool,
    /// Keep the key only in memory until the app closes.
    pub memory_only: bool,
    /// How long the sheet of a connect waits in the foreground, in seconds.
    pub wait_seconds: Option<u32>,
    /// Whether a tenant may have several accounts with one auth config.
    pub allow_multiple: Option<bool>,
    /// With which auth config a toolkit is connected unless another is chosen.
    pub defaults: BTreeMap<ToolkitSlug, AuthConfigId>,
    /// By which way Composio is reached.
    pub network: Option<NetworkChoice>,
}
