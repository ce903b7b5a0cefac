//! On which call of an operation a fault is aimed.

use simulator::Fault;

use crate::rig::Rig;

/// What goes wrong in an operation, which asks for it at the beginning of each of its stretches:
/// a sign-in and the check after it are two. Without a fault it counts the calls of each, so
/// that the last one is known.
pub(crate) struct Aim {
    route: &'static str,
    fault: Option<Fault>,
    /// Which call of a stretch is the first to go wrong; the first where nothing is said.
    nth: Vec<u32>,
    /// Stretches begun.
    begun: usize,
    /// What a stretch that is counted has behind it.
    before: u32,
}

impl Aim {
    /// The calls are counted, and nothing goes wrong.
    pub(crate) const fn count(route: &'static str) -> Self {
        Self {
            route,
            fault: None,
            nth: Vec::new(),
            begun: 0,
            before: 0,
        }
    }

    /// From these calls on, as often as the fault says.
    pub(crate) const fn at(route: &'static str, fault: Fault, nth: Vec<u32>) -> Self {
        Self {
            route,
            fault: Some(fault),
            nth,
            begun: 0,
            before: 0,
        }
    }

    /// Whether something is to go wrong at all.
    pub(crate) const fn is_armed(&self) -> bool {
        self.fault.is_some()
    }

    /// A stretch begins.
    pub(crate) fn begin(&mut self, rig: &Rig) {
        if let Some(fault) = &self.fault {
            let fault = Fault {
                route: self.route.into(),
                nth: self.nth.get(self.begun).copied().unwrap_or(1),
                ..fault.clone()
            };
            rig.sim.faults(vec![fault]).unwrap();
        } else {
            self.end(rig);
            self.before = self.calls(rig);
        }
        self.begun += 1;
    }

    /// How many calls each stretch had.
    pub(crate) fn counted(mut self, rig: &Rig) -> Vec<u32> {
        self.end(rig);
        self.nth
    }

    fn end(&mut self, rig: &Rig) {
        if self.begun > self.nth.len() {
            let calls = self.calls(rig) - self.before;
            self.nth.push(calls.max(1));
        }
    }

    fn calls(&self, rig: &Rig) -> u32 {
        let all = rig.sim.requests();
        let ours = all.iter().filter(|request| request["route"] == self.route);
        u32::try_from(ours.count()).unwrap()
    }
}
