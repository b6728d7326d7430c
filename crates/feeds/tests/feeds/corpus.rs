//! Where the test documents are, and how they are read.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use balados_feeds::{ParseError, ParsedFeed, parse};

/// The corpus; nothing where there is none, which continuous integration does not accept.
pub(crate) fn corpus() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = std::env::var_os("BALADOS_CORPUS")
        .map_or_else(|| workspace.join("../shared/corpus"), PathBuf::from);
    if path.join("feeds").is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "there is no corpus");
    eprintln!("There is no corpus: this test has not tested anything");
    None
}

/// All files below a folder of the corpus, by their path inside it, in order.
pub(crate) fn files(corpus: &Path, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![corpus.join(folder)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(corpus).unwrap().to_str().unwrap();
                found.push(inside.replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// The real feeds and what was read of them: reading them all takes long enough to do it once.
pub(crate) fn real_feeds() -> &'static [(String, Result<ParsedFeed, ParseError>)] {
    static FEEDS: LazyLock<Vec<(String, Result<ParsedFeed, ParseError>)>> = LazyLock::new(|| {
        let Some(corpus) = corpus() else { return Vec::new() };
        let files = files(&corpus, "feeds").into_iter().filter(|file| !is_expectation(file));
        files.map(|file| (file.clone(), read(&corpus, &file))).collect()
    });
    &FEEDS
}

/// What other projects expect of the document beside it.
fn is_expectation(file: &str) -> bool {
    let is_json = Path::new(file).extension().is_some_and(|extension| extension == "json");
    is_json && (file.contains("/podcastparser/") || file.ends_with(".serde.json"))
}

/// Reads a document as if it came from `https://example.org/feeds/`, with no word from the server.
pub(crate) fn read(corpus: &Path, file: &str) -> Result<ParsedFeed, ParseError> {
    parse(
        &fs::read(corpus.join(file)).unwrap(),
        None,
        &"https://example.org/feeds/".parse().unwrap(),
    )
}
