//! The message around a connect link, as text with placeholders: the box, what is filled in,
//! and what in it will not be.

use domain::message::{MAX_TEMPLATE, names_link, unknown};
use leptos::prelude::*;

/// What will not come out as it was meant.
fn warning(template: &str) -> Option<String> {
    if let Some(word) = unknown(template).first() {
        return Some(format!(
            "{{{word}}} is not a placeholder and stays as it is."
        ));
    }
    (!names_link(template))
        .then(|| "The text has no {link}: the link is put at its end.".to_owned())
}

/// The box and the hint under it.
#[component]
pub(crate) fn TemplateBox(
    template: RwSignal<String>,
    labelled_by: &'static str,
    test: &'static str,
    /// What can be done with it, behind the hint.
    children: Children,
) -> impl IntoView {
    let hint = format!("{test}-hint");
    view! {
        <textarea
            class="input"
            rows="8"
            aria-labelledby=labelled_by
            aria-describedby=hint.clone()
            maxlength=MAX_TEMPLATE.to_string()
            data-test=test
            prop:value=move || template.get()
            on:input=move |event| template.set(event_target_value(&event))
        ></textarea>
        <p class="hint" id=hint>
            {move || {
                template
                    .with(|template| warning(template))
                    .unwrap_or_else(|| {
                        "{tenant} {app} {account} {expiry} and {link} are filled in.".to_owned()
                    })
            }}
            " "
            {children()}
        </p>
    }
}
