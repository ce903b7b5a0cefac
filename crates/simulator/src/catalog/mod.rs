//! The toolkits, tools and triggers that exist. Static facts only; no state.

mod business;
mod google;
mod keys;
mod tools;
mod triggers;
mod work;

pub(crate) use tools::{Answer, Tool, all_tools, tool, tools_of};
pub(crate) use triggers::{TriggerType, all_triggers, trigger, triggers_of};

/// One scope a toolkit may ask for.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
}

/// One field a connect form asks for.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) secret: bool,
    pub(crate) required: bool,
}

/// One product that accounts can be connected to.
#[derive(Debug)]
pub(crate) struct Toolkit {
    pub(crate) slug: &'static str,
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) base_url: &'static str,
    /// Path of "who am I", relative to `base_url`; empty when there is none.
    pub(crate) whoami: &'static str,
    pub(crate) whoami_method: &'static str,
    pub(crate) schemes: &'static [&'static str],
    pub(crate) managed: &'static [&'static str],
    pub(crate) category: (&'static str, &'static str),
    pub(crate) scopes: &'static [Scope],
    pub(crate) fields: &'static [Field],
    /// How this provider's access tokens begin.
    pub(crate) token: &'static str,
    /// Whether the provider has a revocation endpoint.
    pub(crate) revocable: bool,
}

impl Toolkit {
    pub(crate) fn scheme(&self) -> &'static str {
        self.schemes.first().copied().unwrap_or("NO_AUTH")
    }

    /// What a connect form asks for under a scheme. Only key-based schemes
    /// ask for a secret, and they always do.
    pub(crate) fn fields_for(&self, scheme: &str) -> Vec<&'static Field> {
        let own = self.fields.iter();
        if is_oauth(scheme) {
            return own.filter(|field| !field.secret).collect();
        }
        let mut fields: Vec<&'static Field> = own.collect();
        if !fields.iter().any(|field| field.secret) {
            fields.extend(keys::secret_of(scheme));
        }
        fields
    }

    pub(crate) fn is_managed(&self) -> bool {
        !self.managed.is_empty()
    }

    /// Whether Composio says by itself who signed in. Where it does not, only a read of
    /// the provider tells.
    pub(crate) fn names_accounts(&self) -> bool {
        let google = self.token.starts_with("ya29");
        !google && !matches!(self.slug, "slack" | "github")
    }

    pub(crate) fn no_auth(&self) -> bool {
        self.scheme() == "NO_AUTH"
    }

    pub(crate) fn logo(&self) -> String {
        format!("https://logos.composio.dev/api/{}", self.slug)
    }
}

/// The frozen version that `/api/v3` runs unless told otherwise.
pub(crate) const FROZEN: &str = "00000000_00";
/// What `latest` means.
pub(crate) const LATEST: &str = "20260901_00";
/// Every version of every toolkit.
pub(crate) const VERSIONS: [&str; 3] = [LATEST, "20260115_00", FROZEN];

/// Whether a scheme needs a person at a provider's consent page.
pub(crate) fn is_oauth(scheme: &str) -> bool {
    matches!(scheme, "OAUTH2" | "OAUTH1" | "DCR_OAUTH" | "CIMD_OAUTH")
}

/// Every scheme that an auth config may have.
pub(crate) const SCHEMES: [&str; 15] = [
    "OAUTH2",
    "OAUTH1",
    "API_KEY",
    "BASIC",
    "BILLCOM_AUTH",
    "BEARER_TOKEN",
    "GOOGLE_SERVICE_ACCOUNT",
    "NO_AUTH",
    "BASIC_WITH_JWT",
    "CALCOM_AUTH",
    "SERVICE_ACCOUNT",
    "SAML",
    "DCR_OAUTH",
    "CIMD_OAUTH",
    "S2S_OAUTH2",
];

const fn scope(name: &'static str, label: &'static str) -> Scope {
    Scope { name, label }
}

const fn secret(name: &'static str, title: &'static str) -> Field {
    Field {
        name,
        title,
        secret: true,
        required: true,
    }
}

const fn plain(name: &'static str, title: &'static str) -> Field {
    Field {
        name,
        title,
        secret: false,
        required: true,
    }
}

/// A toolkit with OAuth 2 that Composio has an app of its own for.
const OAUTH: Toolkit = Toolkit {
    slug: "",
    name: "",
    about: "",
    base_url: "",
    whoami: "",
    whoami_method: "GET",
    schemes: &["OAUTH2"],
    managed: &["OAUTH2"],
    category: ("productivity", "Productivity"),
    scopes: &[],
    fields: &[],
    token: "sim-access-",
    revocable: false,
};

/// All toolkits, most used first.
pub(crate) fn all() -> impl Iterator<Item = &'static Toolkit> {
    google::TOOLKITS
        .iter()
        .chain(work::TOOLKITS)
        .chain(business::TOOLKITS)
        .chain(keys::TOOLKITS)
}

/// The toolkit of that slug, whatever its case.
pub(crate) fn toolkit(slug: &str) -> Option<&'static Toolkit> {
    all().find(|toolkit| toolkit.slug.eq_ignore_ascii_case(slug))
}
