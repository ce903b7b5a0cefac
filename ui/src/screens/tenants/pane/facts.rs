//! What a person said of the tenant.

use leptos::prelude::*;

use super::{View, part};
use crate::parts::When;

/// Contact, expected account, tags.
#[component]
pub(super) fn Facts(view: View) -> impl IntoView {
    let shown = part(view, |view| (view.details.clone(), view.since));
    move || {
        let (details, since) = shown.get()?;
        let none = || "None".to_owned();
        let expected = details
            .expected
            .map_or_else(|| "Anybody".to_owned(), |it| it.to_string());
        Some(view! {
            <section class="sect" data-test="tenant-facts">
                <h3>"Contact"</h3>
                <dl class="kv">
                    <dt>"E-mail"</dt>
                    <dd class="selectable">{details.contact.unwrap_or_else(none)}</dd>
                    <dt>"Expected account"</dt>
                    <dd class="selectable">{expected}</dd>
                    <dt>"Tags"</dt>
                    <dd>
                        {if details.tags.is_empty() {
                            none().into_any()
                        } else {
                            details
                                .tags
                                .into_iter()
                                .map(|tag| view! { <span class="tag">{tag}</span> })
                                .collect_view()
                                .into_any()
                        }}
                    </dd>
                    <dt>"On the list since"</dt>
                    <dd>
                        <When at=since />
                    </dd>
                </dl>
            </section>
        })
    }
}
