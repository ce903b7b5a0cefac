//! By which way a project is reached: its proxy and the certificates it trusts besides
//! the system's.

use domain::{ProfileId, Timestamp};
use serde::{Deserialize, Serialize};

/// The proxy of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyChoice {
    /// As the system says.
    #[default]
    System,
    /// None, whatever the system says.
    None,
    /// This one: `http` or `https`, without a user name or password.
    Url(String),
}

/// Where the certificates come from that are trusted besides the system's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateSource {
    /// From what is kept already.
    #[default]
    Keep,
    /// From nowhere: none any more.
    Remove,
    /// From a PEM file on this computer.
    Path(String),
    /// From a PEM text.
    Pasted(String),
}

/// What a person chose for the network of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkChoice {
    /// The proxy.
    pub proxy: ProxyChoice,
    /// The certificates.
    pub certificates: CertificateSource,
}

/// A certificate that is trusted besides the system's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateView {
    /// Whose it is.
    pub subject: String,
    /// Until when it holds.
    pub until: Timestamp,
    /// Whether that is over.
    pub expired: bool,
}

/// Certificates as they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificatesView {
    /// In the order of the file.
    pub certificates: Vec<CertificateView>,
}

/// The network of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkView {
    /// The proxy.
    pub proxy: ProxyChoice,
    /// What the system says about a proxy, in words.
    pub system: String,
    /// The certificates.
    pub certificates: Vec<CertificateView>,
    /// Composio is on this computer, so that no proxy is ever used.
    pub loopback: bool,
    /// What of it is kept and cannot be read, and what to do, in a sentence or two each. The proxy
    /// and the certificates above are not those that are kept then.
    pub unread: Vec<String>,
}

/// Shows the network of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowNetwork {
    /// Which.
    pub profile: ProfileId,
}

/// Reads certificates and says whose they are. Nothing is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckCertificates {
    /// From where.
    pub certificates: CertificateSource,
}

/// Changes the network of a project, after Composio was reached that way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveNetwork {
    /// Which.
    pub profile: ProfileId,
    /// What a person chose.
    pub network: NetworkChoice,
    /// Keep it although Composio cannot be reached that way.
    pub anyway: bool,
}
