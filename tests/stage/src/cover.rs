//! Covers for made-up podcasts.

use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::png::PngEncoder};

const SIDE: u32 = 600;

/// A calm square in two colours, as PNG; each `number` has its own.
pub fn cover(number: u32) -> Vec<u8> {
    let (from, to) = (colour(number, 0.0), colour(number, 0.35));
    let centre = (f64::from(number % 3) * 0.3 + 0.2, f64::from(number % 4) * 0.2 + 0.2);
    let image = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let (x, y) = (f64::from(x) / f64::from(SIDE), f64::from(y) / f64::from(SIDE));
        let distance = ((x - centre.0).powi(2) + (y - centre.1).powi(2)).sqrt();
        // Rings, as of sound.
        let ring = if (distance * 9.0).fract() < 0.5 { 0.08 } else { 0.0 };
        mix(from, to, (distance + ring).min(1.0))
    });
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(image.as_raw(), SIDE, SIDE, ExtendedColorType::Rgb8)
        .expect("a picture in memory");
    png
}

/// A point on the colour wheel, not too loud.
fn colour(number: u32, shift: f64) -> [f64; 3] {
    let turn = (f64::from(number) * 0.618 + shift).fract() * std::f64::consts::TAU;
    [0.0, 1.0, 2.0]
        .map(|part: f64| 120.0 + 85.0 * (turn + part * std::f64::consts::TAU / 3.0).cos())
}

fn mix(from: [f64; 3], to: [f64; 3], share: f64) -> Rgb<u8> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
    let channel = |index: usize| (from[index] * (1.0 - share) + to[index] * share) as u8;
    Rgb([channel(0), channel(1), channel(2)])
}
