//! What a simulator can be started with. Nothing is bent to fit: what is out of
//! range is refused, so that a figure always belongs to the world that was asked for.

use std::net::SocketAddr;
use std::time::Duration;

use crate::config::{Config, Scenario};
use crate::scenario::SECOND_KEY;

/// The most tenants, and the most integrations.
const MOST: usize = 500_000;
const LONGEST_LATENCY: Duration = Duration::from_secs(3600);

/// Says why an address may not be listened on, if so.
fn refuse_public(listen: SocketAddr) -> Result<(), String> {
    if listen.ip().is_loopback() {
        return Ok(());
    }
    Err(format!(
        "the simulator listens on loopback only (127.0.0.1 or ::1), not on {listen}"
    ))
}

impl Config {
    /// Says why there is no such simulator, if so.
    ///
    /// # Errors
    /// When a value is out of range or two of them contradict each other.
    pub fn check(&self) -> Result<(), String> {
        refuse_public(self.listen)?;
        self.check_size()?;
        self.check_key()?;
        if self.latency > LONGEST_LATENCY {
            return Err("a latency is at most 1h".to_owned());
        }
        if self.rate_limit.requests == 0 || self.rate_limit.window.is_zero() {
            return Err("a rate limit allows something in some time, such as 2000/60s".to_owned());
        }
        Ok(())
    }

    fn check_size(&self) -> Result<(), String> {
        for (what, asked) in [
            ("tenants", self.tenants),
            ("integrations", self.integrations),
        ] {
            if asked > MOST {
                return Err(format!("there are at most {MOST} {what}, not {asked}"));
            }
        }
        let integrations = self.integrations_or_own();
        // The empty world has neither, whatever is asked for.
        if self.scenario != Scenario::Empty && self.tenants > integrations {
            return Err(format!(
                "{} tenants cannot share {integrations} integrations: a tenant is known by having one",
                self.tenants
            ));
        }
        Ok(())
    }

    fn check_key(&self) -> Result<(), String> {
        let key = &self.api_key;
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("an API key is letters, digits and signs, without spaces".to_owned());
        }
        if key == SECOND_KEY {
            return Err("that API key belongs to the second project".to_owned());
        }
        Ok(())
    }

    /// How many integrations the world will have.
    pub(crate) fn integrations_or_own(&self) -> usize {
        match (self.integrations, self.scenario) {
            (0, Scenario::Demo) => 220,
            (0, Scenario::Fleet) => 50_000,
            (asked, _) => asked,
        }
    }

    /// How many tenants the world will have.
    pub(crate) fn tenants_or_own(&self) -> usize {
        match (self.tenants, self.scenario) {
            (0, Scenario::Demo) => 60,
            (0, Scenario::Fleet) => 10_000.min(self.integrations_or_own()),
            (asked, _) => asked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::refuse_public;
    use crate::config::{Config, Scenario};

    #[test]
    fn an_address_that_others_can_reach_is_refused() {
        assert!(refuse_public(([0, 0, 0, 0], 80).into()).is_err());
        assert!(refuse_public(([192, 168, 1, 2], 0).into()).is_err());
        assert!(refuse_public(([127, 0, 0, 1], 0).into()).is_ok());
    }

    #[test]
    fn a_world_has_the_size_that_was_asked_for_or_is_refused() {
        let sized = |scenario, tenants, integrations| Config {
            scenario,
            tenants,
            integrations,
            ..Config::default()
        };
        for scenario in [Scenario::Demo, Scenario::Empty, Scenario::Fleet] {
            assert_eq!(sized(scenario, 0, 0).check(), Ok(()));
        }
        assert_eq!(sized(Scenario::Fleet, 500_000, 500_000).check(), Ok(()));
        for wrong in [
            sized(Scenario::Fleet, 0, 500_001),
            sized(Scenario::Fleet, 500_001, 500_000),
            sized(Scenario::Fleet, 11, 10),
            sized(Scenario::Demo, 221, 0),
            sized(Scenario::Empty, 0, 500_001),
        ] {
            assert!(wrong.check().is_err(), "{wrong:?}");
        }
        let fleet = sized(Scenario::Fleet, 0, 7);
        assert_eq!(
            (fleet.tenants_or_own(), fleet.integrations_or_own()),
            (7, 7)
        );
    }
}
