//! How the window looks and listens. One command carries all of it.

use leptos::prelude::*;
use wire::{Appearance, SetAppearance};

use crate::act::Errand;
use crate::chosen::Chosen;
use crate::desk::Desk;

/// What was chosen of it last. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Looks {
    desk: Desk,
    chosen: Chosen<Appearance>,
}

impl Looks {
    pub(crate) fn new(desk: Desk) -> Self {
        let chosen = Chosen::default();
        Effect::new(move |_| chosen.settle(desk.console.appearance()));
        Self { desk, chosen }
    }

    /// Chooses another one, made of the last that was chosen: made of what holds, a press while the
    /// last one is under way would take that one back.
    pub(crate) fn choose(
        self,
        errand: Errand,
        other: impl FnOnce(Appearance) -> Appearance,
        refused: impl FnOnce() + 'static,
    ) {
        let before = untrack(|| self.chosen.or(self.desk.console.appearance()));
        let appearance = other(before);
        if appearance == before {
            return;
        }
        self.chosen.choose(appearance);
        errand.beside().run_or(
            SetAppearance { appearance },
            |_| {},
            move |_| {
                self.chosen.refused(appearance);
                refused();
            },
        );
    }
}

/// That of this window.
pub(crate) fn use_looks() -> Looks {
    expect_context()
}
