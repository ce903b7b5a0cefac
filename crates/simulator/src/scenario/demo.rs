//! The demo workspace: some 60 companies with 220 integrations, well and
//! unwell in every way there is.

use std::collections::HashSet;

use crate::catalog::is_oauth;
use crate::clock::{DAY, LINK_LIFE, MINUTE};
use crate::dice::{self, Dice};
use crate::world::{Account, Entry, Extra, Health, Project, Reason, Status, Trigger, World};

use super::cases::{CASES, Case};
use super::{people, setup};

/// Fills the main project.
pub(super) fn fill(world: &mut World) {
    let tenants = world.config.tenants_or_own();
    let wanted = world.config.integrations_or_own();
    let mut dice = Dice::new(dice::mix(world.config.seed, 0xDE40));
    let now = world.now();
    let mut rows: Vec<(String, usize, Case)> = acme(world);
    rows.truncate(wanted);
    let mut deck = deck(wanted - rows.len(), &mut dice);
    let mut place = 0;
    while let Some(case) = deck.pop() {
        let tenant = 1 + place % (tenants - 1).max(1);
        let turn = place / (tenants - 1).max(1);
        place += 1;
        let config = config_for(world, case, tenant, turn);
        rows.push((
            people::company(world.config.seed, tenant % tenants),
            config,
            case,
        ));
    }
    let mut built: Vec<(String, Account)> = rows
        .into_iter()
        .map(|(user, config, case)| (user, account(world, &mut dice, config, case, now)))
        .collect();
    built.sort_by_key(|(_, row)| row.created);
    let (mut waiting, mut named) = (Vec::new(), HashSet::new());
    if let Some(project) = world.projects.first_mut() {
        for (user, mut row) in built {
            row.user = project.accounts.intern(&user);
            let slug = project.config_of(&row).map(|config| config.toolkit.slug);
            if let Some(alias) = row.alias().map(str::to_owned)
                && !named.insert((row.user, slug, alias))
            {
                row.extra_mut().alias = None;
            }
            let pending = row.status.is_pending().then_some(row.created + LINK_LIFE);
            let account = project.accounts.push(row);
            waiting.extend(pending.map(|until| (account, until)));
            listen(project, account);
        }
    }
    for (account, until) in waiting {
        world.open_link_until(0, account, Entry::Link, until);
    }
}

/// Every fourth account that works has a trigger on it.
fn listen(project: &mut Project, account: u32) {
    let Some(row) = project.accounts.get(account) else {
        return;
    };
    let slug = project
        .config_of(row)
        .map_or("", |config| config.toolkit.slug);
    let kind = crate::catalog::all_triggers().find(|kind| kind.toolkit == slug);
    let wanted = row.status == Status::Active && row.code.is_multiple_of(4);
    let (code, created) = (dice::mix(row.code, 31), row.created);
    if let Some(kind) = kind.filter(|_| wanted) {
        project.triggers.push(Trigger {
            code,
            slug: kind.slug,
            account,
            config: serde_json::Map::new(),
            created,
            updated: created,
            disabled: None,
        });
    }
}

/// The tenant of the walkthrough: Gmail has expired, the rest is mostly well.
fn acme(world: &World) -> Vec<(String, usize, Case)> {
    let active = CASES[0];
    let refused = Case {
        status: Status::Expired,
        reason: Reason::RefreshRefused,
        ..active
    };
    let refused = Case {
        health: Health::GrantDead,
        ..refused
    };
    let dead = Case {
        health: Health::GrantDead,
        ..active
    };
    [
        ("gmail", refused),
        ("googlecalendar", active),
        ("slack", active),
        ("notion", dead),
        ("stripe", active),
    ]
    .into_iter()
    .filter_map(|(slug, case)| {
        let configs = &world.projects.first()?.configs;
        let config = configs
            .iter()
            .position(|config| config.toolkit.slug == slug)?;
        Some((people::company(0, 0), config, case))
    })
    .collect()
}

/// The cases in a shuffled order, in their shares, for `count` integrations.
fn deck(count: usize, dice: &mut Dice) -> Vec<Case> {
    let mut deck: Vec<Case> = Vec::with_capacity(count);
    let whole: usize = CASES.iter().map(|case| case.share).sum();
    for case in CASES.iter().rev() {
        let share = (case.share * count).div_ceil(whole);
        deck.extend(std::iter::repeat_n(*case, share.min(count - deck.len())));
    }
    deck.resize(count, CASES[0]);
    for at in (1..deck.len()).rev() {
        deck.swap(at, dice.below(at + 1));
    }
    deck
}

/// The auth config of a tenant's nth integration: popular toolkits first, and
/// never one that the case cannot happen to.
fn config_for(world: &World, case: Case, tenant: usize, turn: usize) -> usize {
    let Some(project) = world.projects.first() else {
        return 0;
    };
    let configs = &project.configs;
    let wanted = if turn < 3 {
        (turn * 2 + tenant) % 7
    } else {
        (tenant * 5 + turn * 11) % configs.len()
    };
    (0..configs.len())
        .map(|step| (wanted + step * 3) % configs.len())
        .chain(0..configs.len())
        .find(|at| {
            configs
                .get(*at)
                .is_some_and(|c| case.fits(c.scheme, c.toolkit, !c.managed))
        })
        .unwrap_or_default()
}

fn account(world: &World, dice: &mut Dice, config: usize, case: Case, now: i64) -> Account {
    let code = dice.roll();
    let project = world.projects.first();
    let config_row = project.and_then(|project| project.configs.get(config));
    let (scheme, token) = config_row.map_or(("OAUTH2", ""), |c| (c.scheme, c.toolkit.token));
    let enabled = config_row.is_none_or(|c| c.enabled);
    let (created, updated) = times(dice, case, now);
    let mut extra = Extra::default();
    if !is_oauth(scheme) {
        extra.val = setup::static_val(scheme, token, code);
    }
    if case.status.is_pending() {
        extra.deadline = created + LINK_LIFE;
    } else if matches!(
        case.status,
        Status::Expired | Status::Failed | Status::Revoked
    ) {
        extra.deadline = updated;
    }
    if dice.chance(12) {
        extra.alias = Some(["Main", "Back office", "Owner"][dice.below(3)].to_owned());
    }
    let paused = case.status == Status::Active && !enabled;
    let stored = extra.alias.is_some() || extra.deadline != 0 || !extra.val.is_empty();
    Account {
        code,
        created,
        updated,
        user: 0,
        config: u32::try_from(config).unwrap_or_default(),
        status: if paused {
            Status::Inactive
        } else {
            case.status
        },
        health: case.health,
        reason: if paused {
            Reason::ConfigDisabled
        } else {
            case.reason
        },
        failures: 0,
        scopes: if case.health == Health::ScopeMissing {
            u16::MAX - 1
        } else {
            u16::MAX
        },
        shared: dice.chance(4),
        named: dice.chance(45),
        deleted: false,
        connected: false,
        extra: stored.then(|| Box::new(extra)),
    }
}

/// Created and updated, so that the story they tell is possible.
fn times(dice: &mut Dice, case: Case, now: i64) -> (i64, i64) {
    if case.status.is_pending() {
        let created = now - dice.span(MINUTE / 2, 7 * MINUTE);
        return (created, created + 2_000);
    }
    let created = now - dice.span(DAY, 280 * DAY);
    match case.reason {
        Reason::NotStarted | Reason::NotCompleted => (created, created + LINK_LIFE),
        Reason::None => (created, created + dice.span(20_000, 4 * MINUTE)),
        Reason::Testing => {
            let created = now - dice.span(8 * DAY, 60 * DAY);
            (created, created + 7 * DAY + dice.span(MINUTE, 300 * MINUTE))
        }
        Reason::WrongBrowser => (created, created + LINK_LIFE),
        reason if case.status == Status::Failed => (
            created,
            created + dice.span(15_000, 5 * MINUTE) + i64::from(reason == Reason::None),
        ),
        _ => (created, created + dice.span(1, (now - created - 1).max(2))),
    }
}
