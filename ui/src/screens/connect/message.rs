//! The message around the link: shown as the customer will read it, with the link cut;
//! edited as a template with placeholders.

use domain::message::{Fields, expiry_words, fill};
use leptos::prelude::*;
use wire::{
    AttemptView, CopyLink, CopyMessage, DraftEmail, LinkMessage, LinkMessageView, Receipt,
    SaveLinkTemplate,
};

use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::parts::{Icon, TemplateBox};

#[derive(Clone, Copy)]
struct Draft {
    attempt: Memo<AttemptView>,
    /// Of which row. Held by itself: an answer may come after the sheet was closed.
    row: StoredValue<domain::IntegrationId>,
    errand: Errand,
    about: RwSignal<Option<LinkMessageView>>,
    template: RwSignal<String>,
    editing: RwSignal<bool>,
    said: RwSignal<Option<String>>,
}

impl Draft {
    fn new(desk: Desk, attempt: Memo<AttemptView>, errand: Errand) -> Self {
        let row = attempt.with_untracked(|attempt| attempt.integration.clone());
        let draft = Self {
            attempt,
            row: StoredValue::new(row),
            errand,
            about: RwSignal::new(None),
            template: RwSignal::new(String::new()),
            editing: RwSignal::new(false),
            said: RwSignal::new(None),
        };
        errand.beside().run(
            LinkMessage {
                attempt: draft.id(),
            },
            move |about| {
                let edited = draft.edited(desk);
                let template = edited.unwrap_or_else(|| about.template.clone());
                let _ = draft.template.try_set(template);
                let _ = draft.about.try_set(Some(about));
            },
        );
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

    fn id(self) -> domain::AttemptId {
        self.attempt.with_untracked(|attempt| attempt.id.clone())
    }

    fn tell(self, receipt: Receipt) {
        let _ = self.said.try_set(receipt.said);
    }

    fn copy_link(self) {
        self.errand
            .run(CopyLink { attempt: self.id() }, move |it| self.tell(it));
    }

    fn copy_message(self) {
        let ask = CopyMessage {
            attempt: self.id(),
            template: self.template.get_untracked(),
        };
        self.errand.run(ask, move |it| self.tell(it));
    }

    fn draft_email(self) {
        let ask = DraftEmail {
            attempt: self.id(),
            template: self.template.get_untracked(),
        };
        self.errand.run(ask, move |it| self.tell(it));
    }

    fn keep(self) {
        let template = self.template.get_untracked();
        let kept = template.clone();
        self.errand.run(SaveLinkTemplate { template }, move |it| {
            self.tell(it);
            let _ = self.about.try_update(|about| {
                if let Some(about) = about {
                    about.template = kept;
                }
            });
            let _ = self.editing.try_set(false);
        });
    }
}

/// The link box and the message.
#[component]
pub(super) fn Message(attempt: Memo<AttemptView>, errand: Errand) -> impl IntoView {
    let draft = Draft::new(use_desk(), attempt, errand);
    let link = Memo::new(move |_| attempt.with(|attempt| attempt.link_shortened.clone()));
    view! {
        <Show when=move || link.with(Option::is_some)>
            <div class="sect">
                <div class="linkbox">
                    <code data-test="attempt-link">{move || link.get()}</code>
                    <button
                        type="button"
                        class="btn btn--sm"
                        data-test="attempt-copy"
                        on:click=move |_| draft.copy_link()
                    >
                        <Icon name="copy" small=true />
                        "Copy link"
                    </button>
                </div>
                <p class="small muted">
                    "Whoever has this link can connect an account for this tenant. It is not written to the log."
                </p>
            </div>
            <Text draft />
        </Show>
    }
}

#[component]
fn Text(draft: Draft) -> impl IntoView {
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
                    on:click=move |_| draft.editing.update(|editing| *editing = !*editing)
                >
                    {move || if draft.editing.get() { "Show as sent" } else { "Edit" }}
                </button>
            </div>
            <Show when=move || draft.editing.get() fallback=move || view! { <Preview draft /> }>
                <Editor draft />
            </Show>
            <div class="btns">
                <button
                    type="button"
                    class="btn btn--sm"
                    data-test="message-copy"
                    on:click=move |_| draft.copy_message()
                >
                    <Icon name="copy" small=true />
                    "Copy message"
                </button>
                <button
                    type="button"
                    class="btn btn--sm"
                    data-test="message-draft"
                    on:click=move |_| draft.draft_email()
                >
                    <Icon name="send" small=true />
                    "E-mail draft"
                </button>
                <span class="small muted" role="status" data-test="attempt-said">
                    {move || {
                        draft
                            .said
                            .get()
                            .unwrap_or_else(|| "Copy takes the text with the real link.".to_owned())
                    }}
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
        Some(draft.attempt.with(|attempt| {
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
