//! Sending a connect link to the customer. The link never comes this way: the core
//! fills it into the message, copies, drafts and draws it.

use domain::{AttemptId, IntegrationId};
use serde::{Deserialize, Serialize};

/// Makes a link for a row that exists, to be sent to the customer. While one is open
/// that was sent before, it is the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResendLink {
    /// Which.
    pub integration: IntegrationId,
}

/// Withdraws an open link and makes a new one for the same row and in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewLink {
    /// Which attempt.
    pub attempt: AttemptId,
}

/// What the message of an attempt is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkMessage {
    /// Which attempt.
    pub attempt: AttemptId,
}

/// Fills the message with the real link and puts it on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyMessage {
    /// Which attempt.
    pub attempt: AttemptId,
    /// The text with its placeholders.
    pub template: String,
}

/// Fills the message with the real link and opens it as a draft in the mail program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftEmail {
    /// Which attempt.
    pub attempt: AttemptId,
    /// The text with its placeholders.
    pub template: String,
}

/// Draws the link as a QR code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkQr {
    /// Which attempt.
    pub attempt: AttemptId,
}

/// Keeps a text as this workspace's template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveLinkTemplate {
    /// The text with its placeholders; empty goes back to the first one.
    pub template: String,
}

/// Chooses the page on which a customer lands after the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetReturnPage {
    /// An https address; empty for none.
    pub page: String,
}

/// How links are sent from this workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowLinkSettings {}

/// How links are sent from this workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSettingsView {
    /// The message around the link, with its placeholders.
    pub template: String,
    /// Nobody has changed it yet.
    pub is_first: bool,
    /// On which page the customer lands; `None` for Composio's own.
    pub return_page: Option<String>,
}

/// What the message of an attempt is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkMessageView {
    /// The workspace's template.
    pub template: String,
    /// Nobody has changed it yet.
    pub is_first: bool,
    /// With which account the customer is to sign in, in words.
    pub account: String,
    /// To whom a draft goes, where that is known.
    pub address: Option<String>,
    /// On which page the customer lands; `None` for Composio's own.
    pub return_page: Option<String>,
}

/// A QR code as the outline of its dark squares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrView {
    /// Squares on each side, with the quiet zone.
    pub side: u32,
    /// SVG path data, one unit a square.
    pub path: String,
}
