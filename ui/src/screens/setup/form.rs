//! The key form. What is typed goes to the core once and is then forgotten here.

mod fields;
mod lock;
mod paste;

use domain::ProfileId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{
    Code, Fault, ImportEnv, NetworkChoice, ProbeKey, ProfileView, SaveApiKey, SecretInput,
    SetPassphrase,
};

use self::fields::{Address, KeyField, Naming};
use self::lock::{AdminLock, Lock};
use self::paste::PasteEnv;
use crate::act::Errand;
use crate::bridge;
use crate::desk::{Desk, SetupFor, use_desk};
use crate::parts::{FaultNote, Gate, Kbd, Retry, Spinner};
use crate::screens::settings::NetworkTyped;
use crate::text::EnvPlan;

/// What is being typed.
#[derive(Clone, Copy)]
struct Typed {
    key: RwSignal<String>,
    name: RwSignal<String>,
    base_url: RwSignal<String>,
    production: RwSignal<bool>,
    memory_only: RwSignal<bool>,
    /// Whether admin is to have a passphrase; not asked once there is one.
    lock: RwSignal<Lock>,
    passphrase: RwSignal<String>,
    /// Somebody tried to send it: from then on what is missing is said.
    tried: RwSignal<bool>,
    /// By which way Composio is reached.
    network: NetworkTyped,
    /// What was taken over from a `.env`.
    env: RwSignal<Option<EnvPlan>>,
}

impl Typed {
    fn begin(profile: Option<&ProfileView>, memory_only: bool, lock: Lock) -> Self {
        Self {
            key: RwSignal::new(String::new()),
            name: RwSignal::new(
                profile
                    .as_ref()
                    .map(|it| it.name.clone())
                    .unwrap_or_default(),
            ),
            base_url: RwSignal::new(
                profile
                    .as_ref()
                    .map(|it| origin(&it.host))
                    .unwrap_or_default(),
            ),
            production: RwSignal::new(profile.is_some_and(|it| it.production)),
            memory_only: RwSignal::new(memory_only),
            lock: RwSignal::new(lock),
            passphrase: RwSignal::new(String::new()),
            tried: RwSignal::new(false),
            network: NetworkTyped::default(),
            env: RwSignal::new(None),
        }
    }

    /// Something that is needed is not there yet.
    fn is_short(self) -> bool {
        self.key.with(|key| key.trim().is_empty()) || self.lacks_lock()
    }

    /// It was not chosen yet who is an admin here.
    fn lacks_lock(self) -> bool {
        match self.lock.get() {
            Lock::Unasked | Lock::Without => false,
            Lock::Open => true,
            Lock::Passphrase => self
                .passphrase
                .with(|it| it.chars().count() < lock::SHORTEST),
        }
    }

    fn name(self) -> String {
        let name = self.name.get_untracked().trim().to_owned();
        if name.is_empty() {
            "My project".to_owned()
        } else {
            name
        }
    }

    fn import(self, key: String, plan: EnvPlan) -> ImportEnv {
        ImportEnv {
            name: self.name(),
            base_url: self.base_url.get_untracked().trim().to_owned(),
            key: SecretInput::new(key),
            production: self.production.get_untracked(),
            memory_only: self.memory_only.get_untracked(),
            wait_seconds: plan.wait_seconds,
            allow_multiple: plan.allow_multiple,
            defaults: plan.defaults,
            network: self.network(),
        }
    }

    fn command(self, key: String, profile: Option<ProfileId>) -> SaveApiKey {
        SaveApiKey {
            name: self.name(),
            base_url: self.base_url.get_untracked().trim().to_owned(),
            key: SecretInput::new(key),
            production: self.production.get_untracked(),
            memory_only: self.memory_only.get_untracked(),
            profile,
            network: self.network(),
        }
    }

    /// Nothing where nothing was chosen: what a project has is left alone then.
    fn network(self) -> Option<NetworkChoice> {
        (!self.network.is_usual()).then(|| self.network.choice())
    }
}

fn save(desk: Desk, errand: Errand, typed: Typed, profile: Option<ProfileId>) {
    let key = typed.key.get_untracked().trim().to_owned();
    typed.tried.set(true);
    if key.is_empty() || untrack(|| typed.lacks_lock()) {
        return;
    }
    let gate = Gate::admin(desk);
    let passphrase = match typed.lock.get_untracked() {
        Lock::Passphrase => typed.passphrase.get_untracked(),
        Lock::Unasked | Lock::Open | Lock::Without => String::new(),
    };
    let lock = passphrase.clone();
    let done = move |_| {
        let _ = typed.tried.try_set(false);
        let _ = typed.key.try_set(String::new());
        let _ = typed.passphrase.try_set(String::new());
        desk.setup.set(None);
        after(desk, passphrase);
    };
    // The project is there, and the lock is no less wanted. Where it is open as well, this form has
    // made way for it: what is left is told in its frame.
    let partly = move |fault: &Fault| {
        if fault.code != Code::ProfilePartly {
            return;
        }
        if untrack(|| desk.console.profile().is_some()) {
            desk.setup.set(None);
            desk.fault.set(Some(fault.clone()));
        }
        let _ = typed.passphrase.try_set(String::new());
        let _ = typed.lock.try_set(Lock::Unasked);
        after(desk, lock);
    };
    match (typed.env.get_untracked(), &profile) {
        (Some(plan), None) => {
            errand.run_as_admin_or(gate, typed.import(key, plan), done, partly);
        }
        _ => errand.run_as_admin_or(gate, typed.command(key, profile), done, partly),
    }
}

/// What follows the first use of a key: the lock, and what the key can do. A fault of
/// the first is told in the frame; the second is tried again in the settings.
fn after(desk: Desk, passphrase: String) {
    spawn_local(async move {
        if !passphrase.is_empty() {
            let ask = SetPassphrase {
                current: None,
                passphrase: SecretInput::new(passphrase),
            };
            let set = match Gate::admin(desk).permit() {
                Ok(permit) => bridge::call_as_admin(permit, ask).await.map(drop),
                Err(why) => Err(why),
            };
            if let Err(fault) = set {
                desk.fault.set(Some(fault));
            }
        }
        let _ = bridge::call(ProbeKey {}).await;
    });
}

/// The profile whose key is renewed.
fn renewed(desk: Desk, wanted: Option<SetupFor>) -> Option<ProfileView> {
    let Some(SetupFor::NewKey(id) | SetupFor::ForNow(id)) = wanted else {
        return None;
    };
    desk.console.frame.with_untracked(|frame| {
        let profiles = &frame.as_ref()?.profiles;
        profiles.iter().find(|profile| profile.id == id).cloned()
    })
}

/// Whether it is why no project is open, which stands above the form.
fn is_told_above(desk: Desk, fault: &Fault) -> bool {
    desk.console.frame.with(|frame| {
        let trouble = frame.as_ref().and_then(|frame| frame.trouble.as_ref());
        trouble == Some(fault)
    })
}

/// The origin that a profile's host was made from.
fn origin(host: &str) -> String {
    if host.contains("://") {
        host.to_owned()
    } else if host.starts_with("127.0.0.1") || host.starts_with("localhost") {
        format!("http://{host}")
    } else {
        format!("https://{host}")
    }
}

/// What stands in the way, with the choice there is: what the keyring refused can be
/// sent again, or kept in memory when the person says so. It comes into view: the form may be longer
/// than the window.
fn refused(fault: Fault, again: Retry, keep: Callback<()>) -> AnyView {
    if fault.remedy.is_of_keyring() {
        let also = ("Keep in memory until closed", keep);
        view! { <FaultNote fault retry=again also in_view=true /> }.into_any()
    } else {
        view! { <FaultNote fault in_view=true /> }.into_any()
    }
}

/// The form.
#[component]
pub(crate) fn KeyForm(wanted: Option<SetupFor>, can_cancel: bool) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let for_now = matches!(wanted, Some(SetupFor::ForNow(_)));
    let profile = renewed(desk, wanted);
    let renewing = profile.is_some();
    let lock = lock::at_first(desk, renewing);
    let typed = Typed::begin(profile.as_ref(), for_now, lock);
    let id = StoredValue::new(profile.map(|profile| profile.id));
    let told = errand.told();
    let send = Callback::new(move |()| save(desk, errand, typed, id.get_value()));
    let keep = Callback::new(move |()| {
        typed.memory_only.set(true);
        send.run(());
    });
    view! {
        <form
            aria-label="Project"
            on:submit=move |event| {
                event.prevent_default();
                send.run(());
            }
        >
            <KeyField typed errand />
            <Naming typed />
            <Address typed />
            {(!renewing).then(|| view! { <PasteEnv typed /> })}
            <AdminLock typed />
            {move || {
                told.get()
                    .filter(|fault| fault.code != Code::ComposioUnauthorized)
                    .filter(|fault| !is_told_above(desk, fault))
                    .map(|fault| refused(fault, errand.again(send), keep))
            }}
            <Buttons typed errand can_cancel />
        </form>
    }
}

/// Why Cancel is off while a key is tested.
const NOT_TO_STOP: &str = "A test that has begun cannot be stopped: a key that works is kept.";

#[component]
fn Buttons(typed: Typed, errand: Errand, can_cancel: bool) -> impl IntoView {
    let desk = use_desk();
    let gate = Gate::admin(desk);
    view! {
            <div class="btns">
                <button
                    type="submit"
                    class="btn btn--primary"
                    class:is-busy=move || errand.busy.get()
                    aria-disabled=move || (gate.is_off() || typed.is_short()).to_string()
                    title=move || gate.off()
                    data-test="setup-save"
                >
                    <Show when=move || errand.busy.get()>
                        <Spinner />
                    </Show>
                    {move || if errand.busy.get() { "Testing the key…" } else { "Test and open" }}
                    <Kbd keys=&["Enter"] />
                </button>
                {can_cancel.then(|| view! { <Cancel desk errand /> })}
            </div>
    }
}

/// Goes back to what is open. What was sent off is kept all the same, so it is off meanwhile: who
/// believed it stopped would be moved away later, out of whatever they had begun.
#[component]
fn Cancel(desk: Desk, errand: Errand) -> impl IntoView {
    let why = move || errand.busy.get().then_some(NOT_TO_STOP);
    view! {
        <button
            type="button"
            class="btn"
            aria-disabled=move || errand.busy.get().to_string()
            title=why
            data-test="setup-cancel"
            on:click=move |_| {
                if !errand.busy.get_untracked() {
                    desk.setup.set(None);
                }
            }
        >
            "Cancel"
        </button>
        <span class="small muted" role="status">
            {why}
        </span>
    }
}
