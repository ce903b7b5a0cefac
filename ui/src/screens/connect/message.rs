//! The message around the link: shown as the customer will read it, with the link cut;
//! edited as a template with placeholders.

use domain::message::{Fields, expiry_words, fill};
use leptos::prelude::*;
use wire::{
    CopyLink, CopyMessage, DraftEmail, LinkMessage, LinkMessageView, Receipt, SaveLinkTemplate,
};

use super::foot::{Open, WITHDRAWN};
use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{Gate, GateButton, Icon, TemplateBox};

#[derive(Clone, Copy)]
struct Draft {
    open: Open,
    /// Of which row. Held by itself: an answer may come after the sheet was closed.
    row: StoredValue<domain::IntegrationId>,
    /// None of these waits for what is asked of Composio, nor for another.
    linking: Errand,
    copying: Errand,
    drafting: Errand,
    keeping: Errand,
    about: RwSignal<Option<LinkMessageView>>,
    template: RwSignal<String>,
    editing: RwSignal<bool>,
    said: RwSignal<Option<String>>,
}

impl Draft {
    fn new(desk: Desk, open: Open) -> Self {
        let row = open
            .attempt
            .with_untracked(|attempt| attempt.integration.clone());
        let errand = open.errand;
        let draft = Self {
            open,
            row: StoredValue::new(row),
            linking: errand.beside(),
            copying: errand.beside(),
            drafting: errand.beside(),
            keeping: errand.beside(),
            about: RwSignal::new(None),
            template: RwSignal::new(String::new()),
            editing: RwSignal::new(false),
            said: RwSignal::new(None),
        };
        errand
            .beside()
            .run(LinkMessage { attempt: open.id() }, move |about| {
                let edited = draft.edited(desk);
                let template = edited.unwrap_or_else(|| about.template.clone());
                let _ = draft.template.try_set(template);
                let _ = draft.about.try_set(Some(about));
            });
        draft.outlives_the_link(desk);
        draft
    }

    /// What was written for this row before, around a link that has ended since.
    fn edited(self, desk: Desk) -> Option<String> {
        let of = self.row.try_get_value()?;
        let kept = desk.message.get_untracked();
        kept.filter(|(row, _)| *row == of).map(|(_, text)| text)
    }

    /// Whoever writes while the link ends finds their words around the next one.
    fn outlives_the_link(self, desk: Desk) {
        Effect::new(move |_| {
            let template = self.template.get();
            let about = self.about.get();
            let Some(about) = about else { return };
            if template != about.template {
                desk.message.set(Some((self.row.get_value(), template)));
            } else if self.edited(desk).is_some() {
                desk.message.set(None);
            }
        });
    }

    fn tell(self, receipt: Receipt) {
        let _ = self.said.try_set(receipt.said);
    }

    /// What was said last, unless it is of a link that is on its way out.
    fn told(self) -> String {
        if self.open.is_ending() {
            return WITHDRAWN.to_owned();
        }
        let said = self.said.get();
        said.unwrap_or_else(|| "Copy takes the text with the real link.".to_owned())
    }

    fn copy_link(self) {
        self.said.set(None);
        let ask = CopyLink {
            attempt: self.open.id(),
        };
        self.linking.run(ask, move |it| self.tell(it));
    }

    fn copy_message(self) {
        self.said.set(None);
        let ask = CopyMessage {
            attempt: self.open.id(),
            template: self.template.get_untracked(),
        };
        self.copying.run(ask, move |it| self.tell(it));
    }

    fn draft_email(self) {
        self.said.set(None);
        let ask = DraftEmail {
            attempt: self.open.id(),
            template: self.template.get_untracked(),
        };
        self.drafting.run(ask, move |it| self.tell(it));
    }

    fn keep(self) {
        let template = self.template.get_untracked();
        let kept = template.clone();
        self.keeping.run(SaveLinkTemplate { template }, move |it| {
            self.tell(it);
            let _ = self.about.try_update(|about| {
                if let Some(about) = about {
                    about.template = kept;
                }
            });
            if self.editing.try_set(false).is_none() {
                // The button goes with the box.
                dom::focus_if_free("[data-test=message-edit]");
            }
        });
    }
}

/// The link box and the message.
#[component]
pub(super) fn Message(open: Open) -> impl IntoView {
    let desk = use_desk();
    let draft = Draft::new(desk, open);
    let link = Memo::new(move |_| open.attempt.with(|attempt| attempt.link_shortened.clone()));
    // What was said of one link is not said of the next.
    Effect::new(move |before: Option<Option<String>>| {
        let now = link.get();
        if before.is_some_and(|before| before != now) {
            draft.said.set(None);
        }
        now
    });
    let ready = Signal::derive(move || !open.is_ending());
    // Before the words are there a message would be empty, and without the link.
    let worded = Signal::derive(move || ready.get() && draft.about.with(Option::is_some));
    view! {
        <Show when=move || link.with(Option::is_some)>
            <div class="sect">
                <div class="linkbox">
                    <code data-test="attempt-link">{move || link.get()}</code>
                    <GateButton
                        gate=Gate::open(desk)
                        class="btn btn--sm"
                        test="attempt-copy"
                        ready
                        on_press=Callback::new(move |()| draft.copy_link())
                    >
                        <Icon name="copy" small=true />
                        "Copy link"
                    </GateButton>
                </div>
                <p class="small muted">
                    "Whoever has this link can connect an account for this tenant. It is not written to the log."
                </p>
            </div>
            <Text draft ready=worded />
        </Show>
    }
}

#[component]
fn Text(draft: Draft, ready: Signal<bool>) -> impl IntoView {
    let gate = Gate::open(use_desk());
    // The words that are on their way would come over what somebody types.
    let is_early = move || draft.about.with(Option::is_none);
    let edit = move |_| {
        if !untrack(is_early) {
            draft.editing.update(|editing| *editing = !*editing);
        }
    };
    view! {
        <div class="field">
            <div class="label label--row">
                <span class="grow" id="message-label">
                    "Message for the customer"
                </span>
                <button
                    type="button"
                    class="linklike"
                    data-test="message-edit"
                    aria-expanded=move || draft.editing.get().to_string()
                    aria-disabled=move || is_early().to_string()
                    on:click=edit
                >
                    {move || if draft.editing.get() { "Show as sent" } else { "Edit" }}
                </button>
            </div>
            <Show when=move || draft.editing.get() fallback=move || view! { <Preview draft /> }>
                <Editor draft />
            </Show>
            <div class="btns">
                <GateButton
                    gate
                    class="btn btn--sm"
                    test="message-copy"
                    ready
                    on_press=Callback::new(move |()| draft.copy_message())
                >
                    <Icon name="copy" small=true />
                    "Copy message"
                </GateButton>
                <GateButton
                    gate
                    class="btn btn--sm"
                    test="message-draft"
                    ready
                    on_press=Callback::new(move |()| draft.draft_email())
                >
                    <Icon name="send" small=true />
                    "E-mail draft"
                </GateButton>
                <span class="small muted" role="status" data-test="attempt-said">
                    {move || draft.told()}
                </span>
            </div>
        </div>
    }
}

#[component]
fn Preview(draft: Draft) -> impl IntoView {
    let desk = use_desk();
    let text = move || {
        let about = draft.about.get()?;
        Some(draft.open.attempt.with(|attempt| {
            let now = desk.now.get();
            fill(
                &draft.template.get(),
                &Fields {
                    tenant: &attempt.tenant_name,
                    app: &attempt.toolkit_name,
                    link: attempt.link_shortened.as_deref().unwrap_or("[link]"),
                    expiry: &expiry_words(attempt.expires_at.unwrap_or(now), now),
                    account: &about.account,
                },
            )
        }))
    };
    view! {
        <div
            class="message"
            role="region"
            tabindex="0"
            aria-labelledby="message-label"
            data-test="message-preview"
        >
            {text}
        </div>
    }
}

#[component]
fn Editor(draft: Draft) -> impl IntoView {
    view! {
        <TemplateBox template=draft.template labelled_by="message-label" test="message-text">
            <button
                type="button"
                class="linklike"
                data-test="message-keep"
                on:click=move |_| draft.keep()
            >
                "Keep as template"
            </button>
        </TemplateBox>
    }
}
