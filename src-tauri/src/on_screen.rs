//! A window that is larger than all there is to see it on: it was so large on a screen that is gone.

use tauri::{AppHandle, PhysicalPosition, PhysicalRect, PhysicalSize};

use crate::window;

/// Makes the main window fit, when it has got larger than all screens together.
pub(crate) fn fit(app: &AppHandle) {
    if let Err(error) = try_to_fit(app) {
        tracing::warn!(%error, "The window could not be made to fit the screen");
    }
}

fn try_to_fit(app: &AppHandle) -> tauri::Result<()> {
    let Some(window) = window::main(app) else { return Ok(()) };
    let screens = window.available_monitors()?;
    let all = screens.iter().map(|it| rect(*it.position(), *it.size())).reduce(around);
    let free = screens.iter().map(|it| *it.work_area()).reduce(around);
    let (Some(all), Some(free)) = (all, free) else { return Ok(()) };
    let (outer, inner) = (window.outer_size()?, window.inner_size()?);
    if outer.width > all.size.width || outer.height > all.size.height {
        window.set_size(fitting(outer, inner, free.size))?;
        window.set_position(free.position)?;
    }
    Ok(())
}

/// What is left for the page of a window that has to fit, in pixels: its frame has to fit too.
fn fitting(
    outer: PhysicalSize<u32>,
    inner: PhysicalSize<u32>,
    room: PhysicalSize<u32>,
) -> PhysicalSize<u32> {
    let side = |outer: u32, inner: u32, room: u32| {
        let frame = outer.saturating_sub(inner);
        inner.min(room.saturating_sub(frame))
    };
    PhysicalSize::new(
        side(outer.width, inner.width, room.width),
        side(outer.height, inner.height, room.height),
    )
}

fn rect(position: PhysicalPosition<i32>, size: PhysicalSize<u32>) -> PhysicalRect<i32, u32> {
    PhysicalRect { position, size }
}

/// The smallest that holds both.
fn around(a: PhysicalRect<i32, u32>, b: PhysicalRect<i32, u32>) -> PhysicalRect<i32, u32> {
    let side = |a: (i32, u32), b: (i32, u32)| {
        let start = a.0.min(b.0);
        let end = a.0.saturating_add_unsigned(a.1).max(b.0.saturating_add_unsigned(b.1));
        (start, end.abs_diff(start))
    };
    let (left, width) = side((a.position.x, a.size.width), (b.position.x, b.size.width));
    let (top, height) = side((a.position.y, a.size.height), (b.position.y, b.size.height));
    rect(PhysicalPosition::new(left, top), PhysicalSize::new(width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_side_by_side_are_one_room() {
        let left = rect(PhysicalPosition::new(-1920, 200), PhysicalSize::new(1920, 1080));
        let right = rect(PhysicalPosition::new(0, 0), PhysicalSize::new(1400, 1000));
        for room in [around(left, right), around(right, left)] {
            assert_eq!(room.position, PhysicalPosition::new(-1920, 0));
            assert_eq!(room.size, PhysicalSize::new(3320, 1280));
        }
    }

    #[test]
    fn the_frame_has_its_place_too() {
        let (outer, inner) = (PhysicalSize::new(3010, 640), PhysicalSize::new(3000, 600));
        let fits = fitting(outer, inner, PhysicalSize::new(1400, 1000));
        assert_eq!(fits, PhysicalSize::new(1390, 600), "only what is too large gets smaller");
    }
}
