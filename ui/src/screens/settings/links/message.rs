//! The message around the link, as every new one begins.

use domain::message::{DEFAULT_TEMPLATE, Fields, fill};
use leptos::prelude::*;
use wire::{LinkSettingsView, SaveLinkTemplate};

use crate::act::Errand;
use crate::dom;
use crate::parts::{ErrandNote, Spinner, TemplateBox};

/// Who stands in the preview: nobody.
const EXAMPLE: Fields<'static> = Fields {
    tenant: "Acme Field Services",
    app: "Gmail",
    link: "https://connect.composio.dev/link/lk_…",
    expiry: "within 10 minutes (until 14:42 UTC)",
    account: "maya@acmefield.example",
};

#[derive(Clone, Copy)]
struct Draft {
    errand: Errand,
    kept: RwSignal<String>,
    template: RwSignal<String>,
    said: RwSignal<Option<String>>,
}

impl Draft {
    fn differs(self) -> bool {
        self.template.get().trim_end() != self.kept.get().trim_end()
    }

    /// Keeps the text; an empty one goes back to the first.
    fn keep(self, text: String) {
        let ask = SaveLinkTemplate {
            template: text.clone(),
        };
        let before = self.template.get_untracked();
        self.errand.run(ask, move |receipt| {
            let text = if text.trim().is_empty() {
                DEFAULT_TEMPLATE.to_owned()
            } else {
                text
            };
            let _ = self.kept.try_set(text.clone());
            // What was written since stays.
            let _ = self.template.try_update(|now| {
                if *now == before {
                    *now = text;
                }
            });
            let _ = self.said.try_set(receipt.said);
        });
    }
}

/// The editor and the message as it is sent.
#[component]
pub(super) fn LinkMessageForm(view: LinkSettingsView) -> impl IntoView {
    let draft = Draft {
        errand: Errand::new(),
        kept: RwSignal::new(view.template.clone()),
        template: RwSignal::new(view.template),
        said: RwSignal::new(None),
    };
    view! {
        <section class="setrow" aria-labelledby="link-message">
            <div class="grow">
                <h3 id="link-message">"Message for the customer"</h3>
                <p class="muted">
                    "What a link is sent with. It can be changed for a single link when that is sent."
                </p>
                <ErrandNote errand=draft.errand />
                <div class="field">
                    <TemplateBox
                        template=draft.template
                        labelled_by="link-message"
                        test="template-text"
                    >
                        <span></span>
                    </TemplateBox>
                </div>
                <div class="field">
                    <span class="label">"As a customer reads it, with an example's names"</span>
                    <div
                        class="message"
                        tabindex="0"
                        role="region"
                        aria-label="Example"
                        data-test="template-preview"
                    >
                        {move || fill(&draft.template.get(), &EXAMPLE)}
                    </div>
                </div>
                <Buttons draft />
            </div>
        </section>
    }
}

#[component]
fn Buttons(draft: Draft) -> impl IntoView {
    let differs = Memo::new(move |_| draft.differs());
    let changed = Memo::new(move |_| draft.kept.get().trim_end() != DEFAULT_TEMPLATE.trim_end());
    dom::focus_after(move || !changed.get(), "[data-test=template-save]");
    let keep = move |_| {
        if differs.get_untracked() {
            draft.keep(draft.template.get_untracked());
        }
    };
    view! {
        <div class="btns">
            <button
                type="button"
                class="btn"
                class:is-busy=move || draft.errand.busy.get()
                aria-disabled=move || (!differs.get()).to_string()
                data-test="template-save"
                on:click=keep
            >
                <Show when=move || draft.errand.busy.get()>
                    <Spinner />
                </Show>
                "Keep as template"
            </button>
            <Show when=move || changed.get()>
                <button
                    type="button"
                    class="btn"
                    data-test="template-first"
                    on:click=move |_| draft.keep(String::new())
                >
                    "Go back to the first one"
                </button>
            </Show>
            <span class="small muted" role="status" data-test="template-said">
                {move || draft.said.get()}
            </span>
        </div>
    }
}
