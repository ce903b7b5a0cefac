//! What a person says of a tenant. Each field is checked by the rule that the core
//! applies too, and says under itself what is wrong.

use domain::tenant::{read_contact, read_expected, read_name, read_tags, split_tags};
use domain::{BadDetail, UserId};
use leptos::prelude::*;
use wire::SaveTenant;

use crate::act::Errand;
use crate::desk::{Screen, TenantDraft, use_desk};
use crate::parts::{Body, ErrandNote, Sheet, SheetHead, Spinner, TextField};

/// What is typed now.
#[derive(Clone, Copy)]
struct Typed {
    user: RwSignal<String>,
    name: RwSignal<String>,
    contact: RwSignal<String>,
    expected: RwSignal<String>,
    tags: RwSignal<String>,
}

fn words(told: Result<impl Sized, BadDetail>) -> Option<String> {
    told.err().map(|bad| bad.to_string())
}

impl Typed {
    fn of(draft: &TenantDraft) -> Self {
        Self {
            user: RwSignal::new(draft.user.clone()),
            name: RwSignal::new(draft.name.clone()),
            contact: RwSignal::new(draft.contact.clone()),
            expected: RwSignal::new(draft.expected.clone()),
            tags: RwSignal::new(draft.tags.clone()),
        }
    }

    fn user_wrong(self) -> Option<String> {
        let bad = UserId::parse(self.user.get().trim()).is_err();
        bad.then(|| "A user ID has 1 to 256 bytes and no control characters.".to_owned())
    }

    fn name_wrong(self) -> Option<String> {
        let name = self.name.get();
        (!name.trim().is_empty())
            .then(|| words(read_name(&name)))
            .flatten()
    }

    fn wrong(self) -> bool {
        self.user_wrong().is_some()
            || self.name_wrong().is_some()
            || words(read_contact(&self.contact.get())).is_some()
            || words(read_expected(&self.expected.get())).is_some()
            || words(read_tags(&split_tags(&self.tags.get()))).is_some()
    }

    fn ask(self, draft: &TenantDraft) -> SaveTenant {
        SaveTenant {
            tenant: draft.tenant.clone(),
            user: self.user.get_untracked(),
            name: self.name.get_untracked(),
            contact: self.contact.get_untracked(),
            expected: self.expected.get_untracked(),
            tags: split_tags(&self.tags.get_untracked()),
        }
    }
}

/// The sheet.
#[component]
pub(crate) fn TenantForm(draft: TenantDraft) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let typed = Typed::of(&draft);
    // Nothing is called wrong before somebody has tried to save it.
    let tried = RwSignal::new(false);
    let close = Callback::new(move |()| desk.overlay.set(None));
    let adds = draft.tenant.is_none();
    let title = if adds {
        "Add a tenant"
    } else {
        "Edit the tenant"
    };
    let subtitle = if adds {
        "A customer of your product".to_owned()
    } else {
        draft.name.clone()
    };
    let fixed = draft.user_fixed;
    let save = Callback::new(move |()| {
        tried.set(true);
        if untrack(|| typed.wrong()) {
            return;
        }
        let turn = desk.overlay_later();
        errand.run(typed.ask(&draft), move |row| {
            if turn(None) {
                desk.screen.set(Screen::Tenants);
                desk.tenant.set(Some(row.id));
            }
        });
    });
    view! {
        <Sheet labelled_by="tenant-form-title" test="tenant-form" on_close=close>
            <SheetHead
                id="tenant-form-title"
                title=title.to_owned()
                subtitle=subtitle
                on_close=close
            />
            <form
                class="sheet__form"
                on:submit=move |event| {
                    event.prevent_default();
                    save.run(());
                }
            >
                <Body class="sheet__b">
                    <ErrandNote errand />
                    <Fields typed fixed tried />
                </Body>
                <Foot errand close />
            </form>
        </Sheet>
    }
}

#[component]
fn Fields(typed: Typed, fixed: bool, tried: RwSignal<bool>) -> impl IntoView {
    let user_hint = if fixed {
        "Fixed: Composio knows the integrations of this tenant by it."
    } else {
        "The ID under which your product connects this customer at Composio."
    };
    let told = |wrong: fn(Typed) -> Option<String>| {
        Signal::derive(move || tried.get().then(|| wrong(typed)).flatten())
    };
    view! {
        <TextField
            id="tenant-user"
            label="User ID at Composio"
            hint=user_hint
            value=typed.user
            wrong=told(Typed::user_wrong)
            locked=fixed
            first=!fixed
        />
        <TextField
            id="tenant-called"
            label="Name"
            hint="What you call it. Without a name the user ID is shown."
            value=typed.name
            wrong=told(Typed::name_wrong)
            first=fixed
        />
        <TextField
            id="tenant-contact"
            label="Contact e-mail"
            hint="Who gets connect links and answers."
            value=typed.contact
            wrong=told(|typed| words(read_contact(&typed.contact.get())))
        />
        <TextField
            id="tenant-expected"
            label="Expected account"
            hint="An address or a domain. A sign-in by somebody else waits for your decision."
            value=typed.expected
            wrong=told(|typed| words(read_expected(&typed.expected.get())))
        />
        <TextField
            id="tenant-tags"
            label="Tags"
            hint="Words to find it by, with commas between them."
            value=typed.tags
            wrong=told(|typed| words(read_tags(&split_tags(&typed.tags.get()))))
        />
    }
}

#[component]
fn Foot(errand: Errand, close: Callback<()>) -> impl IntoView {
    view! {
        <div class="sheet__f">
            <span class="grow"></span>
            <button
                type="button"
                class="btn"
                data-test="tenant-cancel"
                on:click=move |_| close.run(())
            >
                "Cancel"
            </button>
            <button
                type="submit"
                class="btn btn--primary"
                class:is-busy=move || errand.busy.get()
                data-test="tenant-save"
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                "Save tenant"
            </button>
        </div>
    }
}
