//! The pictures that journeys take on their way. `SWITCHBOARD_PICTURES` names the directory that
//! they go to; without it a picture is only looked at for what no screen may do.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::window::Window;

/// The directory of the pictures.
const DIRECTORY: &str = "SWITCHBOARD_PICTURES";

/// `dark`, or anything else for light.
const THEME: &str = "SWITCHBOARD_PICTURES_THEME";

/// Every picture there is; `cargo xtask screenshots` holds the journeys to it.
const NAMES: &str = include_str!("../pictures.txt");

/// The end of the name of a picture in the smallest window.
const SMALL: &str = "@1024";

/// The end of the name of a picture with everything twice as large.
const TWICE: &str = "@200";

/// What no screen may do, whatever is on it: what sticks out of the window, what lies where nothing
/// scrolls to, what is cut off inside a button, and a part that is read aloud twice because its
/// container is as well.
const FAULTS: &str = r#"
const name = e => e.getAttribute('data-test') || e.id || e.className || e.tagName;
// What a closed details holds may have a box all the same.
const shown = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden'
    && !e.closest('.vh, .skip, details:not([open]) > :not(summary)');
const all = css => [...document.querySelectorAll(css)].filter(shown);
const faults = [];
const page = document.documentElement;
const controls = 'button, input, select, textarea, a[href], summary, [role=option], [role^=menuitem], [role=row][data-index]';
const layers = '[role=dialog], [role=alertdialog], [role=menu], .toast';
if (page.scrollWidth > innerWidth) faults.push('the page is wider than the window');
// In one column (200 % of the smallest) the page itself is scrolled.
if (page.scrollHeight > innerHeight && innerWidth > 760) faults.push('the page is higher than the window');
for (const e of all(controls + ', .pane')) {
    const box = e.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) faults.push(name(e) + ' sticks out sideways');
}
// What lies over the rest is whole: neither the window nor what is around it cuts it off. Where the
// page itself is scrolled, a menu may begin below what is seen of it; opened there, it is scrolled to.
const cut = e => {
    const box = e.getBoundingClientRect();
    const out = (top, left, bottom, right) => box.top < top - 1 || box.left < left - 1 || box.bottom > bottom + 1 || box.right > right + 1;
    let at = e;
    for (; at !== page && getComputedStyle(at).position !== 'fixed'; at = at.parentElement) {
        const hole = at.parentElement.getBoundingClientRect();
        if (getComputedStyle(at.parentElement).overflow !== 'visible' && out(hole.top, hole.left, hole.bottom, hole.right)) return true;
    }
    if (at === page && innerWidth <= 760) return out(-scrollY, 0, page.scrollHeight - scrollY, innerWidth);
    return out(0, 0, innerHeight, innerWidth);
};
for (const e of all(layers)) if (cut(e)) faults.push(name(e) + ' is not whole');
// Whether it lies above or below all that can be seen, and nothing around it scrolls there. What
// scrolls has to be within reach itself.
const lost = e => {
    const box = e.getBoundingClientRect();
    for (let at = e; at !== page; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (at !== e && style.overflowY !== 'visible') {
            if (/auto|scroll/.test(style.overflowY) && at.scrollHeight > at.clientHeight) return lost(at);
            const hole = at.getBoundingClientRect();
            if (box.top >= hole.bottom || box.bottom <= hole.top) return true;
        }
        if (style.position === 'fixed') return box.top < -1 || box.bottom > innerHeight + 1;
    }
    return box.top + scrollY < -1 || box.bottom + scrollY > page.scrollHeight + 1;
};
const off = e => e.matches(':disabled, [aria-disabled=true]') || e.closest('[inert]');
for (const e of all(controls)) {
    const box = e.getBoundingClientRect();
    if (box.width > 0 && box.height > 0 && !off(e) && lost(e)) faults.push(name(e) + ' is out of reach');
}
for (const e of all('button')) {
    if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).textOverflow !== 'ellipsis') faults.push(name(e) + ' does not hold what is on it');
}
for (const e of all('.pane__b, .sheet__b, .dialog__b, .help__page, .pane__f, .sheet__f, .dialog__f')) {
    if (e.scrollWidth > e.clientWidth + 1) faults.push(name(e) + ' is cut off sideways');
}
for (const e of document.querySelectorAll('[aria-live] [role=status], [aria-live] [role=alert], [role=status] [role=status]'))
    faults.push(name(e) + ' is read aloud twice');
return faults;
"#;

/// Whether the programs under test are to be dark from the start.
pub(crate) fn is_dark() -> bool {
    env::var_os(THEME).is_some_and(|theme| theme == "dark")
}

fn names() -> impl Iterator<Item = &'static str> {
    NAMES
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Window {
    /// A named moment of a journey: nothing on the screen may be out of place. Where pictures are
    /// wanted it becomes `NAME-light.png` or `NAME-dark.png`. A name that ends in `@1024` is of
    /// the window at its smallest.
    pub async fn picture(&self, name: &str) -> Result<()> {
        ensure!(
            names().any(|known| known == name),
            "`{name}` is not in tests/pictures.txt"
        );
        if !name.ends_with(SMALL) {
            self.pose(name).await?;
            return self.fits_the_smallest(name).await;
        }
        self.resize(1024, 640).await?;
        let posed = self.pose(name).await;
        self.resize(1280, 800).await?;
        posed
    }

    /// Every moment is looked at in the smallest window as well, whether or not a picture of it is
    /// kept: nothing there may stick out or be cut off. With everything twice as large there is the
    /// least room that anybody has, and nearly all scrolls: nobody may be kept out of that.
    async fn fits_the_smallest(&self, name: &str) -> Result<()> {
        self.resize(1024, 640).await?;
        self.rest().await?;
        let faults = self.faults().await;
        let barriers = if name.ends_with(TWICE) {
            self.barriers().await
        } else {
            Ok(Vec::new())
        };
        self.resize(1280, 800).await?;
        // Whatever is pressed next is where it will stay.
        self.rest().await?;
        let faults = faults?;
        ensure!(
            faults.is_empty(),
            "`{name}`, in the smallest window: {}",
            json!(faults)
        );
        let barriers = barriers?;
        ensure!(
            barriers.is_empty(),
            "`{name}`, in the smallest window, keeps somebody out:\n{}",
            barriers.join("\n")
        );
        Ok(())
    }

    /// What is on the screen against the rules of every screen, in words.
    pub async fn faults(&self) -> Result<Vec<String>> {
        let faults = self.run(FAULTS, Vec::new()).await?;
        Ok(serde_json::from_value(faults)?)
    }

    async fn pose(&self, name: &str) -> Result<()> {
        self.nothing_moves(name).await?;
        self.rest().await?;
        let faults = self.faults().await?;
        if let Some(directory) = env::var_os(DIRECTORY) {
            keep(&path(Path::new(&directory), name), &self.png().await?)?;
        }
        let barriers = self.barriers().await?;
        ensure!(faults.is_empty(), "`{name}`: {}", json!(faults));
        ensure!(
            barriers.is_empty(),
            "`{name}` keeps somebody out:\n{}",
            barriers.join("\n")
        );
        Ok(())
    }
}

fn path(directory: &Path, name: &str) -> PathBuf {
    let theme = if is_dark() { "dark" } else { "light" };
    directory.join(format!("{name}-{theme}.png"))
}

/// Two moments with one name would overwrite each other.
fn keep(path: &Path, png: &[u8]) -> Result<()> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let mut file = fs::File::create_new(path)
        .with_context(|| format!("the picture `{}` cannot be taken", path.display()))?;
    Ok(file.write_all(png)?)
}
