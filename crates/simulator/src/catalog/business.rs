//! Toolkits for sales, marketing and files.

use super::{OAUTH, Toolkit, plain, scope};

pub(super) static TOOLKITS: &[Toolkit] = &[
    Toolkit {
        slug: "hubspot",
        schemes: &["OAUTH2", "BEARER_TOKEN"],
        name: "HubSpot",
        about: "Contacts, companies and deals in HubSpot.",
        base_url: "https://api.hubapi.com",
        whoami: "/oauth/v1/access-tokens/me",
        category: ("crm", "CRM"),
        scopes: &[
            scope("crm.objects.contacts.read", "View contacts"),
            scope("crm.objects.deals.read", "View deals"),
            scope("oauth", "Basic access"),
        ],
        revocable: true,
        ..OAUTH
    },
    Toolkit {
        slug: "salesforce",
        name: "Salesforce",
        about: "Accounts, leads and opportunities in Salesforce.",
        base_url: "https://login.salesforce.com",
        whoami: "/services/oauth2/userinfo",
        category: ("crm", "CRM"),
        scopes: &[
            scope("api", "Manage user data via APIs"),
            scope("refresh_token", "Perform requests at any time"),
            scope("id", "Access the identity service"),
        ],
        token: "00Dsim!",
        revocable: true,
        ..OAUTH
    },
    Toolkit {
        slug: "dropbox",
        name: "Dropbox",
        about: "Files and folders in Dropbox.",
        base_url: "https://api.dropboxapi.com/2",
        whoami: "/users/get_current_account",
        whoami_method: "POST",
        category: ("document-&-file-management", "Document & file management"),
        scopes: &[
            scope(
                "account_info.read",
                "View basic information about your account",
            ),
            scope("files.content.read", "View the content of your files"),
        ],
        token: "sl.sim-",
        revocable: true,
        ..OAUTH
    },
    Toolkit {
        slug: "shopify",
        name: "Shopify",
        about: "Orders, products and customers of a shop; needs the shop's name.",
        base_url: "https://example.myshopify.com",
        whoami: "/admin/api/2026-01/shop.json",
        managed: &[],
        category: ("e-commerce", "E-commerce"),
        scopes: &[
            scope("read_orders", "View orders"),
            scope("read_products", "View products"),
        ],
        fields: &[plain("shop", "Shop name")],
        token: "shpat_sim_",
        ..OAUTH
    },
    Toolkit {
        slug: "airtable",
        name: "Airtable",
        about: "Bases and records in Airtable.",
        base_url: "https://api.airtable.com/v0",
        whoami: "/meta/whoami",
        schemes: &["OAUTH2", "BEARER_TOKEN"],
        scopes: &[
            scope("data.records:read", "See records"),
            scope("user.email:read", "See your e-mail address"),
        ],
        ..OAUTH
    },
];
