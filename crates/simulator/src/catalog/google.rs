//! Google's toolkits, and the ones used most.

use super::{OAUTH, Scope, Toolkit, scope};

const OPENID: Scope = scope("openid", "Associate you with your personal info");
const EMAIL: Scope = scope(
    "https://www.googleapis.com/auth/userinfo.email",
    "See your primary Google Account email address",
);

const GOOGLE: Toolkit = Toolkit {
    token: "ya29.sim-",
    revocable: true,
    ..OAUTH
};

pub(super) static TOOLKITS: &[Toolkit] = &[
    Toolkit {
        slug: "gmail",
        schemes: &["OAUTH2", "BEARER_TOKEN"],
        name: "Gmail",
        about: "Read, search and send e-mail with a Google account.",
        base_url: "https://gmail.googleapis.com",
        whoami: "/gmail/v1/users/me/profile",
        category: ("communication", "Communication"),
        scopes: &[
            scope(
                "https://www.googleapis.com/auth/gmail.modify",
                "Read, compose and send emails from your Gmail account",
            ),
            OPENID,
            EMAIL,
        ],
        ..GOOGLE
    },
    Toolkit {
        slug: "googlecalendar",
        name: "Google Calendar",
        about: "Read and change events on Google calendars.",
        base_url: "https://www.googleapis.com/calendar/v3",
        whoami: "/calendars/primary",
        category: ("scheduling-&-booking", "Scheduling & booking"),
        scopes: &[
            scope(
                "https://www.googleapis.com/auth/calendar",
                "See, edit and share your calendars",
            ),
            scope(
                "https://www.googleapis.com/auth/calendar.events",
                "View and edit events",
            ),
            OPENID,
            EMAIL,
        ],
        ..GOOGLE
    },
    Toolkit {
        slug: "googledrive",
        schemes: &["OAUTH2", "BEARER_TOKEN"],
        name: "Google Drive",
        about: "Find, read and share files in Google Drive.",
        base_url: "https://www.googleapis.com/drive/v3",
        whoami: "/about?fields=user",
        category: ("document-&-file-management", "Document & file management"),
        scopes: &[
            scope(
                "https://www.googleapis.com/auth/drive",
                "See and edit your Google Drive files",
            ),
            OPENID,
            EMAIL,
        ],
        ..GOOGLE
    },
    Toolkit {
        slug: "googlesheets",
        name: "Google Sheets",
        about: "Read and write spreadsheets.",
        base_url: "https://sheets.googleapis.com/v4",
        whoami: "",
        category: ("document-&-file-management", "Document & file management"),
        scopes: &[
            scope(
                "https://www.googleapis.com/auth/spreadsheets",
                "See and edit your spreadsheets",
            ),
            OPENID,
            EMAIL,
        ],
        ..GOOGLE
    },
];
