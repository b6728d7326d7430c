//! What a server's answer means, from its status and headers alone.

use std::time::Duration;

use reqwest::{
    StatusCode,
    header::{self, HeaderMap, HeaderName},
};

use crate::{Error, version::Version};

/// Documents that no podcast app can play. Everything else gets the benefit of the doubt:
/// servers call audio `application/octet-stream`, `text/plain` or nothing at all.
const NOT_MEDIA: [&str; 6] = [
    "text/html",
    "application/xhtml+xml",
    "text/xml",
    "application/xml",
    "application/json",
    "application/pdf",
];

#[derive(Debug)]
pub(crate) enum Answer {
    Body(Body),
    /// 416: nothing is left to send from the asked offset on; the whole length, if told.
    NothingLeft {
        length: Option<u64>,
    },
    /// 206 without saying which part it is: ask again for the whole.
    Unusable,
    Refused(Error),
}

/// What is known about a body before it is read.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) version: Version,
    pub(crate) content_type: Option<String>,
    /// Whether the server sends parts, as far as this answer tells.
    pub(crate) sends_ranges: bool,
    /// Offset of the first byte.
    pub(crate) start: u64,
    /// Offset after the last byte, when it is told.
    pub(crate) end: Option<u64>,
}

impl Answer {
    pub(crate) fn read(host: &str, status: StatusCode, headers: &HeaderMap) -> Self {
        match status {
            StatusCode::OK | StatusCode::PARTIAL_CONTENT => Self::with_body(status, headers),
            StatusCode::RANGE_NOT_SATISFIABLE => {
                let length = text(headers, &header::CONTENT_RANGE).and_then(unsatisfied_length);
                Self::NothingLeft { length }
            }
            // The client follows every other redirect.
            _ if status.is_redirection() && headers.contains_key(header::LOCATION) => {
                Self::Refused(Error::UnsupportedAddress)
            }
            _ => Self::Refused(Error::HttpStatus {
                host: host.to_owned(),
                status: status.as_u16(),
                retry_after: retry_after(headers),
            }),
        }
    }

    fn with_body(status: StatusCode, headers: &HeaderMap) -> Self {
        let content_type = text(headers, &header::CONTENT_TYPE).map(essence);
        let content_type = content_type.filter(|kind| !kind.is_empty());
        if let Some(content_type) = content_type.clone().filter(|kind| is_document(kind)) {
            return Self::Refused(Error::NotMedia { content_type });
        }
        let validators = Version {
            length: None,
            etag: text(headers, &header::ETAG).map(str::to_owned),
            last_modified: text(headers, &header::LAST_MODIFIED).map(str::to_owned),
        };
        if status == StatusCode::OK {
            let length = text(headers, &header::CONTENT_LENGTH).and_then(|text| text.parse().ok());
            let accepts = text(headers, &header::ACCEPT_RANGES);
            return Self::Body(Body {
                version: Version { length, ..validators },
                content_type,
                sends_ranges: accepts.is_some_and(|units| units.eq_ignore_ascii_case("bytes")),
                start: 0,
                end: length,
            });
        }
        match text(headers, &header::CONTENT_RANGE).and_then(ContentRange::parse) {
            Some(part) => Self::Body(Body {
                version: Version { length: part.length, ..validators },
                content_type,
                sends_ranges: true,
                start: part.start,
                end: Some(part.end),
            }),
            None => Self::Unusable,
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// A media type without its parameters.
fn essence(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn is_document(content_type: &str) -> bool {
    NOT_MEDIA.contains(&content_type) || content_type.starts_with("image/")
}

/// `bytes 5-9/20`, ends exclusive.
#[derive(Debug, PartialEq, Eq)]
struct ContentRange {
    start: u64,
    end: u64,
    length: Option<u64>,
}

impl ContentRange {
    fn parse(text: &str) -> Option<Self> {
        let (part, length) = text.strip_prefix("bytes ")?.split_once('/')?;
        let (start, last) = part.trim().split_once('-')?;
        let (start, last): (u64, u64) = (start.parse().ok()?, last.parse().ok()?);
        let length = match length.trim() {
            "*" => None,
            length => Some(length.parse().ok()?),
        };
        let end = last.checked_add(1)?;
        let is_sound = start < end && length.is_none_or(|length| end <= length);
        is_sound.then_some(Self { start, end, length })
    }
}

/// `bytes */20`
fn unsatisfied_length(text: &str) -> Option<u64> {
    text.strip_prefix("bytes ")?.trim().strip_prefix("*/")?.parse().ok()
}

/// Seconds, or a date. The date is compared with the server's own clock, not with ours.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, &header::RETRY_AFTER)?;
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = httpdate::parse_http_date(value).ok()?;
    let now = httpdate::parse_http_date(text(headers, &header::DATE)?).ok()?;
    Some(then.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().cloned();
        pairs.map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_content_range_that_makes_no_sense_is_none() {
        let part = |start, end, length| Some(ContentRange { start, end, length });
        assert_eq!(ContentRange::parse("bytes 5-9/20"), part(5, 10, Some(20)));
        assert_eq!(ContentRange::parse("bytes 5-9/*"), part(5, 10, None));
        for senseless in ["bytes 9-5/20", "bytes 5-20/20", "items 5-9/20", "bytes */20", "bytes 5-"]
        {
            assert_eq!(ContentRange::parse(senseless), None, "{senseless}");
        }
        assert_eq!(ContentRange::parse("bytes 0-18446744073709551615/*"), None);
    }

    #[test]
    fn documents_are_refused_and_the_unclear_is_not() {
        let answer =
            |kind| Answer::read("host", StatusCode::OK, &headers(&[(header::CONTENT_TYPE, kind)]));
        for document in ["text/html; charset=utf-8", "Application/PDF", "image/png"] {
            let refused = answer(document);
            assert!(matches!(refused, Answer::Refused(Error::NotMedia { .. })), "{document}");
        }
        for unclear in ["application/octet-stream", "text/plain", "audio/mpeg", "video/mp4", ""] {
            assert!(matches!(answer(unclear), Answer::Body(_)), "{unclear}");
        }
    }

    #[test]
    fn a_date_to_retry_after_is_read_by_the_servers_clock() {
        let date = (header::DATE, "Sun, 06 Nov 1994 08:49:37 GMT");
        let after = (header::RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT");
        let both = headers(&[date, after.clone()]);
        assert_eq!(retry_after(&both), Some(Duration::from_secs(30)));
        assert_eq!(retry_after(&headers(&[after])), None);
        let seconds = headers(&[(header::RETRY_AFTER, "120")]);
        assert_eq!(retry_after(&seconds), Some(Duration::from_mins(2)));
    }
}
