//! Trying again what did not work.

use leptos::prelude::*;

use super::wait_button::WaitButton;

/// What trying again means in a place, and whether an answer to it is still out.
#[derive(Clone, Copy)]
pub(crate) struct Retry {
    press: Callback<()>,
    waits: Signal<bool>,
}

impl Retry {
    pub(crate) fn new(press: Callback<()>, waits: impl Into<Signal<bool>>) -> Self {
        let waits = waits.into();
        Self { press, waits }
    }

    /// Whether an answer is out.
    pub(super) fn waits(self) -> Signal<bool> {
        self.waits
    }
}

/// The button. A file that another program holds is waited for for seconds, and whoever pressed is
/// told so.
pub(super) fn retry_button(label: &'static str, retry: Retry) -> AnyView {
    let Retry { press, waits } = retry;
    view! {
        <WaitButton waits test="fault-remedy" class="btn btn--sm" on_press=press>
            {label}
        </WaitButton>
    }
    .into_any()
}
