//! A button that asks the core for something, and waits for the answer.

use leptos::prelude::*;

use super::busy_button::BusyButton;
use super::focus::hand_on;

/// Off while an answer is out, also where another button asked; shown as busy where it was
/// pressed itself.
#[component]
pub(crate) fn WaitButton(
    /// Whether an answer is out.
    #[prop(into)]
    waits: Signal<bool>,
    test: &'static str,
    class: &'static str,
    /// What it does, where the label does not say it.
    #[prop(optional)]
    title: Option<&'static str>,
    on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    let pressed = RwSignal::new(false);
    let busy = Memo::new(move |_| pressed.get() && waits.get());
    // What is asked next may be another button's.
    Effect::new(move |_| {
        if !waits.get() {
            pressed.set(false);
        }
    });
    // The note that it stands in may go with the answer.
    let hand_on = hand_on();
    let press = Callback::new(move |()| {
        if !waits.get_untracked() {
            hand_on();
            on_press.run(());
            pressed.set(waits.get_untracked());
        }
    });
    let title = Signal::derive(move || title.map(str::to_owned));
    view! {
        <BusyButton busy off=waits test class title on_press=press>
            {children()}
        </BusyButton>
    }
}
