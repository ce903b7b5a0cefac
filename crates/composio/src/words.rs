//! Composio's closed vocabularies, read so that a word nobody knew yet is kept
//! as it came and never taken for a known one.

/// The longest unknown word that is kept.
const LONGEST_WORD: usize = 64;

/// At most 64 characters of a word that is not known, without control
/// characters and without anything that looks like a credential.
pub(crate) fn kept_word(word: &str) -> String {
    let clean: String = word
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_WORD)
        .collect();
    crate::redact::scrub(&clean)
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $same:expr, {$($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+}) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word this client does not know, at most 64 characters of it.
            Unknown(String),
        }

        impl $name {
            /// Every known word.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// Reads Composio's word. Never fails: see `Unknown`.
            #[must_use]
            pub fn parse(word: &str) -> Self {
                let same: fn(&str, &str) -> bool = $same;
                $(if same(word, $text) { return Self::$variant; })+
                Self::Unknown($crate::words::kept_word(word))
            }

            /// Composio's word.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(word) => word,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Composio's word for where a connected account stands.
    ///
    /// ```
    /// # use composio::AccountStatus;
    /// assert_eq!(AccountStatus::parse("ACTIVE"), AccountStatus::Active);
    /// assert!(!AccountStatus::parse("ACTIVE_ISH").is_active());
    /// ```
    AccountStatus, |word, known| word == known, {
        /// The account and its hosted page exist; nobody has begun.
        Initializing = "INITIALIZING",
        /// Somebody is signing in.
        Initiated = "INITIATED",
        /// Composio believes that the credentials work.
        Active = "ACTIVE",
        /// The sign-in failed.
        Failed = "FAILED",
        /// Never finished in time, or can no longer be refreshed.
        Expired = "EXPIRED",
        /// Switched off; can be switched on again.
        Inactive = "INACTIVE",
        /// The grant was withdrawn through Composio.
        Revoked = "REVOKED",
    }
}

impl AccountStatus {
    /// Whether Composio says that the account can be used.
    #[must_use]
    pub fn is_active(&self) -> bool {
        *self == Self::Active
    }
}

words! {
    /// How an account signs in at its provider. Compared without regard to
    /// case, because the toolkits write it in lower case at times.
    AuthScheme, |word, known| word.eq_ignore_ascii_case(known), {
        /// OAuth 2.
        OAuth2 = "OAUTH2",
        /// OAuth 1.
        OAuth1 = "OAUTH1",
        /// A key.
        ApiKey = "API_KEY",
        /// User name and password.
        Basic = "BASIC",
        /// BILL.
        BillcomAuth = "BILLCOM_AUTH",
        /// A bearer token.
        BearerToken = "BEARER_TOKEN",
        /// A Google service account.
        GoogleServiceAccount = "GOOGLE_SERVICE_ACCOUNT",
        /// Nothing is needed.
        NoAuth = "NO_AUTH",
        /// User name and password for a JWT.
        BasicWithJwt = "BASIC_WITH_JWT",
        /// Cal.com.
        CalcomAuth = "CALCOM_AUTH",
        /// A service account.
        ServiceAccount = "SERVICE_ACCOUNT",
        /// SAML.
        Saml = "SAML",
        /// OAuth 2 with a client that registered itself.
        DcrOAuth = "DCR_OAUTH",
        /// OAuth 2 between servers.
        S2sOAuth2 = "S2S_OAUTH2",
        /// OAuth 2 with a client id metadata document.
        CimdOAuth = "CIMD_OAUTH",
    }
}
