//! The pictures of the tray, drawn from `icons/tray/*.svg`: a panel takes the size that it needs.

use tauri::image::Image;

use super::face::Mark;

macro_rules! in_all_sizes {
    ($name:literal) => {
        [
            include_bytes!(concat!("../../../icons/tray/", $name, "-16.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-22.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-24.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-32.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-48.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-64.png")).as_slice(),
        ]
    };
}

/// From the smallest to the largest; one that cannot be read is left out.
pub(super) fn of(mark: Mark) -> impl Iterator<Item = Image<'static>> {
    let pictures = match mark {
        Mark::Idle => in_all_sizes!("idle"),
        Mark::Playing => in_all_sizes!("playing"),
        Mark::Syncing => in_all_sizes!("syncing"),
        Mark::Attention => in_all_sizes!("attention"),
    };
    pictures.into_iter().filter_map(|png| Image::from_bytes(png).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_has_every_size() {
        for mark in [Mark::Idle, Mark::Playing, Mark::Syncing, Mark::Attention] {
            let sizes: Vec<_> = of(mark).map(|picture| picture.width()).collect();
            assert_eq!(sizes, [16, 22, 24, 32, 48, 64], "{mark:?}");
        }
    }
}
