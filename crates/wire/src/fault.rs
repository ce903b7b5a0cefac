//! The one shape in which an error reaches a person: what happened, why, and the
//! one thing to do next, with a code that never changes its meaning.

use serde::{Deserialize, Serialize};

/// The one thing to do next. The window shows one button for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Enter the API key again.
    ReplaceApiKey,
    /// Start a keyring, then try again.
    StartKeyring,
    /// Unlock the keyring, then try again.
    UnlockKeyring,
    /// Allow access to the keyring, then try again.
    AllowKeyring,
    /// Keep the key in memory until the app closes: trying again would not help.
    KeepInMemory,
    /// Check the network, then try again.
    Retry,
    /// Look at the project's proxy.
    CheckProxy,
    /// Add the company's certificate.
    AddCertificate,
    /// Wait, then try again.
    Wait,
    /// Look at the row: it is not where it was.
    ShowState,
    /// Ask somebody who may change the project.
    AskAdmin,
    /// Unlock admin, or ask who can.
    UnlockAdmin,
    /// Change what was typed.
    ChangeInput,
    /// Start over from the tenant.
    StartOver,
    /// Free or repair the disk.
    CheckDisk,
    /// Open the link without us, or name a browser.
    OpenYourself,
    /// Paste the message where mail is written.
    PasteMessage,
    /// Look for what is not where it was.
    FindAgain,
    /// Open the demo.
    OpenDemo,
    /// Install the newer version.
    InstallNewer,
    /// Go on: it was mended.
    GoOn,
    /// Tell us.
    ReportBug,
}

impl Remedy {
    /// Whether the keyring stands in the way. Then the key may be kept in memory
    /// instead, and that is a person's choice.
    #[must_use]
    pub const fn is_of_keyring(self) -> bool {
        matches!(
            self,
            Self::StartKeyring | Self::UnlockKeyring | Self::AllowKeyring | Self::KeepInMemory
        )
    }

    /// What is to be done, in whole sentences, for docs/errors.md and the help page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ReplaceApiKey => "Enter the API key again.",
            Self::StartKeyring => {
                "Start a keyring (GNOME Keyring, KWallet, KeePassXC) and try again, or keep the key in memory until Switchboard closes."
            }
            Self::UnlockKeyring => {
                "Unlock the keyring and try again, or keep the key in memory until Switchboard closes."
            }
            Self::AllowKeyring => {
                "Allow Switchboard to use the keyring and try again, or keep the key in memory until Switchboard closes."
            }
            Self::KeepInMemory => {
                "Keep the key in memory until Switchboard closes, or repair the keyring."
            }
            Self::Retry => "Check the network, then try again.",
            Self::Wait => "Wait, then try again.",
            Self::ShowState => "Look at the row as it is now.",
            Self::AskAdmin => "Ask somebody who may change the project.",
            Self::UnlockAdmin => {
                "Unlock admin (the menu under your name), or ask somebody who has the passphrase."
            }
            Self::ChangeInput => "Change what was typed.",
            Self::StartOver => "Start over from the tenant.",
            Self::CheckDisk => "Free or repair the disk.",
            Self::OpenYourself => {
                "Copy the link and open it in a browser yourself, or set a default browser and try again."
            }
            Self::PasteMessage => "Copy the message and paste it where you write mail.",
            Self::FindAgain => "Look for it by name.",
            Self::OpenDemo => "Open the demo from the list of projects.",
            Self::InstallNewer => "Install the newer version again.",
            Self::GoOn => {
                "Go on; a project that is missing is added again with its API key. If it happens twice, have the disk checked."
            }
            Self::CheckProxy => "Check the proxy in Settings, Network.",
            Self::AddCertificate => {
                "Add your company's certificate in Settings, Network; without such a company, do not go on."
            }
            Self::ReportBug => "Report it, with the reference that is shown.",
        }
    }
}

macro_rules! code_table {
    ($($name:ident, $code:literal, $remedy:ident, $retry:literal, $meaning:literal;)*) => {
        /// A stable code. A retired text is never used again.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $meaning] #[serde(rename = $code)] $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable text.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The one thing to do next.
            #[must_use]
            pub const fn remedy(self) -> Remedy {
                match self { $(Self::$name => Remedy::$remedy,)* }
            }

            /// Whether the same request may work later, as it is.
            #[must_use]
            pub const fn is_retryable(self) -> bool {
                match self { $(Self::$name => $retry,)* }
            }

            /// What it means, for docs/errors.md and the help page.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }
        }
    };
}

code_table! {
    ComposioUnreachable, "composio.unreachable", Retry, true, "Composio could not be reached: no network, or its address is wrong.";
    ComposioProxy, "composio.proxy", CheckProxy, true, "The proxy on the way to Composio cannot be reached, does not let Composio through, wants a sign-in, or is written so that it cannot be read.";
    ComposioUntrusted, "composio.untrusted", AddCertificate, false, "The certificate of what answers in Composio's place is not trusted on this computer.";
    ComposioUnauthorized, "composio.unauthorized", ReplaceApiKey, false, "Composio refused the API key.";
    ComposioForbidden, "composio.forbidden", AskAdmin, false, "The API key is not allowed to do this.";
    ComposioNotFound, "composio.not_found", ShowState, false, "Composio does not know what was asked for. It was deleted, or belongs to another project.";
    ComposioRateLimited, "composio.rate_limited", Wait, true, "The organization has used up its requests for now.";
    ComposioRejected, "composio.rejected", ChangeInput, false, "Composio refused the request and said why.";
    ComposioUnavailable, "composio.unavailable", Wait, true, "Composio answered with an error of its own.";
    ComposioMalformed, "composio.malformed", ReportBug, false, "Composio's answer could not be understood.";
    OutcomeUnknown, "composio.outcome_unknown", ShowState, true, "The outcome is not known: the request was sent, but no answer came back, or one that what Composio shows does not bear out.";
    VaultUnavailable, "vault.unavailable", StartKeyring, true, "No keyring runs on this computer.";
    VaultLocked, "vault.locked", UnlockKeyring, true, "The keyring is locked.";
    VaultDenied, "vault.denied", AllowKeyring, true, "Access to the keyring was refused, by the keyring itself or by a rule of the desktop.";
    VaultRefused, "vault.refused", KeepInMemory, false, "The keyring did not take or give the key: it is too long, or the keyring gave an error that is not known here.";
    VaultCorrupt, "vault.corrupt", ReplaceApiKey, false, "What the keyring holds for this project is not a key.";
    VaultMissing, "vault.missing", ReplaceApiKey, false, "The keyring holds no key for this project.";
    StoreUnavailable, "store.unavailable", CheckDisk, true, "The data directory cannot be written or read.";
    StoreCorrupt, "store.corrupt", GoOn, false, "The database is damaged.";
    StoreNewer, "store.newer", InstallNewer, false, "The database was written by a newer version of Switchboard.";
    AuditRefused, "audit.refused", CheckDisk, true, "The audit row could not be written, so nothing was done.";
    ActionRefused, "connection.action_refused", ShowState, false, "The connection is not in a state in which this can be done.";
    AlreadyConnected, "connection.already_connected", ShowState, false, "The tenant already has a working account with this auth config.";
    AttemptOver, "attempt.over", StartOver, false, "The attempt has ended.";
    LinkLost, "attempt.link_lost", StartOver, false, "The link was only in memory and is gone; make a new one.";
    UnsafeUrl, "attempt.unsafe_url", ReportBug, false, "Composio sent an address that is not one of its own, so it was not opened.";
    BrowserFailed, "attempt.browser", OpenYourself, true, "The system browser could not be started.";
    MailFailed, "attempt.mail", PasteMessage, true, "No mail program could be started, so no draft was opened.";
    UnknownRow, "row.unknown", FindAgain, false, "The row is no longer in the list.";
    NotConfigured, "profile.none", ReplaceApiKey, false, "No project is open.";
    ProfilePartly, "profile.partly", CheckDisk, false, "The project was added, but it could not be opened, or not all of what was asked for could be set in it.";
    RoleRefused, "role.refused", UnlockAdmin, false, "Only an admin may do this, and admin is locked.";
    WrongPassphrase, "role.passphrase", ChangeInput, false, "The admin passphrase is not the one that was set.";
    PassphraseLater, "role.later", Wait, true, "After wrong tries the next passphrase is looked at only after a wait.";
    BadInput, "input.invalid", ChangeInput, false, "What was typed cannot be used.";
    DemoOnly, "demo.only", OpenDemo, false, "This exists in the demo workspace only.";
    TenantKnown, "tenant.known", ShowState, false, "Another tenant already has this user id.";
    TenantInUse, "tenant.in_use", ShowState, false, "The tenant still has accounts at Composio, so it was not deleted.";
    Internal, "internal", ReportBug, false, "Something went wrong inside Switchboard.";
}

/// What the window gets when something failed, and all it gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Stable.
    pub code: Code,
    /// One or two sentences: what happened, why, what did not change.
    pub message: String,
    /// The one thing to do next.
    pub remedy: Remedy,
    /// The raw words, redacted; shown folded.
    pub details: Option<String>,
    /// Our id and Composio's request id, for a report.
    pub reference: Option<String>,
}

impl Fault {
    /// A fault with the remedy of its code.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            remedy: code.remedy(),
            details: None,
            reference: None,
        }
    }

    /// The same with the raw words.
    #[must_use]
    pub fn with_details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    /// The same with a reference.
    #[must_use]
    pub fn with_reference(mut self, reference: Option<String>) -> Self {
        self.reference = reference;
        self
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.message, self.code.as_str())
    }
}

impl std::error::Error for Fault {}
