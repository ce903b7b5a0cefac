//! What is typed about the network; the set-up screen has the same fields.

use leptos::prelude::*;
use wire::{CertificateSource, CertificateView, NetworkChoice, NetworkView, ProxyChoice};

use super::certificates::CertificateFields;

/// Which proxy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Way {
    #[default]
    System,
    None,
    Typed,
}

/// Where certificates come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Source {
    #[default]
    Keep,
    Path,
    Pasted,
    Remove,
}

/// What is being typed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NetworkTyped {
    way: RwSignal<Way>,
    url: RwSignal<String>,
    pub(super) source: RwSignal<Source>,
    pub(super) path: RwSignal<String>,
    pub(super) pasted: RwSignal<String>,
    /// What was read of what was given last.
    pub(super) read: RwSignal<Option<Vec<CertificateView>>>,
    /// Whether there are any to keep or remove.
    pub(super) has_some: RwSignal<bool>,
}

impl Default for NetworkTyped {
    fn default() -> Self {
        Self {
            way: RwSignal::new(Way::System),
            url: RwSignal::new(String::new()),
            source: RwSignal::new(Source::Keep),
            path: RwSignal::new(String::new()),
            pasted: RwSignal::new(String::new()),
            read: RwSignal::new(None),
            has_some: RwSignal::new(false),
        }
    }
}

impl NetworkTyped {
    pub(super) fn of(view: &NetworkView) -> Self {
        let typed = Self::default();
        typed.kept(view);
        typed
    }

    /// This is what the project has now.
    pub(super) fn kept(self, view: &NetworkView) {
        let (way, url) = match &view.proxy {
            ProxyChoice::System => (Way::System, String::new()),
            ProxyChoice::None => (Way::None, String::new()),
            ProxyChoice::Url(url) => (Way::Typed, url.clone()),
        };
        let _ = self.way.try_set(way);
        let _ = self.url.try_set(url);
        let _ = self.source.try_set(Source::Keep);
        let _ = self.path.try_set(String::new());
        let _ = self.pasted.try_set(String::new());
        let _ = self.read.try_set(None);
        // What cannot be read can be taken away all the same.
        let some = !view.certificates.is_empty() || !view.unread.is_empty();
        let _ = self.has_some.try_set(some);
    }

    /// What was chosen.
    pub(crate) fn choice(self) -> NetworkChoice {
        NetworkChoice {
            proxy: match self.way.get_untracked() {
                Way::System => ProxyChoice::System,
                Way::None => ProxyChoice::None,
                Way::Typed => ProxyChoice::Url(self.url.get_untracked().trim().to_owned()),
            },
            certificates: self.certificates(),
        }
    }

    pub(super) fn certificates(self) -> CertificateSource {
        match self.source.get_untracked() {
            Source::Keep => CertificateSource::Keep,
            Source::Remove => CertificateSource::Remove,
            Source::Path => CertificateSource::Path(self.path.get_untracked()),
            Source::Pasted => CertificateSource::Pasted(self.pasted.get_untracked()),
        }
    }

    /// Whether anything but the usual was chosen.
    pub(crate) fn is_usual(self) -> bool {
        self.way.get_untracked() == Way::System && self.source.get_untracked() == Source::Keep
    }
}

/// The fields.
#[component]
pub(crate) fn NetworkFields(
    typed: NetworkTyped,
    /// What the system says about a proxy, where that is known.
    #[prop(into)]
    system: String,
    /// What was chosen is being tried, and is not changed meanwhile.
    #[prop(into, default = Signal::derive(|| false))]
    locked: Signal<bool>,
) -> impl IntoView {
    let choose = move |way| {
        if !locked.get_untracked() {
            typed.way.set(way);
        }
    };
    view! {
        <fieldset class="field netset">
            <legend class="label">"Proxy"</legend>
            <div class="seg" role="group" aria-label="Proxy">
                {[
                    (Way::System, "Like the system", "proxy-system"),
                    (Way::None, "None", "proxy-none"),
                    (Way::Typed, "This one", "proxy-typed"),
                ]
                    .map(|(way, name, test)| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || (typed.way.get() == way).to_string()
                                aria-disabled=move || locked.get().to_string()
                                data-test=test
                                on:click=move |_| choose(way)
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            {move || match typed.way.get() {
                Way::System if system.is_empty() => None,
                Way::System => {
                    let said = format!("What the system says now: {system}");
                    Some(view! { <p class="hint" data-test="proxy-said">{said}</p> }.into_any())
                }
                Way::None => None,
                Way::Typed => Some(view! { <Address url=typed.url locked /> }.into_any()),
            }}
        </fieldset>
        <CertificateFields typed locked />
    }
}

#[component]
fn Address(url: RwSignal<String>, locked: Signal<bool>) -> impl IntoView {
    view! {
        <input
            class="input mono"
            aria-label="Address of the proxy"
            aria-describedby="proxy-hint"
            placeholder="http://proxy.example:3128"
            autocomplete="off"
            spellcheck="false"
            readonly=move || locked.get()
            data-test="proxy-url"
            prop:value=move || url.get()
            on:input=move |event| url.set(event_target_value(&event))
        />
        <p class="hint" id="proxy-hint">
            "http or https, without a user name and password. A proxy that wants a sign-in needs a local one that signs in for you."
        </p>
    }
}
