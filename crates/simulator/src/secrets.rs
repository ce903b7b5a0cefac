//! What lies behind every mask, for whoever looks for it where it may not be.

use serde_json::{Map, Value};

use crate::render::{is_secret, state};
use crate::world::World;

/// Every secret that the main project has now, under the name of the member that holds it; a
/// callback and what opens a link count as such. What an account had that was deleted is among
/// them.
pub(crate) fn all(world: &World) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Some(project) = world.projects.first() else {
        return found;
    };
    for row in project.accounts.ever() {
        if let Some(config) = project.config_of(row) {
            inside(&state(project, config, row), &mut found);
        }
        let callback = row
            .extra
            .as_ref()
            .and_then(|extra| extra.callback_url.clone());
        found.extend(callback.map(|url| ("callback_url".to_owned(), url)));
    }
    for config in &project.configs {
        inside(&config.credentials, &mut found);
    }
    let links = world.links.iter().filter(|(_, link)| link.project == 0);
    found.extend(links.map(|(token, _)| ("link_token".to_owned(), token.clone())));
    found.retain(|(_, secret)| !secret.is_empty());
    found
}

/// However deep.
fn inside(map: &Map<String, Value>, found: &mut Vec<(String, String)>) {
    for (name, value) in map {
        match value {
            Value::Object(inner) => inside(inner, found),
            Value::String(text) if is_secret(name) => found.push((name.clone(), text.clone())),
            _ => {}
        }
    }
}
