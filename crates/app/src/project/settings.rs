//! The settings as text: what is remembered, compared, shown and audited.

use composio::{LogVisibility, ProjectConfig, ProjectConfigPatch};
use wire::ProjectSetting;

use super::Values;
use crate::error::Error;

/// A switch that is on.
pub(crate) const ON: &str = "on";
/// A switch that is off.
pub(crate) const OFF: &str = "off";
/// The longest name that is sent.
const MAX_NAME: usize = 120;

/// A switch as text.
pub(crate) const fn switch(on: bool) -> &'static str {
    if on { ON } else { OFF }
}

/// Every setting that Composio told of.
pub(super) fn values(config: &ProjectConfig) -> Values {
    let flag = |value: Option<bool>| value.map(|on| switch(on).to_owned());
    let told = |setting| match setting {
        ProjectSetting::Masking => flag(config.mask_secret_keys_in_connected_account),
        ProjectSetting::LogVisibility => config.log_visibility.as_ref().map(ToString::to_string),
        ProjectSetting::McpKey => flag(config.require_mcp_api_key),
        ProjectSetting::TwoFactor => flag(config.is_2fa_enabled),
        // Composio leaves these out, or empty, when there is none.
        ProjectSetting::DisplayName => Some(config.display_name.clone().unwrap_or_default()),
        ProjectSetting::Logo => Some(config.logo_url.clone().unwrap_or_default()),
        ProjectSetting::FileLinks => config
            .signed_url_file_expiry_in_seconds
            .map(|seconds| seconds.to_string()),
    };
    ProjectSetting::ALL
        .into_iter()
        .filter_map(|setting| Some((setting, told(setting)?)))
        .collect()
}

/// The name that Composio has for it.
pub(super) const fn api_name(setting: ProjectSetting) -> &'static str {
    match setting {
        ProjectSetting::Masking => "mask_secret_keys_in_connected_account",
        ProjectSetting::LogVisibility => "log_visibility_setting",
        ProjectSetting::McpKey => "require_mcp_api_key",
        ProjectSetting::TwoFactor => "is_2FA_enabled",
        ProjectSetting::DisplayName => "display_name",
        ProjectSetting::Logo => "logo_url",
        ProjectSetting::FileLinks => "signed_url_file_expiry_in_seconds",
    }
}

/// The change to ask for, or why the value cannot be used.
pub(super) fn patch(setting: ProjectSetting, value: &str) -> Result<ProjectConfigPatch, Error> {
    let flag = || match value {
        ON => Ok(true),
        OFF => Ok(false),
        _ => Err(Error::Input("This setting is on or off. Nothing changed.")),
    };
    Ok(match setting {
        ProjectSetting::Masking => ProjectConfigPatch::MaskSecretKeysInConnectedAccount(flag()?),
        ProjectSetting::LogVisibility => {
            ProjectConfigPatch::LogVisibility(match LogVisibility::parse(value) {
                known @ (LogVisibility::ShowAll | LogVisibility::DontStoreData) => known,
                _ => {
                    return Err(Error::Input(
                        "Composio knows no such way to keep logs. Nothing changed.",
                    ));
                }
            })
        }
        ProjectSetting::McpKey => ProjectConfigPatch::RequireMcpApiKey(flag()?),
        ProjectSetting::TwoFactor => ProjectConfigPatch::TwoFactor(flag()?),
        ProjectSetting::DisplayName => ProjectConfigPatch::DisplayName(name(value)?),
        ProjectSetting::Logo => ProjectConfigPatch::LogoUrl(logo(value)?),
        ProjectSetting::FileLinks => ProjectConfigPatch::SignedUrlFileExpiryInSeconds(
            value
                .trim()
                .parse()
                .ok()
                .filter(|seconds| (1..=86_400).contains(seconds))
                .ok_or(Error::Input(
                    "Links to files last between 1 and 86400 seconds. Nothing changed.",
                ))?,
        ),
    })
}

fn name(value: &str) -> Result<String, Error> {
    let name = value.trim();
    if name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(Error::Input(
            "The name is too long, or has characters that cannot be shown. Nothing changed.",
        ));
    }
    Ok(name.to_owned())
}

fn logo(value: &str) -> Result<Option<url::Url>, Error> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    url::Url::parse(value)
        .ok()
        .filter(|url| url.scheme() == "https" && url.username().is_empty())
        .map(Some)
        .ok_or(Error::Input(
            "The logo is an address that begins with https. Nothing changed.",
        ))
}

/// The value as Composio will have it, so that equal is recognised as equal.
pub(super) fn tidy(setting: ProjectSetting, value: &str) -> String {
    match setting {
        ProjectSetting::Logo => logo(value)
            .ok()
            .flatten()
            .map_or_else(String::new, |url| url.to_string()),
        ProjectSetting::FileLinks | ProjectSetting::DisplayName => value.trim().to_owned(),
        ProjectSetting::Masking
        | ProjectSetting::LogVisibility
        | ProjectSetting::McpKey
        | ProjectSetting::TwoFactor => value.to_owned(),
    }
}
