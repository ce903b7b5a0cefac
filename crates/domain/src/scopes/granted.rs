//! What was asked for against what was granted. Providers spell one scope in several
//! ways, answer with wider ones, and leave out what opens no data: none of that is a
//! box that somebody unticked.

use super::plain;

/// Asked for to stay signed in or to know who it is; providers often do not list them.
const SILENT: [&str; 3] = ["offline_access", "openid", "profile"];

/// Scopes that hold another one, by the provider's own rules.
const WIDER: [(&str, &[&str]); 6] = [
    ("user", &["read:user", "user:email", "user:follow"]),
    (
        "repo",
        &[
            "public_repo",
            "repo:status",
            "repo_deployment",
            "repo:invite",
        ],
    ),
    ("admin:org", &["read:org", "write:org"]),
    ("write:org", &["read:org"]),
    ("mail.readwrite", &["mail.read"]),
    ("calendars.readwrite", &["calendars.read"]),
];

/// Scopes that were asked for and not granted, as they were asked for. Where nothing
/// is said of the granted ones, none is known to be missing.
#[must_use]
pub fn missing(requested: &[String], granted: &[String]) -> Vec<String> {
    if granted.is_empty() {
        return Vec::new();
    }
    let have: Vec<String> = granted.iter().map(|scope| spelled(scope)).collect();
    requested
        .iter()
        .filter(|scope| {
            let wanted = spelled(scope);
            !SILENT.contains(&wanted.as_str()) && !has(&have, &wanted)
        })
        .cloned()
        .collect()
}

/// Whether something that was asked for is missing; `None` when nobody said.
#[must_use]
pub fn lacks(requested: &[String], granted: &[String]) -> Option<bool> {
    let told = !requested.is_empty() && !granted.is_empty();
    told.then(|| !missing(requested, granted).is_empty())
}

/// What the missing ones are about, each once, in words: `Calendar`, `Mail`. A scope
/// that is not known is named as it is.
#[must_use]
pub fn areas(scopes: &[String]) -> Vec<String> {
    let mut areas: Vec<String> = Vec::new();
    for scope in scopes {
        let area = plain(scope).map_or_else(|| scope.clone(), |told| told.area.to_owned());
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    areas
}

fn has(have: &[String], wanted: &str) -> bool {
    have.iter().any(|scope| {
        scope == wanted
            || WIDER
                .iter()
                .any(|(wide, narrow)| scope == wide && narrow.contains(&wanted))
    })
}

/// One spelling for what is one scope.
fn spelled(scope: &str) -> String {
    let scope = scope.trim();
    let short = scope
        .strip_prefix("https://graph.microsoft.com/")
        .unwrap_or(scope)
        .to_lowercase();
    match short.as_str() {
        "email" => "https://www.googleapis.com/auth/userinfo.email".to_owned(),
        "https://www.googleapis.com/auth/userinfo.profile" => "profile".to_owned(),
        _ => short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_is_spelled_otherwise_is_not_missing() {
        for (asked, granted) in [
            ("email", "https://www.googleapis.com/auth/userinfo.email"),
            ("https://graph.microsoft.com/Mail.Read", "mail.read"),
            ("Mail.Read offline_access openid", "Mail.ReadWrite"),
            ("repo:status user:email", "repo user"),
            ("openid profile", "anything"),
            ("chat:write", ""),
        ] {
            assert_eq!(missing(&list(asked), &list(granted)), list(""), "{asked}");
        }
    }

    #[test]
    fn a_box_that_was_unticked_is_named_by_what_it_is_about() {
        let calendar = "https://www.googleapis.com/auth/calendar";
        let events = "https://www.googleapis.com/auth/calendar.events";
        let asked = [list("openid email"), vec![calendar.into(), events.into()]].concat();
        let left = missing(&asked, &list("openid email"));
        assert_eq!(left, [calendar, events]);
        assert_eq!(areas(&left), ["Calendar"]);
        assert_eq!(areas(&list("its.own")), ["its.own"]);
    }

    #[test]
    fn a_narrower_scope_does_not_stand_for_a_wider_one() {
        assert_eq!(missing(&list("repo"), &list("public_repo")), ["repo"]);
        assert_eq!(
            missing(&list("Mail.ReadWrite"), &list("Mail.Read")),
            ["Mail.ReadWrite"]
        );
    }

    #[test]
    fn nothing_is_known_where_nobody_said() {
        assert_eq!(lacks(&[], &list("a")), None);
        assert_eq!(lacks(&list("a"), &[]), None);
        assert_eq!(lacks(&list("a b"), &list("a")), Some(true));
        assert_eq!(lacks(&list("a"), &list("a")), Some(false));
    }
}
