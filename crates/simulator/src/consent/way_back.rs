//! Where the browser goes after the decision.

use url::{Url, form_urlencoded};

use crate::world::{Entry, Link, World};

/// Schemes that would run something rather than go somewhere.
const REFUSED: [&str; 7] = [
    "javascript",
    "data",
    "vbscript",
    "blob",
    "file",
    "about",
    "view-source",
];

/// The caller's URL with the outcome added; `None` when there is no usable
/// one and the customer stays on a page of ours.
pub(crate) fn way_back(world: &World, link: &Link, allowed: bool) -> Option<String> {
    let project = world.projects.get(link.project)?;
    let row = project.accounts.get(link.account)?;
    let callback = row.extra.as_ref()?.callback_url.clone()?;
    let parsed = Url::parse(&callback).ok()?;
    if REFUSED.contains(&parsed.scheme()) || callback.chars().any(char::is_control) {
        return None;
    }
    let id = row.id();
    let status = if allowed { "success" } else { "failed" };
    let toolkit = project
        .config_of(row)
        .map_or("", |config| config.toolkit.slug);
    let mut pairs = vec![("status", status)];
    match link.entry {
        Entry::Link => pairs.push(("connected_account_id", &id)),
        Entry::Initiate => {
            pairs.extend([("connectedAccountId", id.as_str()), ("appName", toolkit)])
        }
    }
    if !allowed {
        pairs.push(("error", "access_denied"));
        pairs.push(("error_description", "The user denied access"));
    }
    Some(with_query(&callback, &pairs))
}

/// Adds to a query without touching what is there.
pub(super) fn with_query(url: &str, pairs: &[(&str, &str)]) -> String {
    let (head, fragment) = match url.split_once('#') {
        Some((head, fragment)) => (head, Some(fragment)),
        None => (url, None),
    };
    let added = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let joint = if !head.contains('?') {
        "?"
    } else if head.ends_with('?') || head.ends_with('&') {
        ""
    } else {
        "&"
    };
    let tail = fragment
        .map(|fragment| format!("#{fragment}"))
        .unwrap_or_default();
    format!("{head}{joint}{added}{tail}")
}

#[cfg(test)]
mod tests {
    use super::with_query;

    #[test]
    fn the_callers_own_query_is_kept_as_it_is() {
        let pairs = [("status", "success")];
        for (url, back) in [
            (
                "app.example://oauth/done?state=a%2Bb",
                "app.example://oauth/done?state=a%2Bb&status=success",
            ),
            (
                "http://127.0.0.1:9/x",
                "http://127.0.0.1:9/x?status=success",
            ),
            (
                "http://127.0.0.1:9/x?",
                "http://127.0.0.1:9/x?status=success",
            ),
            (
                "https://e.example/x?a=1#top",
                "https://e.example/x?a=1&status=success#top",
            ),
        ] {
            assert_eq!(with_query(url, &pairs), back);
        }
    }
}
