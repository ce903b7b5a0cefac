//! The foot of a question: Cancel, and the one thing that is asked about.

use leptos::prelude::*;

use super::gate::Gate;
use super::icon::{Kbd, Spinner};

/// What the other button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// It destroys something: red, and the focus is on Cancel.
    Danger,
    /// It can be taken back.
    Plain,
    /// It sends the form around it.
    Form,
}

/// Cancel and the deed, with the hooks `{test}-cancel` and `{test}-confirm`.
#[component]
pub(crate) fn ConfirmFoot(
    test: &'static str,
    #[prop(into)] label: Signal<String>,
    deed: Deed,
    /// The answer is out.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why it is not to be left while the answer is out, where that is so.
    #[prop(optional)]
    stays: Option<&'static str>,
    close: Callback<()>,
    /// Does it; a form does it by being sent.
    #[prop(optional)]
    go: Option<Callback<()>>,
    /// What has to be so before it does anything.
    #[prop(optional)]
    gate: Option<Gate>,
    /// Whether everything that is needed is there.
    #[prop(default = Signal::derive(|| true))]
    ready: Signal<bool>,
    /// A third way, before Cancel.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let is_off = move || gate.is_some_and(Gate::is_off) || !ready.get();
    let why = move || gate.and_then(Gate::off);
    let held = move || stays.filter(|_| busy.get());
    let told = move || why().or_else(|| held().map(str::to_owned));
    let press = move |event: leptos::ev::MouseEvent| {
        if untrack(is_off) {
            // Neither does Enter in a field of the form.
            return event.prevent_default();
        }
        if let Some(go) = go {
            go.run(());
        }
    };
    view! {
        <div class="dialog__f">
            {children.map(|children| children())}
            <Why why=told />
            <button
                type="button"
                class="btn"
                aria-disabled=move || held().is_some().to_string()
                title=held
                data-autofocus=(deed == Deed::Danger).then_some("true")
                data-test=format!("{test}-cancel")
                on:click=move |_| {
                    if untrack(held).is_none() {
                        close.run(());
                    }
                }
            >
                "Cancel"
                <Kbd keys=&["Esc"] />
            </button>
            <button
                type=if deed == Deed::Form { "submit" } else { "button" }
                class=if deed == Deed::Danger { "btn btn--danger" } else { "btn btn--primary" }
                class:is-busy=move || busy.get()
                aria-disabled=move || is_off().to_string()
                title=why
                data-test=format!("{test}-confirm")
                on:click=press
            >
                <Show when=move || busy.get()>
                    <Spinner />
                </Show>
                {move || label.get()}
            </button>
        </div>
    }
}

/// Why the deed is off, where a person can read it.
#[component]
fn Why(#[prop(into)] why: Signal<Option<String>>) -> impl IntoView {
    move || {
        why.get()
            .map(|why| view! { <p class="small muted first">{why}</p> })
    }
}
