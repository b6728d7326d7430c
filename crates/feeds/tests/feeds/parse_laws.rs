//! What holds for any document: no crash, bounded texts, nothing that runs or loads.

use std::{fs, sync::LazyLock};

use balados_feeds::{ParsedFeed, parse};
use proptest::prelude::*;
use scraper::{Html, Selector};

use crate::corpus::{corpus, files};

fn read(bytes: &[u8]) -> Option<ParsedFeed> {
    parse(bytes, None, &"https://example.org/feed".parse().unwrap()).ok()
}

/// Small real feeds, to be damaged.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let Some(corpus) = corpus() else {
        return vec![b"<rss><channel><title>T</title></channel></rss>".to_vec()];
    };
    let all = files(&corpus, "feeds").into_iter().map(|file| fs::read(corpus.join(file)).unwrap());
    all.filter(|bytes| bytes.len() < 12_000).collect()
});

fn check(feed: &ParsedFeed) -> Result<(), TestCaseError> {
    prop_assert!(feed.podcast.title.chars().count() <= 500);
    check_html(&feed.podcast.description_html)?;
    for episode in &feed.episodes {
        prop_assert!(episode.title.chars().count() <= 500);
        prop_assert!(episode.summary.chars().count() <= 300, "{}", episode.summary);
        prop_assert!(!episode.summary.contains('\n'));
        check_html(&episode.notes_html)?;
        for url in [&episode.link, &episode.artwork_url].into_iter().flatten() {
            prop_assert!(url.starts_with("http://") || url.starts_with("https://"));
        }
    }
    Ok(())
}

/// Looks at cleaned HTML as a browser would.
fn check_html(html: &str) -> Result<(), TestCaseError> {
    if !html.contains('<') {
        return Ok(());
    }
    let page = Html::parse_fragment(html);
    for element in page.select(&Selector::parse("*").unwrap()) {
        let name = element.value().name();
        let forbidden = [
            "script", "style", "iframe", "object", "embed", "form", "svg", "math", "base", "meta",
            "link", "video", "audio",
        ];
        prop_assert!(!forbidden.contains(&name), "{name} in {html}");
        for (attribute, value) in element.value().attrs() {
            let harmless = ["href", "title", "rel", "data-src", "alt", "start"];
            prop_assert!(harmless.contains(&attribute), "{attribute} in {html}");
            if matches!(attribute, "href" | "data-src") {
                let fine = ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| value.starts_with(scheme));
                prop_assert!(fine, "{attribute}={value}");
            }
        }
    }
    Ok(())
}

fn with_notes(notes: &str) -> ParsedFeed {
    let xml = format!(
        "<rss><channel><title>T</title><item><guid>1</guid><description><![CDATA[{}]]></description></item></channel></rss>",
        notes.replace("]]>", "")
    );
    read(xml.as_bytes()).unwrap()
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        read(&bytes);
    }

    #[test]
    fn any_xml_like_text_is_survived(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("<rss>"), Just("<channel>"), Just("<item>"), Just("</item>"), Just("<title>"), Just("</title>"),
                Just("<![CDATA["), Just("]]>"), Just("<!--"), Just("-->"), Just("<!DOCTYPE x ["), Just("<!"), Just("<?"),
                Just("&amp;"), Just("&#0;"), Just("&x"), Just("<a b='"), Just("\""), Just(">"), Just("é"), Just("<x:y xmlns:x='u'/>"),
                Just("<enclosure url='a.mp3'>"), Just("</channel>"), Just("text"), Just("<content:encoded>"), Just("<"),
            ],
            0..60,
        ),
    ) {
        let text = format!("<rss><channel><title>T</title>{}", parts.concat());
        if let Some(feed) = read(text.as_bytes()) {
            check(&feed)?;
        }
    }

    #[test]
    fn damaged_real_feeds_are_survived(
        which: prop::sample::Index,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = which.get(&SEEDS).clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Some(feed) = read(&bytes) {
            check(&feed)?;
        }
    }

    #[test]
    fn notes_never_run_or_load_anything(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("<script>"), Just("</script>"), Just("<img src="), Just("<img data-src='"), Just(" onerror=x "), Just("<a href="),
                Just("javascript:alert(1)"), Just("'"), Just("\""), Just(">"), Just("<"), Just("<svg onload=x>"), Just("<p "),
                Just("<math>"), Just("<style>"), Just("<iframe src=//e>"), Just("&lt;img src=x&gt;"), Just("<!--"), Just("-->"),
                Just("<table><td>"), Just("https://e.example/a"), Just(" title='<img src=\"x\">'"), Just("text"), Just("\0"),
                Just("<noscript><p title='</noscript><img src=x onerror=y>'>"), Just(" alt='"), Just("<h1>"), Just(" width=1 "),
            ],
            0..40,
        ),
    ) {
        check(&with_notes(&parts.concat()))?;
    }

    #[test]
    fn a_cut_feed_keeps_a_prefix_of_its_items(cut in 0.0..1.0_f64) {
        let items: Vec<_> = (0..20).map(|n| format!("<item><title>E{n}</title><guid>g{n}</guid></item>\n")).collect();
        let whole = format!("<rss><channel><title>T</title>{}</channel></rss>", items.concat());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let cut = (whole.len() as f64 * cut) as usize;
        if let Some(feed) = read(&whole.as_bytes()[..cut]) {
            let complete = whole[..cut].matches("</item>").count();
            let guids: Vec<String> = feed.episodes.iter().map(|e| e.guid.clone().unwrap().into_string()).collect();
            prop_assert_eq!(guids, (0..complete).map(|n| format!("g{n}")).collect::<Vec<_>>());
        }
    }
}
