//! The settings in words: what each is called, what it means, what changes.

use domain::TokenShape;
use domain::masking::Era;
use wire::{ProjectSetting, SettingChoice, SettingView};

use super::settings::{OFF, ON, api_name};

/// What an audit row calls a change of ours.
pub(super) const fn change(setting: ProjectSetting, on: bool) -> &'static str {
    match setting {
        ProjectSetting::Masking if on => "Turn masking on",
        ProjectSetting::Masking => "Turn masking off",
        ProjectSetting::LogVisibility => "Change what Composio logs",
        ProjectSetting::McpKey if on => "Require a key for MCP",
        ProjectSetting::McpKey => "Stop requiring a key for MCP",
        ProjectSetting::TwoFactor if on => "Require a second factor",
        ProjectSetting::TwoFactor => "Stop requiring a second factor",
        ProjectSetting::DisplayName => "Change the name on the sign-in page",
        ProjectSetting::Logo => "Change the logo on the sign-in page",
        ProjectSetting::FileLinks => "Change how long file links last",
    }
}

/// What an audit row calls a change that was made elsewhere.
pub(super) fn changed(setting: ProjectSetting, value: &str) -> &'static str {
    match (setting, value == ON) {
        (ProjectSetting::Masking, true) => "Masking turned on",
        (ProjectSetting::Masking, false) => "Masking turned off",
        (ProjectSetting::LogVisibility, _) => "Log setting changed",
        (ProjectSetting::McpKey, _) => "MCP key setting changed",
        (ProjectSetting::TwoFactor, _) => "Second factor setting changed",
        (ProjectSetting::DisplayName, _) => "Sign-in page name changed",
        (ProjectSetting::Logo, _) => "Sign-in page logo changed",
        (ProjectSetting::FileLinks, _) => "File link setting changed",
    }
}

/// Every name that an audit row about masking has.
pub(super) const MASKING: [&str; 4] = [
    "Turn masking on",
    "Turn masking off",
    "Masking turned on",
    "Masking turned off",
];

/// A value as the audit list has it.
pub(super) fn shown(setting: ProjectSetting, value: &str) -> String {
    let value = if value.is_empty() { "none" } else { value };
    format!("{}: {value}", api_name(setting))
}

/// A setting with its effect.
pub(super) fn view(setting: ProjectSetting, value: &str) -> SettingView {
    let choices: Vec<SettingChoice> = choices(setting)
        .iter()
        .map(|(value, label, effect)| SettingChoice {
            value: (*value).to_owned(),
            label: (*label).to_owned(),
            effect: (*effect).to_owned(),
        })
        .collect();
    let effect = choices
        .iter()
        .find(|choice| choice.value == value)
        .map_or_else(|| free(setting, value), |choice| choice.effect.clone());
    SettingView {
        setting,
        api_name: api_name(setting).to_owned(),
        title: title(setting).to_owned(),
        value: value.to_owned(),
        effect,
        choices,
    }
}

const fn title(setting: ProjectSetting) -> &'static str {
    match setting {
        ProjectSetting::Masking => "Mask secret keys in connected accounts",
        ProjectSetting::LogVisibility => "What Composio keeps of tool runs",
        ProjectSetting::McpKey => "MCP needs an API key",
        ProjectSetting::TwoFactor => "Members need a second factor",
        ProjectSetting::DisplayName => "Name on the sign-in page",
        ProjectSetting::Logo => "Logo on the sign-in page",
        ProjectSetting::FileLinks => "How long links to files last",
    }
}

type Choice = (&'static str, &'static str, &'static str);

const fn choices(setting: ProjectSetting) -> &'static [Choice] {
    match setting {
        ProjectSetting::LogVisibility => &[
            (
                "show_all",
                "Everything",
                "Composio keeps what tools were asked and what they answered, and shows it in its logs. That is customers' data.",
            ),
            (
                "dont_store_data",
                "No content",
                "Composio keeps that a tool ran and whether it worked, but not what was asked or answered. Causes are harder to find in its logs.",
            ),
        ],
        ProjectSetting::McpKey => &[
            (
                ON,
                "On",
                "An MCP client has to send this project's API key. One without it is refused.",
            ),
            (
                OFF,
                "Off",
                "Whoever knows an MCP address of this project can use it without a key.",
            ),
        ],
        ProjectSetting::TwoFactor => &[
            (
                ON,
                "On",
                "Members of the project have to confirm their sign-in at Composio with a second factor.",
            ),
            (
                OFF,
                "Off",
                "Members of the project sign in at Composio without a second factor.",
            ),
        ],
        ProjectSetting::Masking
        | ProjectSetting::DisplayName
        | ProjectSetting::Logo
        | ProjectSetting::FileLinks => &[],
    }
}

/// What a value means that is not one of a few.
fn free(setting: ProjectSetting, value: &str) -> String {
    match (setting, value) {
        (ProjectSetting::DisplayName, "") => {
            "Customers see the project's own name on the sign-in page.".to_owned()
        }
        (ProjectSetting::DisplayName, name) => {
            format!("Customers see \u{201c}{name}\u{201d} on the sign-in page.")
        }
        (ProjectSetting::Logo, "") => "The sign-in page shows no logo of yours.".to_owned(),
        (ProjectSetting::Logo, _) => {
            "Customers see this picture on the sign-in page. Their browser loads it from there."
                .to_owned()
        }
        (ProjectSetting::FileLinks, seconds) => {
            format!("A link to a file that a tool made works for {seconds} seconds.")
        }
        (_, value) => format!(
            "Composio says \u{201c}{value}\u{201d}, which this version of Switchboard does not know."
        ),
    }
}

/// How Composio treats tokens.
pub(super) const fn policy(era: Era) -> &'static str {
    match era {
        Era::ManagedRedacted => {
            "Accounts on Composio's own apps are always redacted, whatever the switch says. The switch decides for accounts on your own apps."
        }
        Era::Cut => "The switch cuts the tokens of all accounts to their first characters.",
        Era::Redacted => "The switch redacts the tokens of all accounts.",
        Era::Withheld => {
            "Composio gives out no tokens at all here, so the switch changes nothing that can be seen."
        }
        Era::Plain => "Composio shows tokens here even while the switch is on.",
    }
}

/// Readable or not, and why.
pub(super) const fn because(now: TokenShape, era: Era, on: bool, managed: bool) -> &'static str {
    match (now, era) {
        (TokenShape::Redacted, Era::ManagedRedacted) if managed => {
            "Readable: no, because Composio owns the app. The switch changes nothing."
        }
        (TokenShape::Redacted, Era::Withheld) => {
            "Readable: no, because Composio gives out no tokens here. The switch changes nothing."
        }
        (TokenShape::Redacted, _) => "Readable: no, because masking is on.",
        (TokenShape::Masked, _) => {
            "Readable: no, because masking is on. The first four characters show."
        }
        (TokenShape::MaskedLong, _) => {
            "Readable: no, because masking is on. The first characters show."
        }
        (TokenShape::Readable, Era::Plain) if on => {
            "Readable: yes, because Composio does not mask here even while the switch is on."
        }
        (TokenShape::Readable, _) => {
            "Readable: yes, because masking is off and the app is your own."
        }
        (TokenShape::Absent, _) => "Readable: no, because there is no token.",
        (TokenShape::Empty, _) => "Readable: no, because the token is empty.",
        (TokenShape::Malformed, _) => "Readable: no, because the token's data are malformed.",
    }
}
