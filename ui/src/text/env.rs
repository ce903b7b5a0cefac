//! What a pasted `.env` of the reference means here, line by line.

use std::collections::BTreeMap;

use domain::env::EnvFile;
use domain::{AuthConfigId, ToolkitSlug};

/// What will be used of it. The key is taken out beside it and never shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnvPlan {
    /// Composio's address.
    pub base_url: Option<String>,
    /// How long the sheet of a connect waits in the foreground.
    pub wait_seconds: Option<u32>,
    /// Whether a tenant may have several accounts with one auth config.
    pub allow_multiple: Option<bool>,
    /// With which auth config a toolkit is connected.
    pub defaults: BTreeMap<ToolkitSlug, AuthConfigId>,
    /// What is shown before anything is applied: name, and what comes of it.
    pub lines: Vec<(String, String)>,
}

/// Reads the text. The key, if there is one, comes apart from the rest.
#[must_use]
pub fn env_plan(text: &str) -> (EnvPlan, Option<String>) {
    let file = EnvFile::parse(text);
    let mut plan = EnvPlan::default();
    let mut key = None;
    for entry in &file.entries {
        let value = entry.value.as_str();
        let said = if value.is_empty() {
            "Empty, so not used".to_owned()
        } else if entry.name == "COMPOSIO_API_KEY" {
            key = Some(value.to_owned());
            "The API key, not shown".to_owned()
        } else {
            plan.take(&entry.name, value)
        };
        let again = file.repeated.contains(&entry.name);
        let said = if again {
            format!("{said}. Set more than once; the last one counts")
        } else {
            said
        };
        plan.lines.push((entry.name.clone(), said));
    }
    for line in &file.unreadable {
        plan.lines.push((
            format!("Line {line}"),
            "Not understood, so not used".to_owned(),
        ));
    }
    (plan, key)
}

impl EnvPlan {
    fn take(&mut self, name: &str, value: &str) -> String {
        match name {
            "COMPOSIO_BASE_URL" => {
                self.base_url = Some(value.to_owned());
                format!("API address: {value}")
            }
            "COMPOSIO_CONNECTION_TIMEOUT" => match value.parse() {
                Ok(seconds) if (5..=900).contains(&seconds) => {
                    self.wait_seconds = Some(seconds);
                    format!("The connect sheet waits {seconds} s in the foreground")
                }
                _ => "Not a number of seconds from 5 to 900, so not used".to_owned(),
            },
            "COMPOSIO_ALLOW_MULTIPLE_ACCOUNTS" => match truth(value) {
                Some(allow) => {
                    self.allow_multiple = Some(allow);
                    let word = if allow {
                        "Several accounts"
                    } else {
                        "One account"
                    };
                    format!("{word} per tenant and auth config")
                }
                None => "Neither true nor false, so not used".to_owned(),
            },
            "COMPOSIO_GMAIL_AUTH_CONFIG_ID" => self.suggest("gmail", "Gmail", value),
            "COMPOSIO_GCAL_AUTH_CONFIG_ID" => {
                self.suggest("googlecalendar", "Google Calendar", value)
            }
            _ => "Not known here, so not used".to_owned(),
        }
    }

    fn suggest(&mut self, slug: &str, toolkit: &str, value: &str) -> String {
        match (ToolkitSlug::parse(slug), AuthConfigId::parse(value)) {
            (Ok(slug), Ok(id)) => {
                self.defaults.insert(slug, id);
                format!("{toolkit} connects with {value} unless another is chosen")
            }
            _ => "Not an auth config id, so not used".to_owned(),
        }
    }
}

fn truth(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_taken_out_and_in_no_line_that_is_shown() {
        let text =
            "export COMPOSIO_API_KEY=\"ak_fake_CANARY\"\nCOMPOSIO_BASE_URL=https://x.example";
        let (plan, key) = env_plan(text);
        assert_eq!(key.as_deref(), Some("ak_fake_CANARY"));
        assert!(!format!("{plan:?}").contains("CANARY"), "{plan:?}");
    }

    #[test]
    fn what_is_not_known_or_wrong_is_said_and_not_used() {
        let text = "COMPOSIO_CONNECTION_TIMEOUT=soon\nCOMPOSIO_ALLOW_MULTIPLE_ACCOUNTS=maybe\n\
            SECRET_KEY=CANARY\nhello\nCOMPOSIO_BASE_URL=";
        let (plan, key) = env_plan(text);
        assert_eq!(key, None);
        assert_eq!(plan.lines.len(), 5, "every line is told");
        assert!(plan.lines.iter().all(|(_, said)| said.contains("not used")));
        assert!(!format!("{plan:?}").contains("CANARY"), "nor shown");
        let used = EnvPlan {
            lines: Vec::new(),
            ..plan
        };
        assert_eq!(used, EnvPlan::default());
    }

    #[test]
    fn what_is_known_is_used() {
        let text = "COMPOSIO_CONNECTION_TIMEOUT=300\nCOMPOSIO_ALLOW_MULTIPLE_ACCOUNTS=True\n\
            COMPOSIO_GMAIL_AUTH_CONFIG_ID=ac_1\nCOMPOSIO_GCAL_AUTH_CONFIG_ID=ac_2";
        let (plan, _) = env_plan(text);
        assert_eq!(
            (plan.wait_seconds, plan.allow_multiple),
            (Some(300), Some(true))
        );
        assert_eq!(plan.defaults.len(), 2);
    }
}
