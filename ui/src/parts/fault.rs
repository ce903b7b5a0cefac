//! The one pattern in which a fault is shown: the message first, one button by its
//! remedy, the raw words folded, the reference last.

use leptos::html;
use leptos::prelude::*;
use wire::help::HelpId;
use wire::{Fault, Remedy, RetryKeyring};

use super::admin::unlock;
use super::dismiss::DismissButton;
use super::help::HelpButton;
use super::icon::Icon;
use super::retry::{Retry, retry_button};
use super::wait_button::WaitButton;
use crate::act::Errand;
use crate::desk::{Screen, SetupFor, use_desk};
use crate::dom;
use crate::screens::settings::Section;
use crate::text::{is_long, remedy_label};

/// A fault, told whole.
#[component]
pub(crate) fn FaultNote(
    fault: Fault,
    /// What "Try again" means here; without it there is no such button.
    #[prop(optional)]
    retry: Option<Retry>,
    /// What taking the note away means.
    #[prop(optional)]
    dismiss: Option<Callback<()>>,
    /// A second way out, where there is one: what it says and does.
    #[prop(optional)]
    also: Option<(&'static str, Callback<()>)>,
    /// `callout` in a pane or sheet, `banner` in the frame.
    #[prop(default = "callout callout--bad")]
    class: &'static str,
    /// Whether it comes into view by itself.
    #[prop(optional)]
    in_view: bool,
) -> impl IntoView {
    let note = NodeRef::<html::Div>::new();
    if in_view {
        note.on_load(|note| dom::show(&note));
    }
    let Fault {
        code,
        message,
        remedy,
        details,
        reference,
    } = fault;
    // Long words are scrolled in their place, which the keyboard has to reach.
    let long = is_long(&message);
    // The second way out asks by the same errand.
    let waits = retry.map_or_else(|| Signal::derive(|| false), Retry::waits);
    let still = still_so(waits);
    view! {
        <div node_ref=note class=class role="alert" data-test="fault" data-code=code.as_str()>
            <Icon name="alert" />
            <div class="grow fault">
                <p data-test="fault-message" tabindex=long.then_some("0")>{message}</p>
                <span class="vh" role="status">
                    {move || still.get().then_some("It is still so.")}
                </span>
                {folded(code.as_str(), details, reference)}
            </div>
            <div class="btns">
                {remedy_button(remedy, retry)}
                {also
                    .map(|(label, press)| {
                        view! {
                            <WaitButton waits test="fault-also" class="btn btn--sm" on_press=press>
                                {label}
                            </WaitButton>
                        }
                    })}
                <HelpButton page=HelpId::of_code(code) />
                {dismiss
                    .map(|dismiss| {
                        view! { <DismissButton test="fault-dismiss" on_press=dismiss /> }
                    })}
            </div>
        </div>
    }
}

/// What an errand could not do, until somebody takes the note away. It comes into view: who
/// pressed something below it would wait for an answer that is there.
#[component]
pub(crate) fn ErrandNote(errand: Errand) -> impl IntoView {
    move || {
        errand.fault.get().map(|fault| {
            let dismiss = Callback::new(move |()| errand.fault.set(None));
            view! { <FaultNote fault dismiss in_view=true /> }
        })
    }
}

/// The raw words, for who wants them.
pub(crate) fn folded(
    code: &'static str,
    details: Option<String>,
    reference: Option<String>,
) -> impl IntoView {
    view! {
        <details class="small muted">
            <summary>"Details"</summary>
            <p>
                <code>{code}</code>
                {details
                    .map(|words| {
                        let long = is_long(&words);
                        view! {
                            <span class="fault__raw" tabindex=long.then_some("0")>
                                {words}
                            </span>
                        }
                    })}
            </p>
            {reference
                .map(|reference| {
                    view! {
                        <p>
                            "Reference " <code class="selectable">{reference}</code>
                        </p>
                    }
                })}
        </details>
    }
}

/// Whether it was tried again in vain: the note stays meanwhile, and whoever only hears it would not
/// know.
fn still_so(waits: Signal<bool>) -> RwSignal<bool> {
    let still = RwSignal::new(false);
    Effect::new(move |before: Option<bool>| {
        let now = waits.get();
        still.set(before == Some(true) && !now);
        now
    });
    still
}

fn remedy_button(remedy: Remedy, retry: Option<Retry>) -> Option<AnyView> {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let label = remedy_label(remedy)?;
    let press: Callback<()> = match remedy {
        Remedy::ReplaceApiKey => {
            let profile = untrack(|| desk.console.profile())?;
            Callback::new(move |()| desk.setup.set(Some(SetupFor::NewKey(profile.clone()))))
        }
        // Where the fields are in view already, trying again is what is left.
        Remedy::CheckProxy | Remedy::AddCertificate => {
            let there = move || {
                desk.screen.get() == Screen::Settings && desk.section.get() == Section::Network
            };
            // So are they in set-up, which may lie over a project that is open.
            let in_form = || desk.setup.with(Option::is_some) || desk.console.profile().is_none();
            if untrack(in_form) {
                return retry.map(|retry| retry_button("Try again", retry));
            }
            let go = errand.again(Callback::new(move |()| {
                // They lie under the sheet that asked.
                desk.overlay.set(None);
                desk.show_settings(Section::Network);
            }));
            // A banner stays while another section is opened.
            let button = move || match there() {
                true => retry.map(|retry| retry_button("Try again", retry)),
                false => Some(retry_button(label, go)),
            };
            return Some(button.into_any());
        }
        Remedy::UnlockAdmin => Callback::new(move |()| unlock(desk)),
        // A form that holds what was typed sends it again instead.
        Remedy::StartKeyring | Remedy::UnlockKeyring | Remedy::AllowKeyring => {
            let press = Callback::new(move |()| errand.run(RetryKeyring {}, |_| {}));
            return Some(retry_button(
                label,
                retry.unwrap_or_else(|| errand.again(press)),
            ));
        }
        Remedy::Retry
        | Remedy::Wait
        | Remedy::CheckDisk
        | Remedy::OpenYourself
        | Remedy::PasteMessage
        | Remedy::FindAgain
        | Remedy::OpenDemo
        | Remedy::InstallNewer
        | Remedy::GoOn
        | Remedy::ShowState
        | Remedy::StartOver
        | Remedy::AskAdmin
        | Remedy::ChangeInput
        | Remedy::KeepInMemory
        | Remedy::ReportBug => return retry.map(|retry| retry_button(label, retry)),
    };
    Some(retry_button(label, errand.again(press)))
}
