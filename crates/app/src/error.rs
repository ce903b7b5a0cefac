//! Everything that can go wrong in an action, before it is put into words.

use crate::host::HostError;
use crate::url_rule::Unsafe;

/// Why an action did not work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Composio(#[from] composio::Error),
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Vault(#[from] vault::Error),
    #[error(transparent)]
    Refused(#[from] domain::Refused),
    #[error(transparent)]
    Unsafe(#[from] Unsafe),
    /// The audit row could not be written, so nothing was done.
    #[error("the audit row could not be written")]
    Audit(#[source] store::Error),
    /// The key may read, but not change this.
    #[error("the key may not change this")]
    KeyMayNot(#[source] composio::Error),
    #[error("the browser could not be started")]
    Browser(#[source] HostError),
    #[error("the mail program could not be started")]
    Mail(#[source] HostError),
    /// The same, for an address that is no connect link.
    #[error("the browser could not be started")]
    NoBrowser(#[source] HostError),
    #[error("the clipboard could not be written")]
    Clipboard(#[source] HostError),
    #[error("the demo workspace could not be started")]
    Demo(#[source] HostError),
    #[error("no workspace is open")]
    NoWorkspace,
    #[error("the workspace has no key")]
    NoKey,
    /// The key works, and is of another project than the list.
    #[error("the key belongs to another project")]
    OtherProject,
    #[error("the row is gone")]
    UnknownRow,
    #[error("the attempt is over")]
    AttemptOver,
    #[error("the link is gone from memory")]
    LinkLost,
    #[error("the tenant has a working account")]
    AlreadyConnected,
    #[error("{0}")]
    Input(&'static str),
    /// Somebody named a proxy that nobody can read.
    #[error("{0}")]
    ProxyUnread(&'static str),
    /// Asked for as it should be, and read back it was not done.
    #[error("{0}")]
    NotDone(&'static str),
    /// The same, in words made for the case.
    #[error("{0}")]
    Typed(String),
    /// Another tenant has the user id, under this name.
    #[error("another tenant has this user id")]
    TenantKnown(String),
    /// A tenant has accounts at Composio; these.
    #[error("the tenant has accounts at Composio")]
    TenantInUse(String),
    /// Composio said that it was done, and read back it is not shown, or it could not be read.
    #[error("{why}")]
    NotShown {
        why: &'static str,
        /// The id under which Composio knows the request.
        request: Option<String>,
    },
    /// Composio did what was asked for, and it could not be written down here.
    #[error("{done}, and it could not be written down")]
    Unwritten {
        /// What was done, as a sentence without its end.
        done: &'static str,
        #[source]
        source: Box<Error>,
    },
    #[error("only in the demo")]
    DemoOnly,
}

impl Error {
    /// What went wrong after this was done at Composio: "nothing changed" is not so any more.
    pub(crate) fn after(self, done: &'static str) -> Self {
        Self::Unwritten {
            done,
            source: Box::new(self),
        }
    }
}
