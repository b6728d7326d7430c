//! From a publisher's bytes to the sizes that the app shows, with bounds on pixels and memory.

use std::io::Cursor;

use image::{DynamicImage, ImageReader, Limits, codecs::jpeg::JpegEncoder};

use super::PictureSize;
use crate::{Error, Result};

const MAX_SIDE: u32 = 10_000;
/// Bytes while decoding: 36 megapixels with transparency.
const MAX_MEMORY: u64 = 150_000_000;
const JPEG_QUALITY: u8 = 86;

pub(super) struct Scaled {
    pub(super) mime: &'static str,
    pub(super) pictures: Vec<(PictureSize, Vec<u8>)>,
}

/// Makes all sizes; of an animation, the first frame. Blocks.
pub(super) fn scale(original: &[u8]) -> Result<Scaled> {
    let picture = decode(original)?;
    let transparent = picture.color().has_alpha() && has_transparency(&picture);
    let mut pictures = Vec::new();
    // From large to small: each is made from the one before.
    let mut picture = picture;
    for size in PictureSize::ALL.into_iter().rev() {
        let side = size.pixels();
        if picture.width() > side || picture.height() > side {
            picture = picture.thumbnail(side, side);
        }
        pictures.push((size, encode(&picture, transparent)?));
    }
    Ok(Scaled { mime: if transparent { "image/png" } else { "image/jpeg" }, pictures })
}

fn decode(original: &[u8]) -> Result<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let reader = ImageReader::new(Cursor::new(original)).with_guessed_format();
    let mut reader = reader.map_err(|_| Error::NotAPicture)?;
    reader.limits(limits);
    reader.decode().map_err(|_| Error::NotAPicture)
}

fn has_transparency(picture: &DynamicImage) -> bool {
    // A small copy is enough to see it, and much quicker to look through.
    picture.thumbnail(128, 128).to_rgba8().pixels().any(|pixel| pixel.0[3] < 250)
}

fn encode(picture: &DynamicImage, transparent: bool) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if transparent {
        picture.to_rgba8().write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png)
    } else {
        picture
            .to_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))
    }
    .map_err(|_| Error::NotAPicture)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgba, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32, pixel: Rgba<u8>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = RgbaImage::from_pixel(width, height, pixel);
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes
    }

    fn sizes(scaled: &Scaled) -> Vec<(u32, u32)> {
        let read = |bytes: &Vec<u8>| image::load_from_memory(bytes).unwrap();
        scaled.pictures.iter().map(|(_, b)| (read(b).width(), read(b).height())).collect()
    }

    #[test]
    fn sizes_fit_keep_their_shape_and_are_not_enlarged() {
        let scaled = scale(&png(1200, 600, Rgba([200, 10, 10, 255]))).unwrap();
        assert_eq!(sizes(&scaled), [(600, 300), (300, 150), (96, 48)]);
        assert_eq!(scaled.mime, "image/jpeg");
        assert_eq!(sizes(&scale(&png(50, 50, Rgba([1, 2, 3, 255]))).unwrap()), [(50, 50); 3]);
    }

    #[test]
    fn transparency_is_kept() {
        let scaled = scale(&png(200, 200, Rgba([200, 10, 10, 40]))).unwrap();
        assert_eq!(scaled.mime, "image/png");
    }

    #[test]
    fn what_is_not_a_picture_or_too_large_is_refused() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>";
        let mut bomb = png(1, 1, Rgba([0, 0, 0, 0]));
        bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        for bytes in [&svg[..], b"", b"\x89PNG\r\n\x1a\n", &bomb] {
            assert!(matches!(scale(bytes), Err(Error::NotAPicture)));
        }
    }
}
