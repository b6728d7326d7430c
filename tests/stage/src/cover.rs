//! Covers for made-up podcasts: three flat colours and one shape.

use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::png::PngEncoder};

const SIDE: u32 = 600;

/// Ground, shape, accent.
type Palette = [[u8; 3]; 3];

const PALETTES: [Palette; 8] = [
    [[24, 45, 66], [236, 111, 78], [247, 214, 162]],
    [[243, 233, 214], [31, 77, 74], [217, 108, 62]],
    [[63, 39, 71], [238, 187, 77], [213, 94, 108]],
    [[222, 232, 228], [47, 72, 118], [233, 150, 86]],
    [[36, 61, 48], [226, 214, 164], [206, 121, 79]],
    [[250, 218, 202], [140, 47, 57], [44, 54, 83]],
    [[33, 33, 40], [120, 180, 190], [240, 232, 216]],
    [[214, 171, 84], [54, 48, 61], [246, 240, 225]],
];

/// A square picture as PNG; each `number` has its own colours and shape.
pub fn cover(number: u32) -> Vec<u8> {
    let turn = number as usize + number as usize / PALETTES.len();
    let [ground, shape, accent] = PALETTES[turn % PALETTES.len()];
    let image = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let (x, y) = (part(x), part(y));
        let (covered, accented) = match number % 4 {
            0 => sun_over_water(x, y),
            1 => waves(x, y),
            2 => half_circles(x, y),
            _ => rays(x, y),
        };
        Rgb(mix(mix(ground, shape, covered), accent, accented))
    });
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(image.as_raw(), SIDE, SIDE, ExtendedColorType::Rgb8)
        .expect("a picture in memory");
    png
}

/// How much of a point is under the shape, and under the accent: each from 0 to 1.
type Cover = (f64, f64);

fn sun_over_water(x: f64, y: f64) -> Cover {
    let sun = inside(0.26 - distance(x, y, 0.5, 0.42));
    let line = (y - 0.55) / 0.06;
    let water = if y > 0.55 { inside((line.fract() - 0.5).abs() * 0.06 - 0.012) } else { 1.0 };
    (sun * water, inside(0.06 - distance(x, y, 0.74, 0.2)))
}

fn waves(x: f64, y: f64) -> Cover {
    let wave = |height: f64, phase: f64| height + 0.05 * (x * 11.0 + phase).sin();
    let band = |top: f64| inside(y - top) * inside(top + 0.09 - y);
    let bands = band(wave(0.3, 0.0)).max(band(wave(0.62, 2.4)));
    (bands, band(wave(0.46, 1.2)))
}

fn half_circles(x: f64, y: f64) -> Cover {
    let left = inside(0.3 - distance(x, y, 0.48, 0.5)) * inside(0.48 - x);
    let right = inside(0.3 - distance(x, y, 0.52, 0.34)) * inside(x - 0.52);
    (left, right)
}

fn rays(x: f64, y: f64) -> Cover {
    let away = distance(x, y, 0.5, 1.0);
    let turn = (y - 1.0).atan2(x - 0.5).abs() * 6.0;
    let ray = inside(((turn.fract() - 0.5).abs() - 0.25) * away / 6.0);
    (ray * inside(away - 0.3), inside(0.24 - away))
}

fn distance(x: f64, y: f64, to_x: f64, to_y: f64) -> f64 {
    (x - to_x).hypot(y - to_y)
}

/// 1 where `depth` is positive, 0 where it is not, soft over a pixel.
fn inside(depth: f64) -> f64 {
    (depth * f64::from(SIDE) + 0.5).clamp(0.0, 1.0)
}

fn part(pixel: u32) -> f64 {
    (f64::from(pixel) + 0.5) / f64::from(SIDE)
}

fn mix(from: [u8; 3], to: [u8; 3], share: f64) -> [u8; 3] {
    let channel = |index: usize| {
        let (from, to) = (f64::from(from[index]), f64::from(to[index]));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
        let mixed = (from + (to - from) * share).round() as u8;
        mixed
    };
    [channel(0), channel(1), channel(2)]
}
