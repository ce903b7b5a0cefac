//! Every key, and the switch for single letters.

use leptos::prelude::*;
use wire::Appearance;
use wire::help::HelpId;

use crate::act::Errand;
use crate::chosen::Chosen;
use crate::desk::use_desk;
use crate::looks::use_looks;
use crate::parts::{Body, Dialog, FaultNote, HelpButton, Icon, Kbd};
use crate::text::{KeyGroup, SHORTCUTS};

/// The sheet of keys.
#[component]
pub(super) fn Shortcuts() -> impl IntoView {
    let desk = use_desk();
    let close = Callback::new(move |()| desk.overlay.set(None));
    view! {
        <Dialog
            labelled_by="shortcuts-title"
            described_by="shortcuts-body"
            test="shortcuts"
            wide=true
            on_close=close
        >
            <div class="dialog__h dialog__h--x">
                <h2 id="shortcuts-title" class="grow">
                    "Keyboard shortcuts"
                </h2>
                <HelpButton page=HelpId::KEYS />
                <button
                    type="button"
                    class="btn btn--icon btn--quiet"
                    aria-label="Close (Esc)"
                    title="Close (Esc)"
                    data-autofocus="true"
                    data-test="shortcuts-close"
                    on:click=move |_| close.run(())
                >
                    <Icon name="x" />
                </button>
            </div>
            <Body class="dialog__b" id="shortcuts-body">
                <div class="keys">{KeyGroup::ALL.map(group).collect_view()}</div>
                <SingleKeys />
            </Body>
        </Dialog>
    }
}

fn group(group: KeyGroup) -> impl IntoView {
    view! {
        <section>
            <h3>{group.name()}</h3>
            <dl>
                {SHORTCUTS
                    .iter()
                    .filter(|shortcut| shortcut.group == group)
                    .map(|shortcut| {
                        view! {
                            <div>
                                <dt>{shortcut.what}</dt>
                                <dd>
                                    <Kbd keys=shortcut.keys />
                                </dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </section>
    }
}

/// Letters that do something may be in the way of other software.
#[component]
pub(crate) fn SingleKeys() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let on = Memo::new(move |_| desk.console.appearance().single_keys);
    let chosen = Chosen::default();
    Effect::new(move |_| chosen.settle(on.get()));
    let looks = use_looks();
    let turn = move |single_keys: bool| {
        chosen.choose(single_keys);
        let other = |before| Appearance {
            single_keys,
            ..before
        };
        looks.choose(errand, other, move || chosen.refused(single_keys));
    };
    view! {
        {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
        <label class="keys__single">
            <input
                type="checkbox"
                class="check"
                data-test="single-keys"
                prop:checked=move || chosen.or(on.get())
                on:change=move |event| turn(event_target_checked(&event))
            />
            <span>
                "Single-key shortcuts "
                <span class="muted">"Turn off if a screen reader or voice control uses these keys"</span>
            </span>
        </label>
    }
}
