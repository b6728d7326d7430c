//! A look at the first bytes: what is certainly not audio, and what an MP3 says about its length.

use std::io::{self, Read, Seek, SeekFrom};

use crate::Error;

/// What the beginning of a file tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sniffed {
    /// Set for MPEG audio without a container.
    pub(crate) mpeg: Option<MpegHead>,
    /// A container that is known by name, so that a failure to read it means damage.
    pub(crate) is_container: bool,
    /// The first byte that is worth reading.
    pub(crate) audio_at: u64,
}

/// The first frame of an MP3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MpegHead {
    /// Byte position of the frame.
    pub(crate) at: u64,
    /// Bits per second.
    pub(crate) bitrate: u32,
    pub(crate) length: Length,
}

/// What an MP3 says about its own length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Unknown,
    /// A Xing, Info or VBRI header tells the number of frames.
    Declared,
    /// There is such a header, but far more bytes follow than it knows of.
    OfAnother,
}

const WINDOW: u64 = 4096;
/// Bytes of an `ID3v2` header.
const TAG_HEADER: u64 = 10;

/// Looks at a seekable source of `len` bytes.
pub(crate) fn sniff<S: Read + Seek>(source: &mut S, len: Option<u64>) -> Result<Sniffed, Refusal> {
    let head = read_window(source, 0)?;
    let start = after_id3(source, &head)?;
    // A tag that is longer than its file lies; what follows its header is looked through.
    let is_lie = start > 0 && len.is_some_and(|len| start >= len);
    let audio_at = if is_lie { TAG_HEADER } else { start };
    let window = if audio_at == 0 { head } else { read_window(source, audio_at)? };
    if let Some(codec) = unsupported(&window) {
        return Err(Refusal::Content(Error::UnsupportedCodec { codec: codec.to_owned() }));
    }
    let is_container = is_container(&window);
    if !is_container && let Some(found) = foreign(&window) {
        return Err(Refusal::Content(Error::NotAudio { found }));
    }
    let mpeg = if is_container { None } else { mpeg_head(&window, audio_at, len) };
    let passed_over = mpeg.filter(|mpeg| mpeg.length == Length::OfAnother).map(|mpeg| mpeg.at);
    let audio_at = passed_over.unwrap_or(audio_at);
    Ok(Sniffed { mpeg, is_container, audio_at })
}

/// Either the content is wrong or it could not be read.
#[derive(Debug)]
pub(crate) enum Refusal {
    Content(Error),
    Io,
}

impl From<io::Error> for Refusal {
    fn from(_: io::Error) -> Self {
        // The guard of the source has kept the reason.
        Self::Io
    }
}

fn read_window<S: Read + Seek>(source: &mut S, at: u64) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start(at))?;
    let mut window = Vec::new();
    source.take(WINDOW).read_to_end(&mut window)?;
    Ok(window)
}

/// Names what a file is when it is a common thing that is not audio.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "an archive"),
        (b"\x1f\x8b", "an archive"),
        (b"Rar!", "an archive"),
        (b"7z\xbc\xaf", "an archive"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
    ];
    if head.is_empty() {
        return Some("an empty file");
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let is_page = [&b"<!doctype"[..], b"<html", b"<head", b"<body", b"<?xml", b"<rss"]
        .iter()
        .any(|start| text.len() >= start.len() && text[..start.len()].eq_ignore_ascii_case(start));
    if is_page {
        return Some("a web page");
    }
    is_text(head).then_some("text")
}

/// UTF-8 without control characters, as far as it is there.
fn is_text(head: &[u8]) -> bool {
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !whole.is_empty() && whole.chars().all(|letter| !letter.is_control() || letter.is_whitespace())
}

/// Names the formats that hold sound which this build cannot decode.
fn unsupported(head: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\x1aE\xdf\xa3", "matroska"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "windows-media"),
        (b"FORM", "aiff"),
        (b"#!AMR", "amr"),
        (b"FLV\x01", "flash-video"),
    ];
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}

fn is_container(head: &[u8]) -> bool {
    let at = |offset: usize, magic: &[u8]| head[offset.min(head.len())..].starts_with(magic);
    at(4, b"ftyp") || at(0, b"OggS") || at(0, b"fLaC") || (at(0, b"RIFF") && at(8, b"WAVE"))
}

/// The first byte after any `ID3v2` tags.
fn after_id3<S: Read + Seek>(source: &mut S, head: &[u8]) -> io::Result<u64> {
    let mut at = 0;
    let mut tag = head.get(..10).map(<[u8]>::to_vec).unwrap_or_default();
    // A second tag is seen in files that were tagged twice; more are not worth reading.
    for _ in 0..3 {
        if tag.len() < 10 || !tag.starts_with(b"ID3") {
            break;
        }
        let size = tag[6..10].iter().fold(0, |sum, byte| (sum << 7) | u64::from(byte & 0x7f));
        let footer = if tag[5] & 0x10 == 0 { 0 } else { 10 };
        at += TAG_HEADER + size + footer;
        source.seek(SeekFrom::Start(at))?;
        tag.clear();
        source.by_ref().take(10).read_to_end(&mut tag)?;
    }
    Ok(at)
}

fn mpeg_head(window: &[u8], start: u64, len: Option<u64>) -> Option<MpegHead> {
    (0..window.len().saturating_sub(4)).find_map(|offset| {
        let frame = Frame::parse(&window[offset..])?;
        // One sync word can be chance; the next frame has to begin where this one ends.
        if let Some(next) = window.get(offset + frame.len..).filter(|rest| rest.len() >= 4) {
            Frame::parse(next)?;
        }
        let at = start + offset as u64;
        let body = &window[offset..window.len().min(offset + frame.len)];
        let length = declared_length(body, len.map(|len| len.saturating_sub(at)));
        // A header that is about another file is passed over.
        let at = if length == Length::OfAnother { at + frame.len as u64 } else { at };
        Some(MpegHead { at, bitrate: frame.bitrate, length })
    })
}

/// What the first frame says about the length, if it is a Xing, Info or VBRI header. `bytes` are
/// there from it on.
fn declared_length(frame: &[u8], bytes: Option<u64>) -> Length {
    let find = |tag: &[u8; 4]| frame.windows(4).take(64).position(|word| word == tag);
    let number = |at: usize| {
        let word = frame.get(at..at + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_be_bytes(word)))
    };
    let declared = if let Some(at) = find(b"Xing").or_else(|| find(b"Info")) {
        let flags = number(at + 4).unwrap_or(0);
        let has_frames = flags & 1 != 0;
        if !has_frames {
            return Length::Unknown;
        }
        if flags & 2 != 0 { number(at + 12) } else { None }
    } else if let Some(at) = find(b"VBRI") {
        number(at + 10)
    } else {
        return Length::Unknown;
    };
    // Stitched files carry the header of their first part. Shorter ones are truncated.
    match (declared.filter(|declared| *declared > 0), bytes) {
        (Some(declared), Some(bytes)) if bytes > declared + declared / 50 + 4096 => {
            Length::OfAnother
        }
        _ => Length::Declared,
    }
}

/// What a decoder of MPEG audio is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MpegShape {
    rate: u32,
    is_mono: bool,
}

impl MpegShape {
    pub(crate) fn of(packet: &[u8]) -> Option<Self> {
        let rate = Frame::parse(packet)?.rate;
        Some(Self { rate, is_mono: packet[3] >> 6 == 3 })
    }
}

/// The header of an MPEG layer III frame (ISO 11172-3, 13818-3).
struct Frame {
    bitrate: u32,
    rate: u32,
    len: usize,
}

impl Frame {
    fn parse(bytes: &[u8]) -> Option<Self> {
        const V1: [u32; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
        const V2: [u32; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        let &[a, b, c, _, ..] = bytes else { return None };
        let is_layer_3 = a == 0xff && b & 0xe0 == 0xe0 && b & 0x06 == 0x02;
        let version = (b >> 3) & 3;
        let base = *[44_100, 48_000, 32_000].get(usize::from((c >> 2) & 3))?;
        if !is_layer_3 || version == 1 {
            return None;
        }
        let (table, rate, slots) = match version {
            3 => (&V1, base, 144),
            2 => (&V2, base / 2, 72),
            _ => (&V2, base / 4, 72),
        };
        let bitrate = table.get(usize::from(c >> 4)).filter(|&&kbit| kbit > 0)? * 1000;
        let len = slots * bitrate / rate + u32::from((c >> 1) & 1);
        Some(Self { bitrate, rate, len: usize::try_from(len).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A frame of 128 kbit/s at 44.1 kHz in stereo, with `tag` where a Xing header would be.
    fn frame(tag: &[u8]) -> Vec<u8> {
        let mut frame = vec![0; 417];
        frame[..4].copy_from_slice(&[0xff, 0xfb, 0x90, 0x64]);
        frame[36..36 + tag.len()].copy_from_slice(tag);
        frame
    }

    fn xing(frames: u32, bytes: u32) -> Vec<u8> {
        [&b"Xing\0\0\0\x03"[..], &frames.to_be_bytes(), &bytes.to_be_bytes()].concat()
    }

    fn look(bytes: &[u8]) -> Sniffed {
        sniff(&mut Cursor::new(bytes), Some(bytes.len() as u64)).unwrap()
    }

    #[test]
    fn tags_are_passed_over() {
        let tag = [&b"ID3\x04\0\0\0\0\x02\x00"[..], &[1; 256]].concat();
        let plain = frame(b"").repeat(20);
        let sniffed = look(&[tag.clone(), tag, plain].concat());
        assert_eq!(sniffed.audio_at, 2 * 266);
        let head = sniffed.mpeg.unwrap();
        assert_eq!((head.at, head.bitrate, head.length), (2 * 266, 128_000, Length::Unknown));
    }

    #[test]
    fn a_tag_longer_than_the_file_is_not_believed() {
        let bytes = [&b"ID3\x03\0\0\x7f\x7f\x7f\x7f"[..], &frame(b"").repeat(20)].concat();
        let sniffed = look(&bytes);
        assert_eq!((sniffed.audio_at, sniffed.mpeg.unwrap().at), (10, 10));
    }

    #[test]
    fn a_declared_length_counts_only_for_its_own_bytes() {
        let declared = |frames: u32, count: usize| {
            let bytes = [frame(&xing(frames, frames * 417)), frame(b"").repeat(count)].concat();
            look(&bytes)
        };
        assert_eq!(declared(100, 99).mpeg.unwrap().length, Length::Declared);
        // Cut off: the header tells how much is missing.
        assert_eq!(declared(100, 30).mpeg.unwrap().length, Length::Declared);
        // Joined with another file: the header knows nothing of it, and is left out.
        let joined = declared(100, 200);
        assert_eq!(joined.mpeg.unwrap().length, Length::OfAnother);
        assert_eq!(joined.audio_at, 417);
    }

    #[test]
    fn one_sync_word_in_noise_is_no_frame() {
        let mut bytes = vec![0x55; 5_000];
        bytes[100..104].copy_from_slice(&[0xff, 0xfb, 0x90, 0x64]);
        assert_eq!(look(&bytes[..]).mpeg, None);
    }
}
