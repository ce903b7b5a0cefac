//! The pages a customer meets: the hosted page, the stand-in for the
//! provider's sign-in, and the way back. Plain links and forms only.

mod html;
mod pages;
mod way_back;

pub(crate) use way_back::way_back;

use serde_json::{Map, Value};

use crate::clock::LINK_LIFE;
use crate::dice::nano;
use crate::http::{Call, Reply};
use crate::world::{Handover, Link, Status, Verdict, World};

/// What became of a link.
enum Standing {
    Open(Link),
    Unknown,
    Used,
    Expired,
    Disabled,
}

/// Whether a path belongs to these pages.
pub(crate) fn is_page(path: &str) -> bool {
    path == "/"
        || path.starts_with("/link/")
        || path.starts_with("/api/v3/s/")
        || path.starts_with("/api/v3.1/s/")
        || path.ends_with("/toolkits/auth/callback")
}

/// Answers a page.
pub(crate) fn answer(world: &mut World, call: &Call) -> Reply {
    let parts = Call::decode_segments(&call.path);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let method = if call.method == "HEAD" {
        "GET"
    } else {
        call.method.as_str()
    };
    match (method, parts.as_slice()) {
        ("GET", ["api", _, "s", short]) => match world.shorts.get(*short) {
            Some(token) => Reply::redirect(format!("{}/link/{token}/signin", world.base_url)),
            None => pages::unknown(),
        },
        ("GET", ["link", token]) => hosted(world, token, call.method == "GET"),
        ("GET", ["link", token, "signin"]) => signin(world, token, call.method == "GET"),
        ("POST", ["link", token, "decide"]) => decide(world, token, call),
        ("GET", []) => pages::front(world),
        (_, ["link", ..] | ["api", _, "s", _]) => Reply::json(405, Value::Null),
        _ => pages::unknown(),
    }
}

fn standing(world: &World, token: &str) -> Standing {
    let Some(link) = world.links.get(token) else {
        return Standing::Unknown;
    };
    let project = world
        .projects
        .get(link.project)
        .filter(|project| !project.deleted);
    let row = project
        .and_then(|p| p.accounts.get(link.account))
        .filter(|row| !row.deleted);
    let (Some(project), Some(row)) = (project, row) else {
        return Standing::Unknown;
    };
    if link.used {
        return Standing::Used;
    }
    if link.expires_at <= world.now() || row.status == Status::Expired {
        return Standing::Expired;
    }
    if !row.status.is_pending() {
        return Standing::Used;
    }
    if project
        .config_of(row)
        .is_none_or(|config| !config.enabled || config.deleted)
    {
        return Standing::Disabled;
    }
    Standing::Open(link.clone())
}

fn refuse(standing: &Standing) -> Reply {
    match standing {
        Standing::Used => pages::used(),
        Standing::Expired => pages::expired(),
        Standing::Disabled => pages::disabled(),
        Standing::Unknown | Standing::Open(_) => pages::unknown(),
    }
}

/// The hosted page. Opening it is what starts the connection.
fn hosted(world: &mut World, token: &str, opened: bool) -> Reply {
    let standing = standing(world, token);
    let Standing::Open(link) = &standing else {
        return refuse(&standing);
    };
    if opened {
        world.open_page(link.project, link.account);
    }
    pages::hosted(world, link, token)
}

fn signin(world: &mut World, token: &str, opened: bool) -> Reply {
    let standing = standing(world, token);
    let Standing::Open(link) = &standing else {
        return refuse(&standing);
    };
    if world.weather.provider_outage {
        return pages::outage();
    }
    if opened {
        world.open_page(link.project, link.account);
    }
    pages::signin(world, link, token, None)
}

/// Allow or Cancel was pressed.
fn decide(world: &mut World, token: &str, call: &Call) -> Reply {
    let standing = standing(world, token);
    let Standing::Open(link) = &standing else {
        return refuse(&standing);
    };
    let form = Call::decode_query(&String::from_utf8_lossy(&call.body));
    let verdict = match read(world, link, &form) {
        Ok(verdict) => verdict,
        Err(wrong) => return pages::signin(world, link, token, Some(&wrong)),
    };
    if let (true, Some(verifier)) = (verdict.allow, verifier(world, link)) {
        return hand_over(world, link, token, verdict, &verifier);
    }
    let allowed = verdict.allow;
    if !world.decide(link.project, link.account, verdict) {
        return pages::used();
    }
    close(world, token);
    match way_back(world, link, allowed) {
        Some(url) => Reply::redirect(url),
        None => pages::done(allowed),
    }
}

fn close(world: &mut World, token: &str) {
    if let Some(link) = world.links.get_mut(token) {
        link.used = true;
    }
}

fn verifier(world: &World, link: &Link) -> Option<String> {
    world
        .projects
        .get(link.project)?
        .verifier()
        .map(str::to_owned)
}

/// The project wants to see who came back before the account becomes ACTIVE.
fn hand_over(world: &mut World, link: &Link, token: &str, verdict: Verdict, to: &str) -> Reply {
    let session = format!("session_{}", nano(world.fresh()));
    let handover = Handover {
        project: link.project,
        account: link.account,
        verdict,
        expires_at: world.now() + LINK_LIFE,
    };
    world.handovers.insert(session.clone(), handover);
    close(world, token);
    Reply::redirect(way_back::with_query(to, &[("session_uri", &session)]))
}

/// What the form says, or what is wrong with it.
fn read(world: &World, link: &Link, form: &[(String, String)]) -> Result<Verdict, String> {
    let one = |name: &str| {
        form.iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.trim().to_owned())
    };
    if one("decision").as_deref() != Some("allow") {
        return Ok(Verdict::default());
    }
    let wanted = pages::fields(world, link);
    if !wanted.is_empty() {
        let mut val = Map::new();
        for field in wanted {
            match one(&format!("field.{}", field.name)).filter(|text| !text.is_empty()) {
                Some(text) => drop(val.insert(field.name.to_owned(), text.into())),
                None if field.required => return Err(format!("{} is missing.", field.title)),
                None => {}
            }
        }
        if !pages::asks_who(world, link) {
            return Ok(Verdict {
                allow: true,
                val,
                ..Verdict::default()
            });
        }
        return who(form, &one).map(|verdict| Verdict { val, ..verdict });
    }
    who(form, &one)
}

fn who(
    form: &[(String, String)],
    one: &impl Fn(&str) -> Option<String>,
) -> Result<Verdict, String> {
    // Who typed an address meant it, whatever the buttons say.
    let typed = one("other").filter(|typed| !typed.is_empty());
    let chosen = one("account").filter(|chosen| chosen != "other");
    let account = typed.or(chosen).unwrap_or_default();
    let plausible = account
        .split_once('@')
        .is_some_and(|(name, house)| !name.is_empty() && house.contains('.'))
        && !account.contains(char::is_whitespace)
        && account.len() <= 254;
    if !plausible {
        return Err("Choose an account, or type an e-mail address.".to_owned());
    }
    let ticked: Vec<String> = form
        .iter()
        .filter(|(name, _)| name == "scope")
        .map(|(_, value)| value.clone())
        .collect();
    // A browser says that it showed scopes; a script that says nothing of
    // them leaves all ticked.
    let chose = !ticked.is_empty() || one("scopes").is_some();
    Ok(Verdict {
        allow: true,
        account: Some(account),
        scopes: chose.then_some(ticked),
        val: Map::new(),
    })
}
