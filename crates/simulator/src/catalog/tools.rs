//! The tools that can be executed.

use super::Toolkit;

/// What executing a tool answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The provider's "who am I".
    Whoami,
    /// The Google calendars of the account.
    Calendars,
    /// One Google calendar.
    Calendar,
    /// A few rows of that name.
    Rows(&'static str),
    /// A write that succeeds.
    Done,
}

/// One argument of a tool.
#[derive(Debug)]
pub(crate) struct Arg {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) about: &'static str,
    pub(crate) required: bool,
}

/// One tool.
#[derive(Debug)]
pub(crate) struct Tool {
    pub(crate) slug: &'static str,
    pub(crate) toolkit: &'static str,
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) args: &'static [Arg],
    pub(crate) important: bool,
    pub(crate) answer: Answer,
}

const fn arg(name: &'static str, kind: &'static str, about: &'static str) -> Arg {
    Arg {
        name,
        kind,
        about,
        required: false,
    }
}

const fn must(name: &'static str, kind: &'static str, about: &'static str) -> Arg {
    Arg {
        name,
        kind,
        about,
        required: true,
    }
}

const fn of(
    slug: &'static str,
    toolkit: &'static str,
    name: &'static str,
    about: &'static str,
    args: &'static [Arg],
    answer: Answer,
) -> Tool {
    let important = !matches!(answer, Answer::Rows(_));
    Tool {
        slug,
        toolkit,
        name,
        about,
        args,
        important,
        answer,
    }
}

const fn whoami(slug: &'static str, toolkit: &'static str) -> Tool {
    of(
        slug,
        toolkit,
        "Get current user",
        "Who the connected account belongs to.",
        &[],
        Answer::Whoami,
    )
}

const ME: &[Arg] = &[arg(
    "user_id",
    "string",
    "The user; `me` is the connected account.",
)];
const LIMIT: &[Arg] = &[arg("max_results", "integer", "How many at most.")];

static TOOLS: &[Tool] = &[
    of(
        "GMAIL_GET_PROFILE",
        "gmail",
        "Get profile",
        "E-mail address and counts of a mailbox.",
        ME,
        Answer::Whoami,
    ),
    of(
        "GMAIL_FETCH_EMAILS",
        "gmail",
        "Fetch emails",
        "Messages that match a query.",
        LIMIT,
        Answer::Rows("messages"),
    ),
    of(
        "GMAIL_LIST_LABELS",
        "gmail",
        "List labels",
        "The labels of a mailbox.",
        ME,
        Answer::Rows("labels"),
    ),
    of(
        "GMAIL_SEND_EMAIL",
        "gmail",
        "Send email",
        "Sends a message.",
        &[
            must("recipient_email", "string", "To whom."),
            arg("subject", "string", "The subject."),
            arg("body", "string", "The text."),
        ],
        Answer::Done,
    ),
    of(
        "GOOGLECALENDAR_LIST_CALENDARS",
        "googlecalendar",
        "List calendars",
        "The calendars on the account's list.",
        LIMIT,
        Answer::Calendars,
    ),
    of(
        "GOOGLECALENDAR_GET_CALENDAR",
        "googlecalendar",
        "Get calendar",
        "One calendar.",
        &[arg(
            "calendar_id",
            "string",
            "Which; `primary` is the account's own.",
        )],
        Answer::Calendar,
    ),
    of(
        "GOOGLECALENDAR_EVENTS_LIST",
        "googlecalendar",
        "List events",
        "Events on a calendar.",
        LIMIT,
        Answer::Rows("items"),
    ),
    of(
        "GOOGLECALENDAR_CREATE_EVENT",
        "googlecalendar",
        "Create event",
        "Puts an event on a calendar.",
        &[
            must("start_datetime", "string", "When it starts."),
            arg("summary", "string", "What it is called."),
        ],
        Answer::Done,
    ),
    whoami("GOOGLEDRIVE_GET_ABOUT", "googledrive"),
    of(
        "GOOGLEDRIVE_FIND_FILE",
        "googledrive",
        "Find file",
        "Files that match a query.",
        LIMIT,
        Answer::Rows("files"),
    ),
    of(
        "GOOGLESHEETS_SEARCH_SPREADSHEETS",
        "googlesheets",
        "Search spreadsheets",
        "Spreadsheets that match a query.",
        LIMIT,
        Answer::Rows("spreadsheets"),
    ),
    whoami("SLACK_TEST_AUTH", "slack"),
    of(
        "SLACK_LIST_ALL_CHANNELS",
        "slack",
        "List channels",
        "Channels of the workspace.",
        LIMIT,
        Answer::Rows("channels"),
    ),
    of(
        "SLACK_SEND_MESSAGE",
        "slack",
        "Send message",
        "Posts a message to a channel.",
        &[
            must("channel", "string", "Where."),
            arg("text", "string", "What."),
        ],
        Answer::Done,
    ),
    whoami("GITHUB_GET_THE_AUTHENTICATED_USER", "github"),
    of(
        "GITHUB_LIST_REPOSITORIES_FOR_THE_AUTHENTICATED_USER",
        "github",
        "List repositories",
        "Repositories of the user.",
        LIMIT,
        Answer::Rows("repositories"),
    ),
    whoami("NOTION_GET_ABOUT_ME", "notion"),
    of(
        "NOTION_SEARCH_NOTION_PAGE",
        "notion",
        "Search pages",
        "Pages that match a query.",
        LIMIT,
        Answer::Rows("results"),
    ),
    whoami("LINEAR_GET_CURRENT_USER", "linear"),
    whoami("JIRA_GET_CURRENT_USER", "jira"),
    whoami("ASANA_GET_CURRENT_USER", "asana"),
    whoami("OUTLOOK_GET_PROFILE", "outlook"),
    whoami("ZOOM_GET_CURRENT_USER", "zoom"),
    whoami("TRELLO_GET_MEMBERS_BY_ID_MEMBER", "trello"),
    whoami("ZENDESK_GET_CURRENT_USER", "zendesk"),
    whoami("HUBSPOT_GET_ACCOUNT_INFO", "hubspot"),
    whoami("SALESFORCE_GET_USER_INFO", "salesforce"),
    whoami("DROPBOX_GET_ABOUT_ME", "dropbox"),
    whoami("SHOPIFY_GET_SHOP_DETAILS", "shopify"),
    whoami("AIRTABLE_GET_USER_INFO", "airtable"),
    whoami("STRIPE_RETRIEVE_ACCOUNT", "stripe"),
    whoami("SENDGRID_GET_ACCOUNT_EMAIL", "sendgrid"),
    whoami("OPENAI_GET_CURRENT_USER", "openai"),
    whoami("FRESHDESK_GET_CURRENT_AGENT", "freshdesk"),
    whoami("CALENDLY_GET_CURRENT_USER", "calendly"),
    of(
        "HACKERNEWS_GET_USER",
        "hackernews",
        "Get user",
        "One user of Hacker News.",
        &[must("userId", "string", "The user's name.")],
        Answer::Rows("submitted"),
    ),
    of(
        "TAVILY_SEARCH",
        "tavily",
        "Search",
        "Pages that match a query.",
        &[must("query", "string", "What to look for.")],
        Answer::Rows("results"),
    ),
    of(
        "EXA_SEARCH",
        "exa",
        "Search",
        "Pages that match a query.",
        &[must("query", "string", "What to look for.")],
        Answer::Rows("results"),
    ),
    of(
        "HACKERNEWS_GET_FRONTPAGE",
        "hackernews",
        "Get front page",
        "The front page's stories.",
        LIMIT,
        Answer::Rows("hits"),
    ),
];

/// All tools.
pub(crate) fn all_tools() -> impl Iterator<Item = &'static Tool> {
    TOOLS.iter()
}

/// The tool of that slug, whatever its case.
pub(crate) fn tool(slug: &str) -> Option<&'static Tool> {
    TOOLS
        .iter()
        .find(|tool| tool.slug.eq_ignore_ascii_case(slug))
}

/// The tools of a toolkit.
pub(crate) fn tools_of(toolkit: &Toolkit) -> impl Iterator<Item = &'static Tool> {
    let slug = toolkit.slug;
    TOOLS.iter().filter(move |tool| tool.toolkit == slug)
}
