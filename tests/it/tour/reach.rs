//! That what no screen may do would be found: it is planted here.

use anyhow::{Result, ensure};
use e2e::{Desk, Window};

use crate::steps::{demo, find_row};

/// A button in a box of its own, for one of the [`WAYS`] to place.
const PLANT: &str = "const box = document.createElement('div');\
    const button = document.createElement('button');\
    box.id = 'plant';\
    box.append(button);\
    button.dataset.test = 'planted';\
    button.textContent = 'Planted';\
    const into = css => document.querySelector(css).append(box);\
    const below = () => { into('body'); box.style.cssText = 'position: fixed; top: 101vh'; };";

/// How it is placed, and the fault that it is there; none where something scrolls to it, and where it is
/// off or hidden.
const WAYS: [(&str, &str); 10] = [
    ("below()", "planted is out of reach"),
    (
        "into('.main'); box.style.cssText = 'position: relative; top: 100vh'",
        "planted is out of reach",
    ),
    (
        "into('.main'); box.style.cssText = 'height: 4px; overflow: hidden'; button.style.marginTop = '9px'",
        "planted is out of reach",
    ),
    (
        "below(); box.style.top = '50vh'; box.style.height = '51vh'; box.setAttribute('role', 'dialog')",
        "plant is not whole",
    ),
    (
        "into('.pane__b'); button.setAttribute('role', 'menu'); box.style.cssText = 'height: 4px; overflow: hidden'",
        "planted is not whole",
    ),
    ("into('.pane__b'); box.style.marginTop = '200vh'", ""),
    ("below(); button.disabled = true", ""),
    ("below(); button.style.visibility = 'hidden'", ""),
    ("below(); box.className = 'vh'", ""),
    (
        "below(); const closed = document.createElement('details'); box.append(closed); closed.append(button)",
        "",
    ),
];

#[tokio::test]
async fn what_nothing_scrolls_to_would_be_found() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    nothing_is_found(&window, "the list and a pane").await?;
    for (way, fault) in WAYS {
        window.run(&format!("{PLANT}{way};"), Vec::new()).await?;
        if fault.is_empty() {
            nothing_is_found(&window, way).await?;
        } else {
            let faults = window.faults().await?;
            ensure!(faults.iter().any(|it| it == fault), "{way}: {faults:?}");
        }
        let away = "document.getElementById('plant').remove()";
        window.run(away, Vec::new()).await?;
    }
    nothing_is_found(&window, "all of it taken away").await?;
    window.close().await
}

async fn nothing_is_found(window: &Window, way: &str) -> Result<()> {
    let faults = window.faults().await?;
    ensure!(faults.is_empty(), "{way}: {faults:?}");
    Ok(())
}
