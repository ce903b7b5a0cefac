//! One connected account, kept small because there may be half a million.

use serde_json::{Map, Value};

/// Composio's status words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Status {
    Initializing,
    Initiated,
    Active,
    Failed,
    Expired,
    Inactive,
    Revoked,
}

impl Status {
    pub(crate) const ALL: [Self; 7] = [
        Self::Initializing,
        Self::Initiated,
        Self::Active,
        Self::Failed,
        Self::Expired,
        Self::Inactive,
        Self::Revoked,
    ];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Initializing => "INITIALIZING",
            Self::Initiated => "INITIATED",
            Self::Active => "ACTIVE",
            Self::Failed => "FAILED",
            Self::Expired => "EXPIRED",
            Self::Inactive => "INACTIVE",
            Self::Revoked => "REVOKED",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    pub(crate) fn is_pending(self) -> bool {
        matches!(self, Self::Initializing | Self::Initiated)
    }
}

/// How the provider treats the account's credentials, which Composio's status
/// does not know until it tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Health {
    Good,
    /// Consent withdrawn: refresh answers `invalid_grant`.
    GrantDead,
    /// A scope that reads need was not granted.
    ScopeMissing,
    /// The OAuth app's secret is refused: `invalid_client`.
    ClientRejected,
    /// The provider says `token_revoked`.
    TokenRevoked,
    /// The person left: `account_inactive`.
    AccountInactive,
    /// An administrator blocks the app.
    AdminBlocked,
    /// The key that was typed in is wrong.
    KeyWrong,
    /// The provider itself is down for this account.
    ProviderDown,
    /// The provider answers something that is not what it should be.
    Malformed,
    /// The provider allows no more requests for now: 429.
    Throttled,
    /// The customer's plan does not include the API: 402.
    PlanEnded,
    /// The mailbox of this person is switched off.
    ServiceOff,
    /// The customer lets only known network addresses in.
    NetworkBlocked,
    /// The API is not enabled in the OAuth app's project.
    ApiDisabled,
    /// A program was handed a masked token and used it.
    Masked,
    /// Composio refuses the read: the account belongs to another user.
    OtherUser,
    /// Composio refuses the read: the key lacks the permission for it.
    KeyLimited,
}

impl Health {
    /// Whether failing often enough makes Composio give the account up.
    pub(crate) fn wears_out(self) -> bool {
        matches!(
            self,
            Self::GrantDead | Self::TokenRevoked | Self::AccountInactive | Self::AdminBlocked
        )
    }
}

/// Why an account is in its status, as Composio words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Reason {
    None,
    NotCompleted,
    NotStarted,
    RefreshRefused,
    MaxFailures,
    Declined,
    ExchangeFailed,
    RedirectMismatch,
    ClientRejected,
    IdentityMismatch,
    AdminPolicy,
    UpdatedByUser,
    ConfigDisabled,
    RevokedByUser,
    RevokedByAdmin,
    PasswordChanged,
    Unused,
    NoRefreshToken,
    ExtraStep,
    SecretExpired,
    AppDeleted,
    /// Google ends the tokens of an app in testing after seven days, and says
    /// nothing more than that the grant is invalid.
    Testing,
    ApprovalNeeded,
    WrongBrowser,
    FieldMissing,
    WrongAddress,
    Unverified,
    /// A text that nobody has seen before.
    Strange,
}

impl Reason {
    pub(crate) fn text(self) -> Option<&'static str> {
        Some(match self {
            Self::None => return None,
            Self::NotCompleted => "Connection initiation did not complete within 10 minutes",
            Self::NotStarted => "Connection expired before authorization was started",
            Self::RefreshRefused => {
                "Permanent auth error during token refresh: invalid_grant: Token has been expired or revoked."
            }
            Self::MaxFailures => "Max auth failures reached",
            Self::Declined => "OAuth callback failed: access_denied: The user denied access",
            Self::ExchangeFailed => {
                "OAuth callback failed during token exchange: invalid_grant: Bad Request"
            }
            Self::RedirectMismatch => {
                "OAuth callback failed during token exchange: redirect_uri_mismatch"
            }
            Self::ClientRejected => {
                "OAuth callback failed during token exchange: invalid_client: The provided client secret is invalid."
            }
            Self::IdentityMismatch => "OAuth callback failed: identity verification failed",
            Self::AdminPolicy => "OAuth callback failed: admin_policy_enforced",
            Self::UpdatedByUser => "Connection status updated by user",
            Self::ConfigDisabled => "Auth config is disabled",
            Self::RevokedByUser => "Revoked via user-initiated revoke endpoint",
            Self::RevokedByAdmin => "Revoked via admin tool",
            other => other.rare(),
        })
    }

    /// The texts that are met less often.
    fn rare(self) -> &'static str {
        match self {
            Self::PasswordChanged => {
                "Permanent auth error during token refresh: invalid_grant: reauth related error (invalid_rapt)"
            }
            Self::Unused => {
                "Permanent auth error during token refresh: AADSTS700082: The refresh token has expired due to inactivity."
            }
            Self::NoRefreshToken => {
                "Permanent auth error during token refresh: no refresh token was granted"
            }
            Self::ExtraStep => {
                "Permanent auth error during token refresh: AADSTS50076: You must use multi-factor authentication."
            }
            Self::SecretExpired => {
                "Permanent auth error during token refresh: AADSTS7000222: The provided client secret keys for app are expired."
            }
            Self::AppDeleted => {
                "Permanent auth error during token refresh: deleted_client: The OAuth client was deleted."
            }
            Self::Testing => {
                "Permanent auth error during token refresh: invalid_grant: Token has been expired or revoked."
            }
            Self::ApprovalNeeded => {
                "OAuth callback failed: AADSTS65001: The user or administrator has not consented to use the application."
            }
            Self::WrongBrowser => "This connection was started from a different browser or device",
            Self::FieldMissing => {
                "OAuth callback failed: ConnectedAccount_MissingRequiredFields: subdomain"
            }
            Self::WrongAddress => "OAuth callback failed during token exchange: shop not found",
            Self::Unverified => {
                "OAuth callback failed: org_internal: This app is limited to one organization."
            }
            Self::Strange => {
                "Upstream integration error E-7731 for token ya29.sim-CANARY-not-a-secret: contact support"
            }
            _ => "",
        }
    }

    /// `error` and `error_description` of a FAILED account.
    pub(crate) fn failure(self) -> (&'static str, &'static str) {
        match self {
            Self::Declined => ("access_denied", "The user denied access"),
            Self::RedirectMismatch => (
                "redirect_uri_mismatch",
                "The redirect URI does not match a registered one",
            ),
            Self::ClientRejected => ("invalid_client", "The provided client secret is invalid."),
            Self::IdentityMismatch => (
                "identity_mismatch",
                "The person who signed in is not the person expected",
            ),
            Self::AdminPolicy => ("admin_policy_enforced", "An administrator blocks this app"),
            Self::ApprovalNeeded => (
                "consent_required",
                "An administrator has to approve this app",
            ),
            Self::FieldMissing => ("missing_required_fields", "subdomain: Required"),
            Self::WrongAddress => ("invalid_request", "shop not found"),
            Self::Unverified => ("org_internal", "This app is limited to one organization"),
            _ => ("invalid_grant", "Bad Request"),
        }
    }
}

/// What only few accounts carry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extra {
    pub(crate) alias: Option<String>,
    /// Who consented, when a person typed it in.
    pub(crate) email: Option<String>,
    pub(crate) acl: Option<Value>,
    /// The scopes that were granted, when somebody chose.
    pub(crate) granted: Option<Vec<String>>,
    /// Connection parameters and static credentials that a caller supplied.
    pub(crate) val: Map<String, Value>,
    /// Members of the account's data that a test lays over what is rendered.
    pub(crate) laid: Map<String, Value>,
    /// The same over the account itself.
    pub(crate) told: Map<String, Value>,
    pub(crate) callback_url: Option<String>,
    /// Where a person goes to consent, for `val.redirectUrl`.
    pub(crate) redirect_url: Option<String>,
    /// When a pending account expires, or when it expired.
    pub(crate) deadline: i64,
    pub(crate) polls: u32,
}

/// One connected account.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// Its identifier as a number; see `dice::nano`.
    pub(crate) code: u64,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) user: u32,
    pub(crate) config: u32,
    pub(crate) status: Status,
    pub(crate) health: Health,
    pub(crate) reason: Reason,
    /// Tool calls that failed for `health` since the last good one.
    pub(crate) failures: u8,
    /// Which of the toolkit's scopes were granted, by bit.
    pub(crate) scopes: u16,
    pub(crate) shared: bool,
    /// Whether the provider's name for the person is shown.
    pub(crate) named: bool,
    pub(crate) deleted: bool,
    /// Whether it was ever ACTIVE.
    pub(crate) connected: bool,
    pub(crate) extra: Option<Box<Extra>>,
}

impl Account {
    pub(crate) fn id(&self) -> String {
        format!("ca_{}", crate::dice::nano(self.code))
    }

    pub(crate) fn extra_mut(&mut self) -> &mut Extra {
        self.extra.get_or_insert_default()
    }

    pub(crate) fn alias(&self) -> Option<&str> {
        self.extra.as_ref().and_then(|extra| extra.alias.as_deref())
    }
}
