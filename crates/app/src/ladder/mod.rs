//! Whose account it is, rung by rung: what is asked of which toolkit, in which order,
//! and what the answer must look like. Pure; [`crate::probe`] climbs.
//!
//! The first rung is the harmless read by which an account is verified, too. What the
//! account's own data says comes before all of this (see [`crate::observed`]).

mod answer;
#[cfg(test)]
mod tests;

use domain::{Cause, IdentitySource, Verdict};

pub(crate) use answer::who;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// A tool of the toolkit, run through Composio.
    Tool {
        slug: &'static str,
        arguments: &'static [(&'static str, &'static str)],
    },
    /// An endpoint of the provider, through Composio's proxy.
    Proxy(&'static str),
    /// The toolkit's own "current user" endpoint, where Composio names a GET.
    CurrentUser,
}

/// One question, and where its answer has the name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rung {
    pub(crate) ask: Ask,
    pub(crate) source: IdentitySource,
    /// JSON pointers to an address, best first. Without any, the answer is searched
    /// for whoever it describes.
    pub(crate) at: &'static [&'static str],
}

const fn tool(
    slug: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    at: &'static [&'static str],
) -> Rung {
    Rung {
        ask: Ask::Tool { slug, arguments },
        source: IdentitySource::Tool,
        at,
    }
}

/// A profile tool without arguments, whose answer is searched.
const fn profile(slug: &'static str) -> Rung {
    tool(slug, &[], &[])
}

const CURRENT_USER: Rung = Rung {
    ask: Ask::CurrentUser,
    source: IdentitySource::CurrentUser,
    at: &[],
};

const USER_INFO: Rung = Rung {
    ask: Ask::Proxy("https://www.googleapis.com/oauth2/v2/userinfo"),
    source: IdentitySource::UserInfo,
    at: &["/email"],
};

const GMAIL: &[Rung] = &[
    tool(
        "GMAIL_GET_PROFILE",
        &[("user_id", "me")],
        &["/emailAddress", "/response_data/emailAddress"],
    ),
    Rung {
        ask: Ask::Proxy("https://gmail.googleapis.com/gmail/v1/users/me/profile"),
        source: IdentitySource::Proxy,
        at: &["/emailAddress"],
    },
    USER_INFO,
];

const CALENDAR: &[Rung] = &[
    Rung {
        ask: Ask::Proxy("https://www.googleapis.com/calendar/v3/calendars/primary"),
        source: IdentitySource::PrimaryCalendar,
        at: &["/id"],
    },
    Rung {
        source: IdentitySource::PrimaryCalendar,
        ..tool(
            "GOOGLECALENDAR_GET_CALENDAR",
            &[("calendar_id", "primary")],
            &["/id", "/calendar_data/id", "/response_data/id"],
        )
    },
    USER_INFO,
];

const DRIVE: &[Rung] = &[
    Rung {
        ask: Ask::Proxy("https://www.googleapis.com/drive/v3/about?fields=user"),
        source: IdentitySource::Proxy,
        at: &["/user/emailAddress"],
    },
    USER_INFO,
];

/// The other toolkits of Google have no profile of their own.
const GOOGLE: &[Rung] = &[CURRENT_USER, USER_INFO];
const SLACK: &[Rung] = &[CURRENT_USER, profile("SLACK_TEST_AUTH")];
const GITHUB: &[Rung] = &[CURRENT_USER, profile("GITHUB_GET_THE_AUTHENTICATED_USER")];
const NOTION: &[Rung] = &[CURRENT_USER, profile("NOTION_GET_ABOUT_ME")];
const LINEAR: &[Rung] = &[CURRENT_USER, profile("LINEAR_GET_CURRENT_USER")];
const JIRA: &[Rung] = &[CURRENT_USER, profile("JIRA_GET_CURRENT_USER")];
const ASANA: &[Rung] = &[CURRENT_USER, profile("ASANA_GET_CURRENT_USER")];
const OUTLOOK: &[Rung] = &[CURRENT_USER, profile("OUTLOOK_GET_PROFILE")];
const DROPBOX: &[Rung] = &[CURRENT_USER, profile("DROPBOX_GET_ABOUT_ME")];
const CALENDLY: &[Rung] = &[CURRENT_USER, profile("CALENDLY_GET_CURRENT_USER")];
/// A toolkit that nobody has looked at: only what Composio itself names.
const ANY: &[Rung] = &[CURRENT_USER];

/// The rungs of a toolkit, in the order in which they are climbed.
pub(crate) fn rungs(toolkit: &str) -> &'static [Rung] {
    match toolkit {
        "gmail" => GMAIL,
        "googlecalendar" => CALENDAR,
        "googledrive" => DRIVE,
        "slack" => SLACK,
        "github" => GITHUB,
        "notion" => NOTION,
        "linear" => LINEAR,
        "jira" => JIRA,
        "asana" => ASANA,
        "outlook" => OUTLOOK,
        "dropbox" => DROPBOX,
        "calendly" => CALENDLY,
        other if other.starts_with("google") || other == "youtube" => GOOGLE,
        _ => ANY,
    }
}

/// Whether the next rung is climbed after this answer.
pub(crate) fn goes_on(verdict: Verdict, named: bool) -> bool {
    match verdict {
        Verdict::Good => !named,
        // The permission for this read was not given; another may have been.
        Verdict::Refused(Cause::ScopeMissing) => !named,
        Verdict::Refused(_) => false,
        // Who is in trouble is not asked twice.
        Verdict::Unclear(Cause::ProviderSilent | Cause::RateLimited) => false,
        Verdict::Unclear(_) | Verdict::NoRead => true,
    }
}

/// Whether somebody who may know the name could not be reached.
pub(crate) fn unreachable(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Unclear(
            Cause::ProviderSilent | Cause::RateLimited | Cause::KeyLimited | Cause::Malformed
        )
    )
}

/// Which of two answers says more about the account: the first that decides. A read
/// that only lacked a permission is outweighed by a good one when nothing that was
/// asked for is missing: then the account is as it is meant to be.
pub(crate) fn outweighs(before: Verdict, after: Verdict, lacks_scopes: Option<bool>) -> bool {
    match before {
        Verdict::Good => false,
        Verdict::Refused(Cause::ScopeMissing) => {
            after == Verdict::Good && lacks_scopes == Some(false)
        }
        Verdict::Refused(_) => false,
        Verdict::Unclear(_) => matches!(after, Verdict::Good | Verdict::Refused(_)),
        Verdict::NoRead => true,
    }
}
