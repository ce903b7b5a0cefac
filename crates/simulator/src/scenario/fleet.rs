//! Any number of tenants and integrations, compact and quick to build.

use crate::catalog::is_oauth;
use crate::clock::DAY;
use crate::dice::{self, Dice};
use crate::world::{Account, Extra, Health, Reason, Status, World};

use super::{people, setup};

/// Fills the main project. Rows are made oldest first; nothing is rendered.
pub(super) fn fill(world: &mut World) {
    let count = world.config.integrations_or_own();
    let tenants = world.config.tenants_or_own();
    let (seed, now) = (world.config.seed, world.now());
    let mut dice = Dice::new(dice::mix(seed, 0xF1EE));
    let Some(project) = world.projects.first_mut() else {
        return;
    };
    let users: Vec<u32> = (0..tenants)
        .map(|nth| project.accounts.intern(&people::company(seed, nth)))
        .collect();
    project.accounts.reserve(count);
    let year = 365 * DAY;
    let configs = project.configs.len();
    for nth in 0..count {
        let at = i64::try_from(nth).unwrap_or_default();
        let whole = i64::try_from(count).unwrap_or(1).max(1);
        let created = now - year + at * (year - DAY) / whole + dice.span(0, 999);
        let config = if nth % 3 == 0 {
            nth / tenants % 7
        } else {
            dice.below(configs)
        };
        let mut row = row(&mut dice, created, now);
        row.user = users.get(nth % tenants).copied().unwrap_or_default();
        row.config = u32::try_from(config).unwrap_or_default();
        if let Some(config) = project.configs.get(config) {
            if !is_oauth(config.scheme) {
                let val = setup::static_val(config.scheme, config.toolkit.token, row.code);
                row.extra = Some(Box::new(Extra {
                    val,
                    ..Extra::default()
                }));
                (row.status, row.health, row.reason) = (Status::Active, Health::Good, Reason::None);
            } else if row.status == Status::Revoked && !config.toolkit.revocable {
                (row.status, row.reason) = (Status::Expired, Reason::RefreshRefused);
            }
        }
        project.accounts.push(row);
    }
}

fn row(dice: &mut Dice, created: i64, now: i64) -> Account {
    let code = dice.roll();
    let (status, health, reason) = match dice.below(1000) {
        0..880 => (Status::Active, Health::Good, Reason::None),
        880..910 => (Status::Active, Health::GrantDead, Reason::None),
        910..920 => (Status::Active, Health::ScopeMissing, Reason::None),
        920..950 => (Status::Expired, Health::GrantDead, Reason::RefreshRefused),
        950..965 => (Status::Expired, Health::Good, Reason::NotStarted),
        965..975 => (Status::Failed, Health::Good, Reason::Declined),
        975..990 => (Status::Inactive, Health::Good, Reason::UpdatedByUser),
        _ => (Status::Revoked, Health::GrantDead, Reason::RevokedByUser),
    };
    Account {
        code,
        created,
        updated: created + dice.span(20_000, (now - created - 1).max(20_001)),
        user: 0,
        config: 0,
        status,
        health,
        reason,
        failures: 0,
        scopes: if health == Health::ScopeMissing {
            u16::MAX - 1
        } else {
            u16::MAX
        },
        // None is shared, so that every default list shows the whole fleet.
        shared: false,
        named: dice.chance(40),
        deleted: false,
        connected: false,
        extra: None,
    }
}
