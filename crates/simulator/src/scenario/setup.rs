//! What every world has: the organisation, the main project with its auth
//! configs, and a second project that must stay invisible to the first.

use serde_json::{Value, json};

use crate::catalog::{self, Toolkit};
use crate::clock::DAY;
use crate::dice::{self, nano};
use crate::world::{AuthConfig, Project, Started, Status, World};

/// Key of the second project.
pub(crate) const SECOND_KEY: &str = "ak_sim_second_0000000000";

/// The main project, with one auth config per toolkit that has a managed app
/// or a key, custom ones for Gmail, Slack and Shopify, and a disabled one.
pub(super) fn projects(world: &mut World) {
    let (seed, now) = (world.config.seed, world.now());
    let mut main = Project::new(dice::mix(seed, 0x1001), "switchboard-demo", now - 300 * DAY);
    main.settings
        .insert("display_name".into(), "Northwind Portal".into());
    main.add_key(
        dice::mix(seed, 0x1002),
        world.config.api_key.clone(),
        now - 300 * DAY,
    );
    let mut number = 0;
    for toolkit in catalog::all().filter(|toolkit| !toolkit.no_auth()) {
        number += 1;
        let code = dice::mix(seed, 0x2000 + number);
        let made = now - (200 - i64::try_from(number).unwrap_or_default()) * DAY;
        let config = if toolkit.is_managed() {
            AuthConfig::new(code, toolkit, true, made)
        } else {
            custom(code, toolkit, made)
        };
        main.configs.push(config);
    }
    for (salt, slug, name, enabled) in [
        (1, "gmail", "Gmail (own app)", true),
        (2, "slack", "Slack (own app)", true),
        (3, "googlecalendar", "Calendar (retired app)", false),
    ] {
        if let Some(toolkit) = catalog::toolkit(slug) {
            let mut config = custom(dice::mix(seed, 0x3000 + salt), toolkit, now - 90 * DAY);
            config.name = name.to_owned();
            config.enabled = enabled;
            main.configs.push(config);
        }
    }
    world.projects.push(main);
}

/// A config whose OAuth app belongs to the customer.
fn custom(code: u64, toolkit: &'static Toolkit, made: i64) -> AuthConfig {
    let mut config = AuthConfig::new(code, toolkit, false, made);
    if catalog::is_oauth(config.scheme) {
        config.credentials.insert(
            "client_id".into(),
            format!("sim-client-{}", nano(code)).into(),
        );
        let secret = format!("sim-secret-{}", nano(dice::mix(code, 5)));
        config
            .credentials
            .insert("client_secret".into(), secret.into());
    }
    config
}

/// Another project of the same organisation, with two accounts of its own.
pub(super) fn second_project(world: &mut World) {
    let (seed, now) = (world.config.seed, world.now());
    let mut second = Project::new(dice::mix(seed, 0x1003), "staging", now - 120 * DAY);
    second.add_key(
        dice::mix(seed, 0x1004),
        SECOND_KEY.to_owned(),
        now - 120 * DAY,
    );
    for (salt, slug) in [(1, "gmail"), (2, "github"), (3, "stripe")] {
        if let Some(toolkit) = catalog::toolkit(slug) {
            let code = dice::mix(seed, 0x4000 + salt);
            let config = if toolkit.is_managed() {
                AuthConfig::new(code, toolkit, true, now - 100 * DAY)
            } else {
                custom(code, toolkit, now - 100 * DAY)
            };
            second.configs.push(config);
        }
    }
    world.projects.push(second);
    for (user, config) in [("acme-field-services", 0), ("staging-tester", 1)] {
        let started = Started {
            user: user.to_owned(),
            config,
            ..Started::default()
        };
        world.start(1, started, Status::Active);
    }
}

/// Credentials that a static scheme needs, obviously fake.
pub(crate) fn static_val(scheme: &str, token: &str, code: u64) -> serde_json::Map<String, Value> {
    let secret = format!("{token}{}", nano(dice::mix(code, 21)));
    let val = match scheme {
        "API_KEY" => json!({ "generic_api_key": secret }),
        "BEARER_TOKEN" => json!({ "token": secret }),
        "BASIC" => json!({
            "username": "agent@example.com",
            "password": format!("sim-password-{}", nano(code)),
            "subdomain": "example",
        }),
        _ => json!({}),
    };
    val.as_object().cloned().unwrap_or_default()
}
