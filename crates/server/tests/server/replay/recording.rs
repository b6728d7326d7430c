//! Reading the recordings of the corpus.

use std::{
    fs,
    path::{Path, PathBuf},
};

use reqwest::Method;
use serde_json::Value;

/// A request, and what the real server answered.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) title: String,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) status: u16,
    pub(super) location: Option<String>,
    /// Nothing when it is no JSON.
    pub(super) answer: Option<Value>,
}

/// The corpus; nothing where there is none, which continuous integration does not accept.
pub(super) fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let path = std::env::var_os("BALADOS_CORPUS").map_or(beside, PathBuf::from).join("exchanges");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "there is no corpus");
    eprintln!("There is no corpus: this test has not tested anything");
    None
}

pub(super) fn read(folder: &Path, file: &str) -> Vec<Recorded> {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    text.split("\n### ").skip(1).flat_map(section).collect()
}

/// A title, then as many requests with their answers as were made under it.
fn section(text: &str) -> Vec<Recorded> {
    let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
    let lines: Vec<&str> = rest.lines().collect();
    let is_start = |line: &&str| line.starts_with("> ") && line.ends_with(" HTTP/1.1");
    let starts: Vec<usize> = (0..lines.len()).filter(|at| is_start(&lines[*at])).collect();
    starts
        .iter()
        .enumerate()
        .filter_map(|(nth, start)| {
            let end = starts.get(nth + 1).copied().unwrap_or(lines.len());
            recorded(title, &lines[*start..end])
        })
        .collect()
}

/// Nothing when there was no answer.
fn recorded(title: &str, lines: &[&str]) -> Option<Recorded> {
    let sent = part(lines, '>');
    let received = part(lines, '<');
    let (mut request, mut answer) = (sent.lines(), received.lines());
    let mut first = request.next()?.split(' ');
    let (method, path) = (first.next()?.parse().ok()?, first.next()?.to_owned());
    let headers = headers(&mut request);
    let status = answer.next()?.split(' ').next()?.parse().ok()?;
    let received = self::headers(&mut answer);
    let location = received.into_iter().find(|(name, _)| name == "location").map(|(_, it)| it);
    let text = answer.collect::<Vec<_>>().join("\n");
    Some(Recorded {
        title: title.to_owned(),
        method,
        path,
        headers,
        body: request.collect::<Vec<_>>().join("\n"),
        status,
        location,
        answer: serde_json::from_str(&text).ok(),
    })
}

/// The lines of one side, without their mark.
fn part(lines: &[&str], mark: char) -> String {
    let own = lines.iter().filter_map(|line| line.strip_prefix(mark));
    own.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn headers<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect()
}

#[test]
fn every_recording_is_read() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for entry in fs::read_dir(&corpus).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let text = fs::read_to_string(corpus.join(&file)).unwrap();
        let requests = text.lines().filter(|it| it.starts_with("> ") && it.ends_with(" HTTP/1.1"));
        let recorded = read(&corpus, &file);
        assert_eq!(recorded.len(), requests.count(), "{file}");
        count += recorded.len();
    }
    assert!(count > 200, "{count}");
}
