//! A control that is kept as soon as it is changed, such as a box or a list of choices.

use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;

/// What was chosen last, until it holds or was refused. Copied freely.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<T: Send + Sync + 'static> {
    wanted: RwSignal<Option<T>>,
}

impl<T: Copy + PartialEq + Send + Sync + 'static> Default for Chosen<T> {
    fn default() -> Self {
        Self {
            wanted: RwSignal::new(None),
        }
    }
}

impl<T: Copy + PartialEq + Send + Sync + 'static> Chosen<T> {
    /// What the control shows: the choice that is under way, else what holds.
    pub fn or(self, holds: T) -> T {
        self.wanted.get().unwrap_or(holds)
    }

    /// Somebody chose this.
    pub fn choose(self, choice: T) {
        self.wanted.set(Some(choice));
    }

    /// This could not be kept. A later choice is still under way.
    pub fn refused(self, choice: T) {
        self.forget(choice);
    }

    /// This holds now. The answer to a choice may come before that is told, so it is this that
    /// ends the choice.
    pub fn settle(self, holds: T) {
        self.forget(holds);
    }

    fn forget(self, choice: T) {
        self.wanted.maybe_update(|wanted| {
            let is_this = *wanted == Some(choice);
            if is_this {
                *wanted = None;
            }
            is_this
        });
    }
}

#[cfg(test)]
mod tests {
    use reactive_graph::owner::Owner;

    use super::*;

    fn chosen() -> (Owner, Chosen<u32>) {
        let owner = Owner::new();
        owner.set();
        (owner, Chosen::default())
    }

    #[test]
    fn a_choice_that_was_refused_goes_back_to_what_holds() {
        let (_owner, chosen) = chosen();
        assert_eq!(chosen.or(15), 15);
        chosen.choose(30);
        assert_eq!(chosen.or(15), 30, "at once");
        chosen.refused(30);
        assert_eq!(chosen.or(15), 15);
    }

    #[test]
    fn a_choice_that_was_kept_is_over_when_it_holds_and_not_before() {
        let (_owner, chosen) = chosen();
        chosen.choose(30);
        chosen.settle(15);
        assert_eq!(chosen.or(15), 30, "not told yet");
        chosen.settle(30);
        assert_eq!(chosen.or(5), 5, "changed elsewhere since");
    }

    #[test]
    fn what_becomes_of_an_earlier_choice_leaves_the_later_one_in_view() {
        let (_owner, chosen) = chosen();
        chosen.choose(30);
        chosen.choose(60);
        chosen.refused(30);
        chosen.settle(30);
        assert_eq!(chosen.or(30), 60);
    }
}
