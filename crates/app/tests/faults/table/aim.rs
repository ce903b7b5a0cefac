//! On which call of an operation a fault is aimed.

use simulator::Fault;

use super::faults::LOST;
use crate::rig::Rig;

/// What goes wrong in an operation, which asks for it at the beginning of each of its stretches:
/// a sign-in and the check after it are two. Without a fault it counts the calls of each, so
/// that the last one is known.
pub(crate) struct Aim {
    route: &'static str,
    /// By its name, and what it is.
    fault: Option<(&'static str, Fault)>,
    /// Which call of a stretch is the first to go wrong; the first where nothing is said.
    nth: Vec<u32>,
    /// Stretches begun.
    begun: usize,
    /// What the stretch that is under way has behind it: calls where they are counted, else
    /// calls that went wrong.
    before: u64,
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
    pub(crate) const fn at(
        route: &'static str,
        fault: (&'static str, Fault),
        nth: Vec<u32>,
    ) -> Self {
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

    /// Whether what is asked for is done, and only the answer is lost.
    pub(crate) fn is_done(&self) -> bool {
        let fault = self.fault.as_ref();
        fault.is_some_and(|(name, _)| LOST.contains(name))
    }

    /// A stretch begins.
    pub(crate) fn begin(&mut self, rig: &Rig) {
        if let Some((_, fault)) = &self.fault {
            let fault = Fault {
                route: self.route.into(),
                nth: self.nth.get(self.begun).copied().unwrap_or(1),
                ..fault.clone()
            };
            self.was_met(rig);
            self.before = rig.sim.faulted();
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

    /// Fails where nothing went wrong in the stretch that is under way: then what was told says
    /// nothing of the fault.
    pub(crate) fn was_met(&self, rig: &Rig) {
        let met = rig.sim.faulted() > self.before;
        assert!(met || self.begun == 0, "nothing met {:?}", self.fault);
    }

    fn end(&mut self, rig: &Rig) {
        if self.begun > self.nth.len() {
            let calls = self.calls(rig) - self.before;
            assert!(calls > 0, "no call of {} was seen", self.route);
            self.nth.push(u32::try_from(calls).unwrap());
        }
    }

    fn calls(&self, rig: &Rig) -> u64 {
        let all = rig.sim.requests();
        let ours = all.iter().filter(|request| self.means(request));
        u64::try_from(ours.count()).unwrap()
    }

    fn means(&self, request: &serde_json::Value) -> bool {
        let route = request["route"].as_str().unwrap_or_default();
        match self.route.strip_suffix('*') {
            Some(head) => route.starts_with(head),
            None => route == self.route,
        }
    }
}
