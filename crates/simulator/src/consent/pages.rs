//! The pages themselves.

use crate::catalog::{Field, is_oauth};
use crate::http::Reply;
use crate::world::{AuthConfig, Link, Project, World};

use super::html::{esc, page};

/// What a page needs to know of its link.
struct Facts<'a> {
    project: &'a Project,
    config: &'a AuthConfig,
    person: String,
    known: Vec<&'static str>,
}

fn facts<'a>(world: &'a World, link: &Link) -> Option<Facts<'a>> {
    let project = world.projects.get(link.project)?;
    let row = project.accounts.get(link.account)?;
    let config = project.config_of(row)?;
    let given = |name: &str| {
        row.extra
            .as_ref()
            .is_some_and(|extra| extra.val.contains_key(name))
    };
    let fields = config
        .toolkit
        .fields_for(config.scheme)
        .into_iter()
        .map(|field| field.name);
    let known = fields.filter(|name| given(name) || config.shared_fields.contains_key(*name));
    Some(Facts {
        project,
        config,
        person: project.email_of(row),
        known: known.collect(),
    })
}

/// The fields that a form still has to ask for.
pub(super) fn fields(world: &World, link: &Link) -> Vec<&'static Field> {
    let Some(facts) = facts(world, link) else {
        return Vec::new();
    };
    let all = facts
        .config
        .toolkit
        .fields_for(facts.config.scheme)
        .into_iter();
    all.filter(|field| !facts.known.contains(&field.name))
        .collect()
}

/// Whether a person signs in, rather than typing a key.
pub(super) fn asks_who(world: &World, link: &Link) -> bool {
    facts(world, link).is_some_and(|facts| is_oauth(facts.config.scheme))
}

/// The hosted page: who asks for what.
pub(super) fn hosted(world: &World, link: &Link, token: &str) -> Reply {
    let Some(facts) = facts(world, link) else {
        return unknown();
    };
    let (who, what) = (esc(facts.project.title()), esc(facts.config.toolkit.name));
    let way = if is_oauth(facts.config.scheme) {
        format!("You will sign in at {what} and choose what {who} may do.")
    } else {
        format!("You will enter the key that {who} shall use.")
    };
    let body = format!(
        "<p><strong>{who}</strong> would like to connect your {what} account. {way}</p>\
<form method=\"get\" action=\"/link/{}/signin\"><div class=\"row\">\
<button class=\"go\" id=\"continue\" type=\"submit\">Continue</button></div></form>",
        esc(token)
    );
    Reply::html(
        200,
        page(&format!("Connect {}", facts.config.toolkit.name), &body),
    )
}

/// The provider's sign-in, or the form for a key.
pub(super) fn signin(world: &World, link: &Link, token: &str, wrong: Option<&str>) -> Reply {
    let Some(facts) = facts(world, link) else {
        return unknown();
    };
    let oauth = is_oauth(facts.config.scheme);
    let (who, what) = (esc(facts.project.title()), facts.config.toolkit.name);
    let wrong_line = wrong
        .map(|text| format!("<p class=\"wrong\" role=\"alert\">{}</p>", esc(text)))
        .unwrap_or_default();
    let mut parts = String::new();
    if oauth {
        parts.push_str(&chooser(&facts.person));
    }
    parts.push_str(&form_fields(&fields(world, link)));
    if oauth {
        parts.push_str(&scopes(&who, facts.config));
    }
    let (title, lead, yes) = if oauth {
        (
            format!("Sign in to {what}"),
            format!("<p>to continue to <strong>{who}</strong></p>"),
            "Allow",
        )
    } else {
        (
            format!("Enter your {what} key"),
            format!("<p>for <strong>{who}</strong></p>"),
            "Connect",
        )
    };
    // Enter presses the first button, so that is the one that goes on; the
    // style shows it last.
    let body = format!(
        "{lead}{wrong_line}<form method=\"post\" action=\"/link/{}/decide\">{parts}<div class=\"row\">\
<button class=\"go\" id=\"allow\" name=\"decision\" value=\"allow\" type=\"submit\">{yes}</button>\
<button id=\"cancel\" name=\"decision\" value=\"deny\" type=\"submit\" formnovalidate>Cancel</button></div></form>",
        esc(token)
    );
    Reply::html(if wrong.is_some() { 400 } else { 200 }, page(&title, &body))
}

fn chooser(person: &str) -> String {
    let people = [
        person,
        "jane@example.com",
        "omar.haddad@example.com",
        "support@example.com",
    ];
    let mut out = String::from("<fieldset><legend>Choose an account</legend>");
    for (at, email) in people.iter().enumerate() {
        if people.iter().take(at).any(|earlier| earlier == email) {
            continue;
        }
        let (email, checked) = (esc(email), if at == 0 { " checked" } else { "" });
        out.push_str(&format!(
            "<label><input type=\"radio\" name=\"account\" value=\"{email}\"{checked}>{email}</label>"
        ));
    }
    out.push_str(
        "<label><input type=\"radio\" name=\"account\" value=\"other\" id=\"other-choice\">\
Use another account</label>\
<input type=\"email\" name=\"other\" id=\"other\" aria-label=\"E-mail of the other account\" \
placeholder=\"name@example.com\" autocomplete=\"off\"></fieldset>",
    );
    out
}

fn form_fields(fields: &[&Field]) -> String {
    let one = |field: &&Field| {
        let kind = if field.secret { "password" } else { "text" };
        let required = if field.required { " required" } else { "" };
        format!(
            "<label class=\"text\">{}<input type=\"{kind}\" name=\"field.{}\" autocomplete=\"off\"{required}></label>",
            esc(field.title),
            esc(field.name)
        )
    };
    fields.iter().map(one).collect()
}

fn scopes(who: &str, config: &AuthConfig) -> String {
    let asked = config.scopes();
    if asked.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "<fieldset><legend>{who} will be able to</legend>\
<input type=\"hidden\" name=\"scopes\" value=\"shown\">"
    );
    for scope in asked {
        let known = config
            .toolkit
            .scopes
            .iter()
            .find(|known| known.name == scope);
        let label = esc(known.map_or("Use this permission", |known| known.label));
        let name = esc(&scope);
        out.push_str(&format!(
            "<label><input type=\"checkbox\" name=\"scope\" value=\"{name}\" checked>\
<span>{label}<small>{name}</small></span></label>"
        ));
    }
    out + "</fieldset>"
}

/// The end, when there is nowhere to go back to.
pub(super) fn done(allowed: bool) -> Reply {
    let (title, text) = if allowed {
        (
            "Connected",
            "Your account is connected. You can close this window.",
        )
    } else {
        (
            "Not connected",
            "You cancelled. Nothing was shared, and you can close this window.",
        )
    };
    Reply::html(200, page(title, &format!("<p>{text}</p>")))
}

pub(super) fn unknown() -> Reply {
    let text = "<p>No such connection request exists. Check that the link is complete.</p>";
    Reply::html(404, page("Link not found", text))
}

pub(super) fn used() -> Reply {
    let text =
        "<p>This link was used already. If the account is not connected, ask for a new link.</p>";
    Reply::html(410, page("Link already used", text))
}

pub(super) fn expired() -> Reply {
    let text = "<p>Links are valid for ten minutes. Ask for a new one.</p>";
    Reply::html(410, page("Link expired", text))
}

pub(super) fn disabled() -> Reply {
    let text = "<p>The organization switched this kind of connection off.</p>";
    Reply::html(403, page("Connection not available", text))
}

pub(super) fn outage() -> Reply {
    let text = "<p>The provider cannot be reached at the moment. Try again in a few minutes.</p>";
    Reply::html(503, page("Provider unavailable", text))
}

/// What a person sees who opens the base URL.
pub(super) fn front(world: &World) -> Reply {
    let name = world.projects.first().map_or("", |project| project.title());
    let text = format!(
        "<p>This is the simulator of the Composio API, with the project {}. \
Its API is below <code>/api/v3.1</code>.</p>",
        esc(name)
    );
    Reply::html(200, page("Simulator", &text))
}
