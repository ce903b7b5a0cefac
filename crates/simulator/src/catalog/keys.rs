//! Toolkits that are connected with a key, a password or nothing at all.

use super::{Field, OAUTH, Toolkit, plain, secret};

const KEYED: Toolkit = Toolkit {
    schemes: &["API_KEY"],
    managed: &[],
    fields: &[secret("generic_api_key", "API key")],
    token: "sk_sim_",
    ..OAUTH
};

static TOKEN: Field = secret("token", "Access token");
static KEY: Field = secret("generic_api_key", "API key");

/// The secret of a key-based scheme, for toolkits that do not name their own.
pub(super) fn secret_of(scheme: &str) -> Option<&'static Field> {
    match scheme {
        "BEARER_TOKEN" => Some(&TOKEN),
        "API_KEY" => Some(&KEY),
        _ => None,
    }
}

pub(super) static TOOLKITS: &[Toolkit] = &[
    Toolkit {
        slug: "stripe",
        name: "Stripe",
        about: "Payments, customers and invoices in Stripe.",
        base_url: "https://api.stripe.com",
        whoami: "/v1/account",
        category: ("finance", "Finance"),
        ..KEYED
    },
    Toolkit {
        slug: "sendgrid",
        name: "SendGrid",
        about: "Send transactional e-mail.",
        base_url: "https://api.sendgrid.com/v3",
        whoami: "/user/email",
        category: ("marketing", "Marketing"),
        token: "SG.sim-",
        ..KEYED
    },
    Toolkit {
        slug: "openai",
        name: "OpenAI",
        about: "Models and files of an OpenAI organisation.",
        base_url: "https://api.openai.com",
        whoami: "/v1/me",
        category: ("developer-tools", "Developer tools"),
        token: "sk-sim-",
        ..KEYED
    },
    Toolkit {
        slug: "tavily",
        name: "Tavily",
        about: "Search the web.",
        base_url: "https://api.tavily.com",
        category: ("ai-&-machine-learning", "AI & machine learning"),
        token: "tvly-sim-",
        ..KEYED
    },
    Toolkit {
        slug: "exa",
        name: "Exa",
        about: "Search the web by meaning.",
        base_url: "https://api.exa.ai",
        category: ("ai-&-machine-learning", "AI & machine learning"),
        token: "exa-sim-",
        ..KEYED
    },
    Toolkit {
        slug: "freshdesk",
        name: "Freshdesk",
        about: "Tickets and contacts in Freshdesk; needs the customer's subdomain.",
        base_url: "https://example.freshdesk.com",
        whoami: "/api/v2/agents/me",
        schemes: &["BASIC"],
        category: ("customer-support", "Customer support"),
        fields: &[
            plain("subdomain", "Subdomain"),
            plain("username", "User name"),
            secret("password", "Password"),
        ],
        ..KEYED
    },
    Toolkit {
        slug: "calendly",
        name: "Calendly",
        about: "Event types and bookings in Calendly.",
        base_url: "https://api.calendly.com",
        whoami: "/users/me",
        schemes: &["BEARER_TOKEN"],
        category: ("scheduling-&-booking", "Scheduling & booking"),
        fields: &[secret("token", "Personal access token")],
        token: "cal_sim_",
        ..KEYED
    },
    Toolkit {
        slug: "hackernews",
        name: "Hacker News",
        about: "Stories and comments; needs no account.",
        base_url: "https://hacker-news.firebaseio.com/v0",
        whoami: "",
        schemes: &["NO_AUTH"],
        category: ("developer-tools", "Developer tools"),
        fields: &[],
        token: "",
        ..KEYED
    },
];
