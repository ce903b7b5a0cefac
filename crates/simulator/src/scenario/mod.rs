//! The worlds a simulator can start with. Each is a pure function of the
//! seed and the time it starts at.

mod cases;
mod demo;
mod fleet;
mod people;
mod setup;

pub(crate) use people::person;
pub(crate) use setup::{SECOND_KEY, static_val};

use crate::config::{Config, Scenario};
use crate::world::World;

/// Builds the world that `config` asks for.
pub(crate) fn build(config: Config, base_url: String) -> World {
    let scenario = config.scenario;
    let mut world = World::new(config, base_url);
    setup::projects(&mut world);
    match scenario {
        Scenario::Empty => {}
        Scenario::Demo => demo::fill(&mut world),
        Scenario::Fleet => fleet::fill(&mut world),
    }
    setup::second_project(&mut world);
    world
}
