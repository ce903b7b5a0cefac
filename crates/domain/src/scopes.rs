//! Scopes in plain words, for a person who must decide before the consent page.
//!
//! The words are those of the providers' own scope lists, shortened. What is not in
//! the table is shown as it is: nothing is guessed.

/// How much a scope gives away, by the provider's own sorting where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Who somebody is, and little more.
    Plain,
    /// Data of the person.
    Sensitive,
    /// All of a mailbox, a drive or an organisation.
    Restricted,
}

/// A scope in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plain {
    /// What it is about, such as `Calendar`.
    pub area: &'static str,
    /// What it allows, such as `See and edit events`.
    pub allows: &'static str,
    /// How much it gives away.
    pub weight: Weight,
}

type Row = (&'static str, &'static str, &'static str, Weight);

use Weight::{Plain as P, Restricted as R, Sensitive as S};

/// Google's scopes without `https://www.googleapis.com/auth/`.
const GOOGLE: &[Row] = &[
    ("userinfo.email", "Profile", "See the e-mail address", P),
    ("userinfo.profile", "Profile", "See name and picture", P),
    ("gmail.readonly", "Mail", "Read all mail and settings", R),
    (
        "gmail.modify",
        "Mail",
        "Read, write and send mail; move it to the bin",
        R,
    ),
    ("gmail.compose", "Mail", "Write drafts and send mail", R),
    (
        "gmail.metadata",
        "Mail",
        "See senders, subjects and labels, not the text",
        R,
    ),
    ("gmail.insert", "Mail", "Put mail into the mailbox", R),
    (
        "gmail.settings.basic",
        "Mail",
        "Change mail settings and filters",
        R,
    ),
    (
        "gmail.settings.sharing",
        "Mail",
        "Change who may act for the mailbox",
        R,
    ),
    ("gmail.send", "Mail", "Send mail, without reading any", S),
    ("gmail.labels", "Mail", "See and edit labels", P),
    (
        "calendar",
        "Calendar",
        "See, edit, share and delete all calendars",
        S,
    ),
    (
        "calendar.readonly",
        "Calendar",
        "See all calendars and events",
        S,
    ),
    ("calendar.events", "Calendar", "See and edit events", S),
    ("calendar.events.readonly", "Calendar", "See events", S),
    (
        "calendar.freebusy",
        "Calendar",
        "See when somebody is busy",
        S,
    ),
    (
        "calendar.settings.readonly",
        "Calendar",
        "See calendar settings",
        S,
    ),
    ("drive", "Drive", "See, edit and delete all files", R),
    ("drive.readonly", "Drive", "See and download all files", R),
    (
        "drive.metadata",
        "Drive",
        "See and edit names and folders of all files",
        R,
    ),
    (
        "drive.metadata.readonly",
        "Drive",
        "See names and folders of all files",
        R,
    ),
    (
        "drive.file",
        "Drive",
        "See and edit the files that were opened with the app",
        P,
    ),
    ("documents", "Docs", "See, edit and delete all documents", S),
    ("documents.readonly", "Docs", "See all documents", S),
    (
        "spreadsheets",
        "Sheets",
        "See, edit and delete all spreadsheets",
        S,
    ),
    ("spreadsheets.readonly", "Sheets", "See all spreadsheets", S),
    (
        "presentations",
        "Slides",
        "See, edit and delete all presentations",
        S,
    ),
    ("tasks", "Tasks", "See and edit tasks", S),
    ("tasks.readonly", "Tasks", "See tasks", S),
    ("contacts", "Contacts", "See, edit and delete contacts", S),
    ("contacts.readonly", "Contacts", "See contacts", S),
    (
        "contacts.other.readonly",
        "Contacts",
        "See people somebody wrote with",
        S,
    ),
    (
        "directory.readonly",
        "Contacts",
        "See the directory of the organisation",
        S,
    ),
    (
        "meetings.space.created",
        "Meet",
        "Make and edit meetings of the app",
        S,
    ),
    ("youtube.readonly", "YouTube", "See the YouTube account", S),
];

/// Slack's scopes.
const SLACK: &[Row] = &[
    ("channels:read", "Channels", "See public channels", P),
    (
        "channels:history",
        "Channels",
        "Read messages in public channels",
        S,
    ),
    (
        "channels:write",
        "Channels",
        "Make and change public channels",
        S,
    ),
    (
        "channels:manage",
        "Channels",
        "Make and change public channels",
        S,
    ),
    ("channels:join", "Channels", "Join public channels", P),
    (
        "groups:read",
        "Private channels",
        "See private channels it is in",
        S,
    ),
    (
        "groups:history",
        "Private channels",
        "Read messages in private channels it is in",
        R,
    ),
    (
        "groups:write",
        "Private channels",
        "Make and change private channels",
        S,
    ),
    (
        "im:read",
        "Direct messages",
        "See that direct messages exist",
        S,
    ),
    ("im:history", "Direct messages", "Read direct messages", R),
    ("im:write", "Direct messages", "Start direct messages", S),
    ("mpim:history", "Direct messages", "Read group messages", R),
    (
        "mpim:read",
        "Direct messages",
        "See that group messages exist",
        S,
    ),
    ("chat:write", "Messages", "Send messages", S),
    (
        "chat:write.public",
        "Messages",
        "Send messages to channels it is not in",
        S,
    ),
    ("files:read", "Files", "See shared files", S),
    ("files:write", "Files", "Upload, edit and delete files", S),
    ("reactions:read", "Messages", "See reactions", P),
    ("reactions:write", "Messages", "Add and remove reactions", P),
    (
        "search:read",
        "Search",
        "Search everything the person can see",
        R,
    ),
    ("users:read", "People", "See people in the workspace", P),
    (
        "users:read.email",
        "People",
        "See e-mail addresses of people",
        S,
    ),
    ("users.profile:read", "People", "See profiles", P),
    ("team:read", "Workspace", "See the name of the workspace", P),
    ("usergroups:read", "People", "See user groups", P),
];

/// GitHub's scopes.
const GITHUB: &[Row] = &[
    (
        "repo",
        "Repositories",
        "Read and write all repositories, private ones too",
        R,
    ),
    (
        "public_repo",
        "Repositories",
        "Read and write public repositories",
        S,
    ),
    (
        "repo:status",
        "Repositories",
        "See and set commit statuses",
        S,
    ),
    (
        "repo_deployment",
        "Repositories",
        "See and set deployments",
        S,
    ),
    ("workflow", "Actions", "Change workflows", R),
    ("gist", "Gists", "Write gists", S),
    ("notifications", "Notifications", "Read notifications", S),
    ("read:user", "Profile", "Read the whole profile", P),
    ("user", "Profile", "Read and change the profile", S),
    ("user:email", "Profile", "See e-mail addresses", P),
    ("user:follow", "Profile", "Follow and unfollow people", S),
    ("read:org", "Organisation", "See organisations and teams", P),
    (
        "write:org",
        "Organisation",
        "Change organisations and teams",
        R,
    ),
    (
        "admin:org",
        "Organisation",
        "Manage organisations and teams fully",
        R,
    ),
    ("admin:repo_hook", "Repositories", "Manage webhooks", S),
    ("write:repo_hook", "Repositories", "Write webhooks", S),
    ("read:repo_hook", "Repositories", "See webhooks", P),
    ("delete_repo", "Repositories", "Delete repositories", R),
    ("read:project", "Projects", "See projects", P),
    ("project", "Projects", "Read and write projects", S),
    ("read:packages", "Packages", "Download packages", P),
    ("write:packages", "Packages", "Publish packages", S),
    ("codespace", "Codespaces", "Manage codespaces", S),
];

/// Microsoft Graph's scopes without `https://graph.microsoft.com/`.
const MICROSOFT: &[Row] = &[
    ("user.read", "Profile", "Sign in and read the profile", P),
    (
        "user.readwrite",
        "Profile",
        "Read and change the profile",
        S,
    ),
    (
        "user.readbasic.all",
        "People",
        "See basic profiles of everybody",
        S,
    ),
    (
        "user.read.all",
        "People",
        "Read all profiles of the organisation",
        R,
    ),
    ("mail.read", "Mail", "Read all mail", R),
    (
        "mail.readbasic",
        "Mail",
        "See senders and subjects, not the text",
        S,
    ),
    ("mail.readwrite", "Mail", "Read, write and delete mail", R),
    ("mail.send", "Mail", "Send mail, without reading any", S),
    ("mailboxsettings.read", "Mail", "See mailbox settings", S),
    (
        "mailboxsettings.readwrite",
        "Mail",
        "Change mailbox settings",
        S,
    ),
    ("calendars.read", "Calendar", "See events", S),
    ("calendars.readwrite", "Calendar", "See and edit events", S),
    ("contacts.read", "Contacts", "See contacts", S),
    ("contacts.readwrite", "Contacts", "See and edit contacts", S),
    ("files.read", "Files", "See the person's files", S),
    (
        "files.read.all",
        "Files",
        "See all files the person can open",
        R,
    ),
    (
        "files.readwrite",
        "Files",
        "See and edit the person's files",
        S,
    ),
    (
        "files.readwrite.all",
        "Files",
        "See, edit and delete all files the person can open",
        R,
    ),
    ("sites.read.all", "SharePoint", "See all sites", R),
    (
        "sites.readwrite.all",
        "SharePoint",
        "See and edit all sites",
        R,
    ),
    (
        "team.readbasic.all",
        "Teams",
        "See teams the person is in",
        P,
    ),
    ("channel.readbasic.all", "Teams", "See names of channels", P),
    (
        "channelmessage.read.all",
        "Teams",
        "Read messages in channels",
        R,
    ),
    (
        "channelmessage.send",
        "Teams",
        "Send messages in channels",
        S,
    ),
    ("chat.read", "Teams", "Read chats", R),
    ("chat.readwrite", "Teams", "Read and send chats", R),
    (
        "onlinemeetings.readwrite",
        "Teams",
        "Make and read online meetings",
        S,
    ),
    ("tasks.readwrite", "Tasks", "See and edit tasks", S),
    ("tasks.read", "Tasks", "See tasks", S),
    ("notes.read", "OneNote", "See notebooks", S),
    ("notes.readwrite", "OneNote", "See and edit notebooks", S),
    (
        "directory.read.all",
        "Organisation",
        "Read the directory",
        R,
    ),
];

/// What every provider of OpenID Connect means by these.
const OPENID: &[Row] = &[
    ("openid", "Profile", "Sign in", P),
    ("email", "Profile", "See the e-mail address", P),
    ("profile", "Profile", "See name and picture", P),
    (
        "offline_access",
        "Access",
        "Stay connected while nobody is there",
        P,
    ),
];

/// What a scope means, where that is known.
#[must_use]
pub fn plain(scope: &str) -> Option<Plain> {
    let scope = scope.trim();
    if scope == "https://mail.google.com/" {
        return Some(Plain {
            area: "Mail",
            allows: "Read, write, send and delete all mail for good",
            weight: R,
        });
    }
    if let Some(name) = scope.strip_prefix("https://www.googleapis.com/auth/") {
        return find(GOOGLE, name);
    }
    let graph = scope
        .strip_prefix("https://graph.microsoft.com/")
        .unwrap_or(scope);
    let lower = graph.to_lowercase();
    [OPENID, SLACK, GITHUB]
        .into_iter()
        .find_map(|table| find(table, scope))
        .or_else(|| find(MICROSOFT, &lower))
}

fn find(table: &'static [Row], name: &str) -> Option<Plain> {
    let row = table.iter().find(|row| row.0 == name)?;
    Some(Plain {
        area: row.1,
        allows: row.2,
        weight: row.3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for raw in [
            "",
            "gmail.readonly",
            "https://www.googleapis.com/auth/gmail",
            "repository",
            "CHAT:WRITE",
        ] {
            assert_eq!(plain(raw), None, "{raw}");
        }
    }

    #[test]
    fn every_provider_is_understood_in_its_own_spelling() {
        for (raw, area, weight) in [
            (
                "https://www.googleapis.com/auth/calendar.events",
                "Calendar",
                S,
            ),
            ("https://mail.google.com/", "Mail", R),
            ("channels:history", "Channels", S),
            ("repo", "Repositories", R),
            ("Mail.Read", "Mail", R),
            (
                "https://graph.microsoft.com/Calendars.ReadWrite",
                "Calendar",
                S,
            ),
            ("openid", "Profile", P),
        ] {
            let told = plain(raw).unwrap();
            assert_eq!((told.area, told.weight), (area, weight), "{raw}");
        }
    }

    #[test]
    fn no_scope_has_two_meanings() {
        for table in [GOOGLE, SLACK, GITHUB, MICROSOFT, OPENID] {
            let names: HashSet<_> = table.iter().map(|row| row.0).collect();
            assert_eq!(names.len(), table.len());
            assert!(
                table
                    .iter()
                    .all(|row| row.0 == row.0.to_lowercase() || table == SLACK)
            );
        }
    }
}
