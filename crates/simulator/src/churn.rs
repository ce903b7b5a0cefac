//! Life going on: accounts that come, change and go while somebody pages
//! through them.

use crate::dice::{Dice, mix};
use crate::world::{Reason, Started, Status, World};

/// How much shall happen at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Churn {
    /// New ACTIVE accounts of tenants that exist.
    pub create: usize,
    /// ACTIVE accounts that become INACTIVE.
    pub update: usize,
    /// Accounts deleted.
    pub delete: usize,
}

/// Lets it happen in the main project; answers what did.
pub(crate) fn churn(world: &mut World, wanted: Churn) -> Churn {
    let mut dice = Dice::new(mix(world.config.seed, world.fresh()));
    let mut done = Churn::default();
    for _ in 0..wanted.create {
        done.create += usize::from(create(world, &mut dice));
    }
    for _ in 0..wanted.update {
        if let Some(at) = pick(world, &mut dice, Some(Status::Active)) {
            world.set_status(0, at, Status::Inactive, Reason::UpdatedByUser);
            done.update += 1;
        }
    }
    for _ in 0..wanted.delete {
        if let Some(at) = pick(world, &mut dice, None) {
            world.delete_account(0, at);
            done.delete += 1;
        }
    }
    done
}

fn create(world: &mut World, dice: &mut Dice) -> bool {
    let Some(like) = pick(world, dice, None) else {
        return false;
    };
    let Some(project) = world.projects.first() else {
        return false;
    };
    let Some(row) = project.accounts.get(like) else {
        return false;
    };
    let started = Started {
        user: project.accounts.user(row).to_owned(),
        config: row.config as usize,
        ..Started::default()
    };
    world.start(0, started, Status::Active).is_some()
}

fn pick(world: &World, dice: &mut Dice, status: Option<Status>) -> Option<u32> {
    let rows: Vec<u32> = world
        .projects
        .first()?
        .accounts
        .iter()
        .filter(|(_, row)| status.is_none_or(|status| row.status == status))
        .map(|(at, _)| at)
        .collect();
    rows.get(dice.below(rows.len())).copied()
}
