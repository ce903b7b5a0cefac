//! The diagnostics: shown letter by letter before they are handed on.

use leptos::prelude::*;
use wire::{CopyDiagnostics, DiagnosticsView, PreviewDiagnostics, Receipt, SaveDiagnostics};

use crate::act::Errand;
use crate::bridge;
use crate::desk::use_desk;
use crate::parts::{Body, Dialog, ErrandNote, FaultNote, Icon, Kbd, Spinner};
use crate::reading::Reading;

/// The dialog.
#[component]
pub(crate) fn Diagnostics() -> impl IntoView {
    let desk = use_desk();
    let tenants = RwSignal::new(false);
    let reading: Reading<bool, DiagnosticsView> = Reading::new(
        Signal::derive(move || Some(tenants.get())),
        Signal::derive(|| 0),
        |tenant_ids| Box::pin(bridge::call(PreviewDiagnostics { tenant_ids })),
    );
    let close = Callback::new(move |()| desk.overlay.set(None));
    let again = reading.again();
    view! {
        <Dialog
            labelled_by="diagnostics-title"
            described_by="diagnostics-body"
            test="diagnostics"
            wide=true
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="diagnostics-title">"Copy diagnostics"</h2>
            </div>
            <Body class="dialog__b" id="diagnostics-body">
                <p class="muted">
                    "This is all that is copied, letter by letter. Look through it before you send it to somebody."
                </p>
                {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
                <Text reading />
                <label class="optrow">
                    <input
                        type="checkbox"
                        class="check"
                        data-test="diagnostics-tenants"
                        prop:checked=move || tenants.get()
                        on:change=move |event| tenants.set(event_target_checked(&event))
                    />
                    <span>
                        "Include tenant ids "
                        <span class="muted">
                            "Only if who gets it may know your customers. E-mail addresses stay out either way"
                        </span>
                    </span>
                </label>
            </Body>
            <Foot reading close />
        </Dialog>
    }
}

#[component]
fn Text(reading: Reading<bool, DiagnosticsView>) -> impl IntoView {
    view! {
        <pre
            class="diag__text selectable"
            tabindex="0"
            aria-label="The diagnostics"
            aria-busy=move || reading.current().is_none().to_string()
            data-test="diagnostics-text"
        >
            {move || match reading.current() {
                Some(view) => view.text.into_any(),
                None if reading.fault.with(Option::is_some) => ().into_any(),
                None => {
                    view! {
                        <span class="muted">
                            <Spinner />
                            " Putting it together…"
                        </span>
                    }
                        .into_any()
                }
            }}
        </pre>
    }
}

#[component]
fn Foot(reading: Reading<bool, DiagnosticsView>, close: Callback<()>) -> impl IntoView {
    let errand = Errand::new();
    let said = RwSignal::new(None::<String>);
    let shown = move || reading.current().map(|view| view.id);
    let told = move |receipt: Receipt| {
        let _ = said.try_set(receipt.said);
    };
    // What was said is about the text before.
    Effect::new(move |_| {
        let _ = reading.current();
        said.set(None);
    });
    let off = move || reading.current().is_none();
    view! {
        <div class="dialog__n">
            <p class="small selectable" role="status" data-test="diagnostics-said">
                {move || said.get()}
            </p>
            <ErrandNote errand />
        </div>
        <div class="dialog__f">
            <button
                type="button"
                class="btn first"
                data-test="diagnostics-close"
                data-autofocus="true"
                on:click=move |_| close.run(())
            >
                "Close"
                <Kbd keys=&["Esc"] />
            </button>
            <button
                type="button"
                class="btn"
                data-test="diagnostics-save"
                disabled=off
                on:click=move |_| {
                    if let Some(id) = untrack(shown) {
                        errand.run(SaveDiagnostics { id }, told);
                    }
                }
            >
                "Save to a file"
            </button>
            <button
                type="button"
                class="btn btn--primary"
                data-test="diagnostics-copy"
                disabled=off
                on:click=move |_| {
                    if let Some(id) = untrack(shown) {
                        errand.run(CopyDiagnostics { id }, told);
                    }
                }
            >
                <Icon name="copy" small=true />
                "Copy"
            </button>
        </div>
    }
}
