//! Adding a company's certificates: by the path of a file, or pasted. They are read at
//! once, so that a wrong file is found here and not at the next connection.

use leptos::prelude::*;
use wire::CheckCertificates;

use super::Certificates;
use super::fields::{NetworkTyped, Source};
use crate::act::Errand;
use crate::parts::{FaultNote, Spinner};

/// The fields.
#[component]
pub(super) fn CertificateFields(typed: NetworkTyped, locked: Signal<bool>) -> impl IntoView {
    let errand = Errand::new();
    let choose = move |source| {
        if locked.get_untracked() {
            return;
        }
        typed.source.set(source);
        typed.read.set(None);
        errand.fault.set(None);
    };
    let ways = move || {
        let (keep, remove) = match typed.has_some.get() {
            true => (
                "Keep them",
                Some((Source::Remove, "Remove them", "certificates-remove")),
            ),
            false => ("None", None),
        };
        [
            Some((Source::Keep, keep, "certificates-keep")),
            Some((Source::Path, "From a file", "certificates-file")),
            Some((Source::Pasted, "Paste", "certificates-paste")),
            remove,
        ]
        .into_iter()
        .flatten()
        .map(|(source, name, test)| {
            view! {
                <button
                    type="button"
                    aria-pressed=move || (typed.source.get() == source).to_string()
                    aria-disabled=move || locked.get().to_string()
                    data-test=test
                    on:click=move |_| choose(source)
                >
                    {name}
                </button>
            }
        })
        .collect_view()
    };
    view! {
        <fieldset class="field netset">
            <legend class="label">"Company certificates"</legend>
            <div class="seg" role="group" aria-label="Company certificates">
                {ways}
            </div>
            <Given typed errand locked />
            {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
            <Read typed />
            <p class="hint">
                "Only needed where your company looks into encrypted connections. Added to what the system trusts, for this project only."
            </p>
        </fieldset>
    }
}

/// What was found in what was given.
#[component]
fn Read(typed: NetworkTyped) -> impl IntoView {
    move || {
        typed.read.get().map(|certificates| {
            let count = match certificates.len() {
                1 => "1 certificate".to_owned(),
                many => format!("{many} certificates"),
            };
            view! {
                <div data-test="certificates-read">
                    <p class="small">
                        {format!("{count}, trusted once saved, besides the system's:")}
                    </p>
                    <Certificates certificates />
                </div>
            }
        })
    }
}

/// The path or the text, and the button that reads it.
#[component]
fn Given(typed: NetworkTyped, errand: Errand, locked: Signal<bool>) -> impl IntoView {
    let read = move || {
        let ask = CheckCertificates {
            certificates: typed.certificates(),
        };
        let asked = ask.certificates.clone();
        typed.read.set(None);
        errand.run(ask, move |view| {
            // The form may be gone by now, and what was typed since is not what was read.
            if !typed.read.is_disposed() && typed.certificates() == asked {
                typed.read.set(Some(view.certificates));
            }
        });
    };
    // What was said of other words says nothing about these.
    let forget = move || {
        typed.read.set(None);
        errand.fault.set(None);
    };
    let button = move || {
        view! {
            <button
                type="button"
                class="btn btn--sm"
                class:is-busy=move || errand.busy.get()
                data-test="certificates-check"
                on:click=move |_| read()
            >
                <Show when=move || errand.busy.get()>
                    <Spinner />
                </Show>
                "Read them"
            </button>
        }
    };
    move || match typed.source.get() {
        Source::Keep | Source::Remove => None,
        Source::Path => Some(
            view! {
                <input
                    class="input mono"
                    aria-label="Path of the file"
                    placeholder="/etc/ssl/company-ca.pem"
                    autocomplete="off"
                    spellcheck="false"
                    readonly=move || locked.get()
                    data-test="certificates-path"
                    prop:value=move || typed.path.get()
                    on:input=move |event| {
                        forget();
                        typed.path.set(event_target_value(&event));
                    }
                    on:change=move |_| read()
                />
                <div class="btns">{button()}</div>
            }
            .into_any(),
        ),
        Source::Pasted => Some(
            view! {
                <textarea
                    class="input mono netset__pem"
                    aria-label="Certificates in PEM"
                    rows="5"
                    placeholder="-----BEGIN CERTIFICATE-----"
                    autocomplete="off"
                    spellcheck="false"
                    readonly=move || locked.get()
                    data-test="certificates-text"
                    prop:value=move || typed.pasted.get()
                    on:input=move |event| {
                        forget();
                        typed.pasted.set(event_target_value(&event));
                    }
                    on:change=move |_| read()
                ></textarea>
                <div class="btns">{button()}</div>
            }
            .into_any(),
        ),
    }
}
