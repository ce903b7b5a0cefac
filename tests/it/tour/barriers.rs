//! What looks for barriers finds the ones that are there. A check that ran no rule, or that stayed in
//! one theme, would call every screen good.

use anyhow::{Result, ensure};
use e2e::{Desk, Window};

use crate::steps::demo;

/// A button without a name, and a text whose colour is the theme's on a ground that is not: it can
/// be read in the theme that is shown, and not in the other one.
const PLANT: &str = "const planted = document.createElement('div');\
    planted.id = 'planted';\
    const button = document.createElement('button');\
    button.id = 'planted-button';\
    button.type = 'button';\
    button.style.width = button.style.height = '32px';\
    const text = document.createElement('p');\
    text.id = 'planted-text';\
    text.textContent = 'Words that can be read';\
    text.style.color = 'var(--fg)';\
    const ground = getComputedStyle(document.documentElement).getPropertyValue('--bg-surface');\
    text.style.backgroundColor = ground.trim();\
    planted.append(button, text);\
    document.getElementById('content').prepend(planted);";

const UPROOT: &str = "document.getElementById('planted').remove();";

/// What is found on the screen once it has come to rest.
async fn found(window: &Window) -> Result<Vec<String>> {
    window.rest().await?;
    window.barriers().await
}

#[tokio::test]
async fn a_button_without_a_name_is_found_and_so_is_a_text_that_only_the_other_theme_hides()
-> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    window.run(PLANT, Vec::new()).await?;
    let told = found(&window).await?;
    let begins = |words: &str| told.iter().any(|line| line.starts_with(words));
    for words in [
        "button-name at #planted-button: ",
        "in the other theme: button-name at #planted-button: ",
        "in the other theme: color-contrast at #planted-text: ",
    ] {
        ensure!(begins(words), "no `{words}`: {told:?}");
    }
    let here = "color-contrast at #planted-text";
    ensure!(!begins(here), "it can be read in this theme: {told:?}");

    window.run(UPROOT, Vec::new()).await?;
    let left = found(&window).await?;
    ensure!(left.is_empty(), "nothing is planted any more: {left:?}");
    window.close().await
}
