//! What a question is about: the row, where its title does not name it, and the project, with the
//! mark of production.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::ShowIntegration;

use crate::act::Errand;
use crate::desk::use_desk;

/// The line below the title.
#[component]
pub(crate) fn Meant(
    /// Which row, where the title does not name it.
    #[prop(optional)]
    row: Option<IntegrationId>,
    /// By which a dialog has it read aloud.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let desk = use_desk();
    let named = RwSignal::new(None::<String>);
    if let Some(integration) = row {
        // Where it cannot be read, what is asked for fails too, and says why.
        Errand::unseen().run(ShowIntegration { integration }, move |view| {
            let row = view.row;
            let words = format!("{} for {}", row.toolkit_name, row.tenant_name);
            let _ = named.try_set(Some(words));
        });
    }
    let project = Memo::new(move |_| {
        desk.console.frame.with(|frame| {
            let profile = frame.as_ref()?.profile.as_ref()?;
            Some((profile.name.clone(), profile.production))
        })
    });
    move || {
        project.get().map(|(name, production)| {
            let of = move || match named.get() {
                Some(row) => view! { <strong>{row}</strong> ", in " }.into_any(),
                None => "In ".into_any(),
            };
            view! {
                <p class="small muted wrap" id=id data-test="meant">
                    {of} <strong>{name}</strong> " "
                    {production.then(|| view! { <span class="tag tag--warn">"Production"</span> })}
                </p>
            }
        })
    }
}
