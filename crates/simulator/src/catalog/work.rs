//! Toolkits for teams that write code and talk to each other.

use super::{OAUTH, Toolkit, plain, scope};

pub(super) static TOOLKITS: &[Toolkit] = &[
    Toolkit {
        slug: "slack",
        schemes: &["OAUTH2", "BEARER_TOKEN"],
        name: "Slack",
        about: "Post and read messages in a Slack workspace.",
        base_url: "https://slack.com/api",
        whoami: "/auth.test",
        category: ("communication", "Communication"),
        scopes: &[
            scope("channels:read", "View channels in the workspace"),
            scope("chat:write", "Send messages"),
            scope("users:read.email", "View e-mail addresses of people"),
        ],
        token: "xoxb-sim-",
        revocable: true,
        ..OAUTH
    },
    Toolkit {
        slug: "github",
        schemes: &["OAUTH2", "BEARER_TOKEN"],
        name: "GitHub",
        about: "Work with repositories, issues and pull requests.",
        base_url: "https://api.github.com",
        whoami: "/user",
        category: ("developer-tools", "Developer tools"),
        scopes: &[
            scope("repo", "Full control of private repositories"),
            scope("read:user", "Read profile data"),
            scope("user:email", "Read e-mail addresses"),
        ],
        token: "gho_sim",
        revocable: true,
        ..OAUTH
    },
    Toolkit {
        slug: "notion",
        schemes: &["OAUTH2", "API_KEY"],
        name: "Notion",
        about: "Read and write pages and databases in Notion.",
        base_url: "https://api.notion.com",
        whoami: "/v1/users/me",
        scopes: &[
            scope("read_content", "View pages that you select"),
            scope("update_content", "Edit pages that you select"),
        ],
        token: "ntn_sim_",
        ..OAUTH
    },
    Toolkit {
        slug: "linear",
        schemes: &["OAUTH2", "API_KEY"],
        name: "Linear",
        about: "Issues, cycles and projects in Linear.",
        base_url: "https://api.linear.app",
        whoami: "/viewer",
        category: ("project-management", "Project management"),
        scopes: &[
            scope("read", "Read everything"),
            scope("write", "Create and change issues"),
        ],
        token: "lin_oauth_sim_",
        revocable: true,
        ..OAUTH
    },
    Toolkit {
        slug: "jira",
        name: "Jira",
        about: "Issues and projects in Jira Cloud.",
        base_url: "https://api.atlassian.com",
        whoami: "/me",
        category: ("project-management", "Project management"),
        scopes: &[
            scope("read:jira-work", "View Jira issue data"),
            scope("write:jira-work", "Create and manage issues"),
            scope("read:me", "View your profile"),
        ],
        ..OAUTH
    },
    Toolkit {
        slug: "asana",
        name: "Asana",
        about: "Tasks and projects in Asana.",
        base_url: "https://app.asana.com/api/1.0",
        whoami: "/users/me",
        category: ("project-management", "Project management"),
        scopes: &[scope("default", "Access all data you can see")],
        revocable: true,
        ..OAUTH
    },
    Toolkit {
        slug: "outlook",
        name: "Outlook",
        about: "Mail, calendar and contacts in Microsoft 365.",
        base_url: "https://graph.microsoft.com/v1.0",
        whoami: "/me",
        category: ("communication", "Communication"),
        scopes: &[
            scope("User.Read", "Sign you in and read your profile"),
            scope("Mail.ReadWrite", "Read and write your mail"),
            scope("offline_access", "Maintain access to data"),
        ],
        token: "EwB-sim-",
        ..OAUTH
    },
    Toolkit {
        slug: "zoom",
        name: "Zoom",
        about: "Meetings and recordings in Zoom.",
        base_url: "https://api.zoom.us/v2",
        whoami: "/users/me",
        category: ("communication", "Communication"),
        scopes: &[
            scope("user:read", "View your user"),
            scope("meeting:write", "Manage meetings"),
        ],
        revocable: true,
        ..OAUTH
    },
    Toolkit {
        slug: "trello",
        name: "Trello",
        about: "Boards, lists and cards in Trello.",
        base_url: "https://api.trello.com/1",
        whoami: "/members/me",
        schemes: &["OAUTH1"],
        managed: &["OAUTH1"],
        category: ("project-management", "Project management"),
        scopes: &[
            scope("read", "Read boards"),
            scope("write", "Change boards"),
        ],
        ..OAUTH
    },
    Toolkit {
        slug: "zendesk",
        name: "Zendesk",
        about: "Tickets and customers in Zendesk; needs the customer's subdomain.",
        base_url: "https://example.zendesk.com",
        whoami: "/api/v2/users/me.json",
        category: ("customer-support", "Customer support"),
        scopes: &[
            scope("read", "Read tickets"),
            scope("write", "Change tickets"),
        ],
        fields: &[plain("subdomain", "Subdomain")],
        ..OAUTH
    },
];
