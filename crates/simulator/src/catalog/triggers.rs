//! The events that can be listened to.

use super::Toolkit;

/// One kind of trigger.
#[derive(Debug)]
pub(crate) struct TriggerType {
    pub(crate) slug: &'static str,
    pub(crate) toolkit: &'static str,
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) poll: bool,
    /// A setting without which the trigger cannot be made; may be empty.
    pub(crate) needs: &'static str,
}

const fn of(
    slug: &'static str,
    toolkit: &'static str,
    name: &'static str,
    about: &'static str,
    poll: bool,
    needs: &'static str,
) -> TriggerType {
    TriggerType {
        slug,
        toolkit,
        name,
        about,
        poll,
        needs,
    }
}

static TRIGGERS: &[TriggerType] = &[
    of(
        "GMAIL_NEW_GMAIL_MESSAGE",
        "gmail",
        "New Gmail message",
        "A message arrived.",
        true,
        "",
    ),
    of(
        "GOOGLECALENDAR_GOOGLE_CALENDAR_EVENT_CHANGE_TRIGGER",
        "googlecalendar",
        "Event changed",
        "An event was made, changed or removed.",
        false,
        "",
    ),
    of(
        "SLACK_RECEIVE_MESSAGE",
        "slack",
        "New message",
        "A message was posted.",
        false,
        "",
    ),
    of(
        "GITHUB_COMMIT_EVENT",
        "github",
        "Commit",
        "Commits were pushed.",
        false,
        "repo",
    ),
    of(
        "NOTION_PAGE_ADDED_TRIGGER",
        "notion",
        "Page added",
        "A page was added.",
        true,
        "",
    ),
    of(
        "LINEAR_ISSUE_CREATED_TRIGGER",
        "linear",
        "Issue created",
        "An issue was made.",
        false,
        "",
    ),
    of(
        "HUBSPOT_CONTACT_CREATED_TRIGGER",
        "hubspot",
        "Contact created",
        "A contact was made.",
        false,
        "",
    ),
];

/// All kinds of trigger.
pub(crate) fn all_triggers() -> impl Iterator<Item = &'static TriggerType> {
    TRIGGERS.iter()
}

/// The kind of that slug, whatever its case.
pub(crate) fn trigger(slug: &str) -> Option<&'static TriggerType> {
    TRIGGERS
        .iter()
        .find(|kind| kind.slug.eq_ignore_ascii_case(slug))
}

/// The kinds of a toolkit.
pub(crate) fn triggers_of(toolkit: &Toolkit) -> impl Iterator<Item = &'static TriggerType> {
    let slug = toolkit.slug;
    TRIGGERS.iter().filter(move |kind| kind.toolkit == slug)
}
