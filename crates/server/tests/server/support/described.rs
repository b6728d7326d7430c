//! The server's own description of its API, and what the tests know of it.

use reqwest::Method;
use serde_json::json;

use super::{Home, Reply};

const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const ITEM: &str = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";
const UUID: &str = "00000000-0000-4000-8000-000000000000";

/// Paths of protocol.md and of the extensions. Each that the server answers must be described.
pub(crate) const API: [(&str, &str); 44] = [
    ("GET", "/api/v1/health"),
    ("POST", "/api/v1/exchange"),
    ("POST", "/api/v1/auth/refresh"),
    ("GET", "/api/v1/apps"),
    ("DELETE", "/api/v1/apps/app"),
    ("POST", "/api/v1/sync"),
    ("GET", "/api/v1/subscriptions"),
    ("POST", "/api/v1/subscriptions"),
    ("DELETE", "/api/v1/subscriptions/Zg"),
    ("GET", "/api/v1/subscriptions/Zg/metadata"),
    ("GET", "/api/v1/play"),
    ("POST", "/api/v1/play"),
    ("GET", "/api/v1/play/Zg/Zg"),
    ("PUT", "/api/v1/play/Zg/position"),
    ("POST", "/api/v1/episodes/Zg/save"),
    ("POST", "/api/v1/episodes/Zg/share"),
    ("GET", "/api/v1/likes"),
    ("POST", "/api/v1/likes"),
    ("DELETE", "/api/v1/likes/Zg"),
    ("DELETE", "/api/v1/likes/Zg/Zg"),
    ("GET", "/api/v1/collections"),
    ("POST", "/api/v1/collections"),
    ("GET", "/api/v1/collections/Zg"),
    ("PATCH", "/api/v1/collections/Zg"),
    ("DELETE", "/api/v1/collections/Zg"),
    ("POST", "/api/v1/collections/Zg/feeds"),
    ("DELETE", "/api/v1/collections/Zg/feeds/Zg"),
    ("GET", "/api/v1/privacy"),
    ("PUT", "/api/v1/privacy"),
    ("GET", "/api/v1/public/trending/podcasts"),
    ("GET", "/api/v1/public/trending/episodes"),
    ("GET", "/api/v1/public/timeline"),
    ("GET", "/api/v1/public/feed/Zg/popularity"),
    ("GET", "/api/v1/public/episode/Zg/popularity"),
    ("GET", "/api/v1/rss/proxy/Zg"),
    ("GET", "/api/v1/rss/proxy/Zg/Zg"),
    ("GET", "/api/v1/rss/user/token/subscriptions"),
    ("GET", "/api/v1/rss/user/token/playlist/Zg"),
    ("GET", "/api/v1/live"),
    ("GET", "/sync/api/v1/live"),
    ("GET", "/rss/token/subscriptions"),
    ("GET", "/rss/token/collections/Zg"),
    ("GET", "/rss/token/playlists/Zg"),
    ("GET", "/play/token/Zg/Zg"),
];

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// As described, with its parameters.
    pub(crate) template: String,
    pub(crate) needs_token: bool,
}

impl Operation {
    /// With something in the place of each parameter.
    pub(crate) fn path(&self) -> String {
        let parts = self.template.split('/').map(|part| match part.trim_matches(['{', '}', '*']) {
            name if name.len() == part.len() => part,
            name if name.contains("feed") => FEED,
            name if name.contains("item") || name.contains("episode") => ITEM,
            _ => UUID,
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// Every operation of the document that the server publishes.
pub(crate) async fn described(home: &Home) -> Vec<Operation> {
    let url = format!("{}/api/v1/openapi.json", home.base);
    let document = Reply::of(reqwest::get(url).await.unwrap()).await.expect(200);
    let mut operations = Vec::new();
    for (template, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            if !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
                continue;
            }
            let needs_token = operation["security"]
                .as_array()
                .is_some_and(|it| it.iter().any(|one| one != &json!({})));
            operations.push(Operation { method, template: template.clone(), needs_token });
        }
    }
    assert!(operations.len() > 1, "{document}");
    operations
}

/// Whether a described path, with its parameters, is this path.
pub(crate) fn fits(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(part), Some(_)) if part.starts_with('{') => (),
            (Some(part), Some(text)) if part == text => (),
            _ => return false,
        }
    }
}
