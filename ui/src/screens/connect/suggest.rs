//! Making the auth config that is chosen the suggested one.

use domain::{AuthConfigId, ToolkitSlug};
use leptos::prelude::*;
use wire::SetAuthDefault;

use super::Choice;
use crate::dom;
use crate::parts::{Gate, GateButton, UnlockHere};

fn suggest(choice: Choice, toolkit: ToolkitSlug, id: AuthConfigId, own: bool) {
    let ask = SetAuthDefault {
        toolkit: toolkit.clone(),
        tenant: choice.tenant.get_untracked().filter(|_| own),
        auth_config: Some(id),
    };
    let gate = Gate::admin(choice.desk);
    choice.errand.run_as_admin(gate, ask, move |_| {
        choice.held.read();
        choice.reload(move |options| {
            let fresh = options.toolkits.iter().find(|it| it.slug == toolkit);
            if fresh.is_some() {
                let _ = choice.toolkit.try_set(fresh.cloned());
            }
        });
    });
}

/// Two links, unless it is suggested already.
#[component]
pub(super) fn Suggest(choice: Choice) -> impl IntoView {
    let gate = Gate::admin(choice.desk);
    let offer = Memo::new(move |_| {
        let toolkit = choice.toolkit.get()?;
        let config = choice.config.get()?;
        let single = toolkit.auth_configs.len() < 2;
        (!single && choice.suggested(&toolkit) != Some(config.id.clone()))
            .then_some((toolkit.slug, config.id))
    });
    dom::focus_after(
        move || offer.with(Option::is_none),
        "[data-test=connect-config]:checked",
    );
    let press = move |own: bool| {
        if let Some((toolkit, id)) = offer.get_untracked() {
            suggest(choice, toolkit, id, own);
        }
    };
    move || {
        offer.get()?;
        let known = choice.tenant.with(Option::is_some);
        Some(view! {
            <p class="small muted">
                "Suggest this one "
                <GateButton
                    gate
                    class="linklike"
                    test="suggest-all"
                    errand=choice.errand
                    among=choice.pressed
                    on_press=Callback::new(move |()| press(false))
                >
                    "for every tenant"
                </GateButton>
                {known
                    .then(|| {
                        view! {
                            " or "
                            <GateButton
                                gate
                                class="linklike"
                                test="suggest-tenant"
                                errand=choice.errand
                                among=choice.pressed
                                on_press=Callback::new(move |()| press(true))
                            >
                                "for this tenant"
                            </GateButton>
                        }
                    })} ". " <UnlockHere />
            </p>
        })
    }
}
