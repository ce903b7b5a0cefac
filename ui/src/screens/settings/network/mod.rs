//! The network of the open project: its proxy, and certificates that it trusts besides
//! the system's.

mod certificates;
mod fields;

use domain::ProfileId;
use leptos::prelude::*;
use wire::{CertificateView, Code, NetworkView, SaveNetwork, ShowNetwork};

pub(crate) use self::fields::{NetworkFields, NetworkTyped};

use super::SectionHead;
use crate::act::Errand;
use crate::bridge;
use crate::desk::use_desk;
use crate::parts::{FaultNote, Gate, GateButton, Icon, WhyOff};
use crate::reading::Reading;
use crate::text;

/// The section.
#[component]
pub(super) fn Network() -> impl IntoView {
    let desk = use_desk();
    let demo = Memo::new(move |_| {
        desk.console.frame.with(|frame| {
            let profile = frame.as_ref().and_then(|frame| frame.profile.as_ref());
            profile.is_some_and(|profile| profile.demo)
        })
    });
    // The form is made anew for another project, and not with each word of this one.
    let key = Memo::new(move |_| desk.console.profile());
    let reading: Reading<ProfileId, NetworkView> =
        Reading::new(key.into(), Signal::derive(|| 0), |profile| {
            Box::pin(bridge::call(ShowNetwork { profile }))
        });
    let again = reading.again();
    // The form is made anew from what was kept; that it was kept is still to be said.
    let saved = RwSignal::new(false);
    view! {
        <div class="set__sec" data-test="network">
            <SectionHead
                name="Network"
                about="How this project reaches Composio from this computer."
            />
            <WhyOff what="change the network" />
            {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
            {move || {
                let view = reading.current()?;
                let profile = key.get()?;
                Some(
                    match demo.get() {
                        true => {
                            view! {
                                <p class="callout" data-test="network-demo">
                                    "The demo runs on this computer, so it needs no proxy and no certificates. Open a project of your own to set them."
                                </p>
                            }
                                .into_any()
                        }
                        false => view! { <Form profile view reading saved /> }.into_any(),
                    },
                )
            }}
        </div>
    }
}

#[component]
fn Form(
    profile: ProfileId,
    view: NetworkView,
    reading: Reading<ProfileId, NetworkView>,
    saved: RwSignal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let told = errand.told();
    let typed = NetworkTyped::of(&view);
    let loopback = view.loopback;
    let send = Callback::new(move |anyway: bool| {
        saved.set(false);
        let ask = SaveNetwork {
            profile: profile.clone(),
            network: typed.choice(),
            anyway,
        };
        let of = profile.clone();
        errand.run_as_admin(Gate::admin(desk), ask, move |view| {
            typed.kept(&view);
            let _ = saved.try_set(true);
            let _ = reading.value.try_set(Some((of, view)));
        });
    });
    view! {
        <form
            class="set__sec"
            aria-label="Network"
            on:submit=move |event| {
                event.prevent_default();
                send.run(false);
            }
            // What was said of other words says nothing about these.
            on:input=move |_| {
                errand.fault.set(None);
                saved.set(false);
            }
        >
            {loopback
                .then(|| {
                    view! {
                        <p class="muted" data-test="network-loopback">
                            "Composio's address is this computer, so no proxy is used, whatever is chosen here."
                        </p>
                    }
                })}
            {view
                .unread
                .into_iter()
                .map(|why| {
                    view! {
                        <div class="callout callout--warn" data-test="network-unread">
                            <Icon name="alert" />
                            <p>{why}</p>
                        </div>
                    }
                })
                .collect_view()}
            // Trying takes seconds, and the form is made anew from what was kept.
            <NetworkFields typed system=view.system locked=errand.busy />
            <Kept certificates=view.certificates />
            {move || told.get().map(|fault| refused(errand, fault, send))}
            <Buttons errand saved send />
        </form>
    }
}

/// What stands in the way, and the choice to keep it all the same: it is the way that
/// does not work, not the words. It comes into view: the buttons below it may be the last thing
/// in the window.
fn refused(errand: Errand, fault: wire::Fault, send: Callback<bool>) -> AnyView {
    let typed_wrong = matches!(fault.code, Code::BadInput | Code::RoleRefused);
    let retry = errand.again(Callback::new(move |()| send.run(false)));
    if typed_wrong {
        return view! { <FaultNote fault in_view=true /> }.into_any();
    }
    let also = ("Save anyway", Callback::new(move |()| send.run(true)));
    view! { <FaultNote fault retry also in_view=true /> }.into_any()
}

#[component]
fn Buttons(errand: Errand, saved: RwSignal<bool>, send: Callback<bool>) -> impl IntoView {
    let desk = use_desk();
    let press = Callback::new(move |()| send.run(false));
    view! {
        <div class="btns">
            <GateButton
                gate=Gate::admin(desk)
                test="network-save"
                class="btn btn--primary"
                errand
                on_press=press
            >
                {move || if errand.busy.get() { "Trying it…" } else { "Test and save" }}
            </GateButton>
            <span class="small muted" role="status" data-test="network-said">
                {move || saved.get().then_some("Saved. The project goes this way now.")}
            </span>
        </div>
    }
}

/// The certificates that are kept now.
#[component]
fn Kept(certificates: Vec<CertificateView>) -> impl IntoView {
    (!certificates.is_empty()).then(|| {
        view! {
            <section aria-label="Certificates that are kept" data-test="network-kept">
                <h3>"Trusted besides the system's"</h3>
                <Certificates certificates />
            </section>
        }
    })
}

/// Whose they are and until when they hold.
#[component]
pub(crate) fn Certificates(certificates: Vec<CertificateView>) -> impl IntoView {
    view! {
        <ul class="certs">
            {certificates
                .into_iter()
                .map(|one| {
                    let until = text::exact(one.until, crate::dom::zone(one.until));
                    let words = match one.expired {
                        true => format!("Expired on {until}"),
                        false => format!("Valid until {until}"),
                    };
                    view! {
                        <li data-test="certificate" data-expired=one.expired.to_string()>
                            <span class="selectable">{one.subject}</span>
                            <span class=if one.expired { "small bad" } else { "small muted" }>
                                {words}
                            </span>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
