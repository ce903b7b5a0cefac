//! Where the window stood and how large it was, kept over restarts, and the question before
//! it closes. It is kept in the home, which a plugin for it would not do.

use std::{
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use app::App;
use serde::{Deserialize, Serialize};
use tauri::{Manager, PhysicalPosition, PhysicalSize, Runtime, WebviewWindow, WindowEvent};

use crate::home::Home;

/// In the pixels of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    maximized: bool,
}

/// A screen: its left top corner and its size.
type Screen = ((i32, i32), (u32, u32));

/// So much of the head of the window, in pixels, must be on a screen to take hold of it.
const HOLD: i32 = 40;

impl Place {
    /// The screen on which the head of the window would be, where it can be taken hold of.
    fn screen(&self, screens: &[Screen]) -> Option<Screen> {
        let middle = self.x.saturating_add_unsigned(self.width / 2);
        let on = |((left, top), (width, height)): &&Screen| {
            let bottom = top.saturating_add_unsigned(*height).saturating_sub(HOLD);
            (*left..left.saturating_add_unsigned(*width)).contains(&middle)
                && (*top..bottom).contains(&self.y)
        };
        screens.iter().find(on).copied()
    }

    /// No larger than the screen it will be on.
    fn size_on(&self, (_, (width, height)): Screen) -> (u32, u32) {
        (self.width.min(width), self.height.min(height))
    }

    fn is_sane(&self) -> bool {
        (400..=20_000).contains(&self.width) && (300..=20_000).contains(&self.height)
    }
}

fn file(home: &Home) -> PathBuf {
    home.directory().join("window.json")
}

fn load(home: &Home) -> Option<Place> {
    let text = fs::read_to_string(file(home)).ok()?;
    let place: Place = serde_json::from_str(&text).ok()?;
    place.is_sane().then_some(place)
}

/// Puts the window where it was, and from now on remembers where it is.
pub(crate) fn follow<R: Runtime>(window: &WebviewWindow<R>, core: &App) {
    let home = window.state::<Home>().inner().clone();
    let kept = load(&home);
    if let Some(place) = kept
        && let Err(error) = put(window, place)
    {
        tracing::warn!(%error, "could not put the window where it was");
    }
    let last = Mutex::new(kept);
    let (window, core) = (window.clone(), core.clone());
    window.clone().on_window_event(move |event| match event {
        WindowEvent::Resized(_) | WindowEvent::Moved(_) => {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(place) = now(&window, *last) {
                *last = Some(place);
            }
        }
        WindowEvent::CloseRequested { api, .. } => {
            let place = *last.lock().unwrap_or_else(PoisonError::into_inner);
            keep(&home, place);
            if !core.may_close() {
                api.prevent_close();
            }
        }
        WindowEvent::Destroyed => {
            let place = *last.lock().unwrap_or_else(PoisonError::into_inner);
            keep(&home, place);
        }
        _ => {}
    });
}

fn put<R: Runtime>(window: &WebviewWindow<R>, place: Place) -> tauri::Result<()> {
    let screens: Vec<Screen> = window
        .available_monitors()?
        .iter()
        .map(|screen| {
            let (at, size) = (screen.position(), screen.size());
            ((at.x, at.y), (size.width, size.height))
        })
        .collect();
    let there = place.screen(&screens);
    // Else where the desktop puts new windows: which screen that is, it does not say.
    if let Some(screen) = there.or_else(|| screens.first().copied()) {
        let (width, height) = place.size_on(screen);
        window.set_size(PhysicalSize::new(width, height))?;
    }
    if there.is_some() {
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
    }
    if place.maximized {
        window.maximize()?;
    }
    Ok(())
}

/// A maximized window remembers the size to which it goes back.
fn now<R: Runtime>(window: &WebviewWindow<R>, last: Option<Place>) -> Option<Place> {
    if window.is_minimized().unwrap_or(false) {
        return None;
    }
    let maximized = window.is_maximized().unwrap_or(false);
    if maximized && let Some(last) = last {
        return Some(Place { maximized, ..last });
    }
    let (size, at) = (window.inner_size().ok()?, window.outer_position().ok()?);
    Some(Place {
        x: at.x,
        y: at.y,
        width: size.width,
        height: size.height,
        maximized,
    })
}

fn keep(home: &Home, place: Option<Place>) {
    let Some(place) = place else { return };
    let written = serde_json::to_string(&place)
        .map_err(std::io::Error::other)
        .and_then(|text| fs::write(file(home), text));
    if let Err(error) = written {
        tracing::warn!(%error, "could not keep where the window was");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = ((0, 0), (1920, 1080));

    fn at(x: i32, y: i32) -> Place {
        Place {
            x,
            y,
            width: 1280,
            height: 800,
            maximized: false,
        }
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_is_not_put_there() {
        assert_eq!(at(2500, 100).screen(&[SCREEN]), None);
        assert_eq!(at(100, -300).screen(&[SCREEN]), None);
        assert_eq!(at(100, 1079).screen(&[SCREEN]), None, "a pixel of its head");
        assert_eq!(at(100, 100).screen(&[]), None);
        assert_eq!(at(100, 100).screen(&[SCREEN]), Some(SCREEN));
        let right = ((1920, 0), (1920, 1080));
        assert_eq!(at(2500, 100).screen(&[SCREEN, right]), Some(right));
    }

    #[test]
    fn a_window_is_no_larger_than_its_screen() {
        let small = ((0, 0), (1366, 768));
        assert_eq!(at(0, 0).size_on(small), (1280, 768));
        assert_eq!(at(0, 0).size_on(SCREEN), (1280, 800));
    }

    #[test]
    fn a_place_that_makes_no_sense_is_forgotten() {
        let directory =
            std::env::temp_dir().join(format!("switchboard-place-{}", std::process::id()));
        fs::create_dir_all(&directory).expect("a directory");
        let home = Home::at(&directory.to_string_lossy(), true);
        assert_eq!(load(&home), None, "nothing was kept yet");
        for broken in [
            "",
            "{",
            "{\"x\":0,\"y\":0,\"width\":1,\"height\":1,\"maximized\":false}",
        ] {
            fs::write(file(&home), broken).expect("a file");
            assert_eq!(load(&home), None, "{broken:?}");
        }
        keep(&home, Some(at(10, 20)));
        assert_eq!(load(&home), Some(at(10, 20)));
        fs::remove_dir_all(&directory).expect("it was made above");
    }
}
