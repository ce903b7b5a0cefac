//! What stands where rows will be.

use leptos::prelude::*;

use crate::dom;

/// Rows to come, after 200 ms; the same geometry as the rows.
#[component]
pub(crate) fn Skeleton(class: &'static str) -> impl IntoView {
    let late = RwSignal::new(false);
    dom::after(200, move || {
        let _ = late.try_set(true);
    });
    let cells = if class.contains("tenants") { 3 } else { 5 };
    view! {
        <Show when=move || late.get()>
            <div class="grid__skeleton" aria-hidden="true" data-test="skeleton">
                {(0..14)
                    .map(|row| {
                        view! {
                            <div class="row">
                                {(0..cells)
                                    .map(|cell| {
                                        let width = 45 + (row * 17 + cell * 29) % 45;
                                        view! {
                                            <span>
                                                <span
                                                    class="sk"
                                                    style:width=format!("{width}%")
                                                ></span>
                                            </span>
                                        }
                                    })
                                    .collect_view()}
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
        </Show>
    }
}
