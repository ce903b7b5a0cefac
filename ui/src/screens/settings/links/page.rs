//! The page on which a customer lands after the sign-in. What is typed is judged as it is
//! typed, by the rule that the core applies too.

use domain::return_page::{check, host, landing};
use leptos::prelude::*;
use wire::SetReturnPage;

use crate::act::Errand;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::{FaultNote, Gate, GateButton, TextField, WhyOff};

#[derive(Clone, Copy)]
struct Draft {
    errand: Errand,
    gate: Gate,
    typed: RwSignal<String>,
    was: StoredValue<String>,
    said: RwSignal<Option<String>>,
}

impl Draft {
    fn page(self) -> String {
        self.typed.with(|typed| typed.trim().to_owned())
    }

    fn differs(self) -> bool {
        let page = self.page();
        self.was.with_value(|was| *was != page)
    }

    /// What is wrong with what is typed.
    fn wrong(self) -> Option<String> {
        let page = self.page();
        let bad = (!page.is_empty()).then(|| check(&page).err()).flatten()?;
        Some(bad.to_string())
    }

    fn set(self, page: String) {
        let ask = SetReturnPage { page: page.clone() };
        let before = self.typed.get_untracked();
        self.errand.run_as_admin(self.gate, ask, move |receipt| {
            self.was.set_value(page.clone());
            // What was typed since stays; that it differs is to be seen either way.
            let _ = self.typed.try_update(|now| {
                if *now == before {
                    *now = page;
                }
            });
            let _ = self.said.try_set(receipt.said);
        });
    }
}

/// The form, with what a customer sees at the end.
#[component]
pub(super) fn ReturnPage(page: Option<String>) -> impl IntoView {
    let was = page.unwrap_or_default();
    let draft = Draft {
        errand: Errand::new(),
        gate: Gate::admin(use_desk()),
        typed: RwSignal::new(was.clone()),
        was: StoredValue::new(was),
        said: RwSignal::new(None),
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let fine = untrack(|| draft.differs() && draft.wrong().is_none());
        if fine {
            draft.set(untrack(|| draft.page()));
        }
    };
    view! {
        <form class="setrow" aria-label="Return page" on:submit=send data-test="return-page-form">
            <div class="grow">
                <h3>"Return page"</h3>
                <p class="muted">
                    "Where the customer's browser goes when the sign-in is over. Use a page of your product that says what comes next."
                </p>
                <WhyOff what="change the return page" />
                {move || draft.errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <TextField
                    id="return-page"
                    label="Address of the page"
                    hint="Begins with https://. Empty for Composio's own page."
                    placeholder="https://app.example.com/connected"
                    value=draft.typed
                    wrong=Signal::derive(move || draft.wrong())
                    locked=Signal::derive(move || draft.gate.is_off())
                    mono=true
                />
                <Seen draft />
                <Buttons draft />
            </div>
        </form>
    }
}

/// What the customer sees at the end, as what is typed stands.
#[component]
fn Seen(draft: Draft) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let page = draft.page();
        if page.is_empty() {
            None
        } else if draft.wrong().is_none() {
            Some(Ok(page))
        } else {
            Some(Err(()))
        }
    });
    view! {
        <div class="field">
            <span class="label">"What the customer sees at the end"</span>
            <div class="message" data-test="return-page-preview">
                {move || match shown.get() {
                    None => {
                        view! {
                            <p>
                                "Composio's own page, which says that the account is connected and that the window can be closed."
                            </p>
                        }
                            .into_any()
                    }
                    Some(Ok(page)) => {
                        let at = host(&page).to_owned();
                        view! {
                            <p>"Your page at " <strong>{at}</strong> ", opened as"</p>
                            <p>
                                <code class="wrap">{landing(&page)}</code>
                            </p>
                            <p class="small muted">
                                "Composio adds how it came out (status=failed when it did not work) and the account's ID. Neither proves anything: Switchboard asks Composio itself."
                            </p>
                        }
                            .into_any()
                    }
                    Some(Err(())) => {
                        view! { <p class="muted">"Nothing yet: the address cannot be used."</p> }
                            .into_any()
                    }
                }}
            </div>
        </div>
    }
}

#[component]
fn Buttons(draft: Draft) -> impl IntoView {
    let ready = Signal::derive(move || draft.differs() && draft.wrong().is_none());
    let set = Memo::new(move |_| {
        draft.said.track();
        draft.was.with_value(|was| !was.is_empty())
    });
    dom::focus_after(move || !set.get(), "[data-test=return-page-save]");
    view! {
        <div class="btns">
            <GateButton
                gate=draft.gate
                class="btn btn--primary"
                test="return-page-save"
                errand=draft.errand
                ready
                on_press=Callback::new(move |()| draft.set(untrack(|| draft.page())))
            >
                "Use this page"
            </GateButton>
            <Show when=move || set.get()>
                <GateButton
                    gate=draft.gate
                    test="return-page-clear"
                    on_press=Callback::new(move |()| draft.set(String::new()))
                >
                    "Use Composio's page"
                </GateButton>
            </Show>
            <span class="small muted" role="status" data-test="return-page-said">
                {move || {
                    draft
                        .said
                        .get()
                        .unwrap_or_else(|| {
                            "Links that are out already lead where they led. The change is written to the audit list."
                                .to_owned()
                        })
                }}
            </span>
        </div>
    }
}
