//! What each format says, in our terms.

use balados_feeds::{
    EpisodeKind, FeedFormat, MediaKind, ParsedEpisode, ParsedFeed, PodcastKind, Warning, parse,
};

fn read(text: &str) -> ParsedFeed {
    parse(text.as_bytes(), None, &"https://example.org/feeds/show.xml".parse().unwrap()).unwrap()
}

/// An RSS item with the usual namespaces around it.
fn item(inner: &str) -> ParsedEpisode {
    read(&format!(
        "<rss version='2.0' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'
           xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/'>
         <channel><title>T</title><item>{inner}</item></channel></rss>"
    ))
    .episodes
    .remove(0)
}

#[test]
fn a_podcast_in_rss() {
    let feed = read(
        "<?xml version='1.0'?><rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:podcast='https://podcastindex.org/namespace/1.0' version='2.0'>
         <channel><title>My &lt;b&gt;Show&lt;/b&gt; &amp;amp; more</title><link>https://example.org</link><language>fr_CA</language>
         <description>One https://example.org/x\n\nTwo</description><ttl>90</ttl>
         <image><url>/small.png</url><title>WRONG</title></image><itunes:image href='/large.jpg'/>
         <itunes:author>Ann</itunes:author><itunes:owner><itunes:name>Owner</itunes:name></itunes:owner>
         <itunes:explicit>clean</itunes:explicit><itunes:type>Serial</itunes:type>
         <itunes:new-feed-url>https://new.example/f</itunes:new-feed-url><podcast:guid>abc-def</podcast:guid>
         <skipHours><hour>24</hour><hour>3</hour><hour>99</hour></skipHours><skipDays><day>Monday</day></skipDays>
         <podcast:liveItem><title>LIVE</title><guid>live</guid></podcast:liveItem>
         <item><title>E</title><itunes:season>2</itunes:season><itunes:episode>7</itunes:episode>
           <itunes:episodeType>Trailer</itunes:episodeType><itunes:explicit>yes</itunes:explicit><itunes:image href='/large.jpg'/>
           <itunes:duration>1:00</itunes:duration><pubDate>Mon, 06 Jan 2020 10:00:00 GMT</pubDate><itunes:author>Bob</itunes:author></item>
         </channel></rss>",
    );
    let podcast = &feed.podcast;
    assert_eq!((feed.format, podcast.title.as_str()), (FeedFormat::Rss, "My Show & more"));
    assert_eq!(podcast.author.as_deref(), Some("Ann"));
    assert_eq!(podcast.description_text, "One https://example.org/x\n\nTwo");
    assert_eq!(podcast.language.as_deref(), Some("fr-ca"));
    assert_eq!(podcast.artwork_url.as_deref(), Some("https://example.org/large.jpg"));
    assert_eq!((podcast.explicit, podcast.kind), (Some(false), PodcastKind::Serial));
    assert_eq!(podcast.podcast_guid.as_deref(), Some("abc-def"));
    assert_eq!(feed.new_feed_url.as_deref(), Some("https://new.example/f"));
    assert_eq!(feed.hints.ttl, Some(std::time::Duration::from_mins(90)));
    assert_eq!((&feed.hints.skip_hours[..], &feed.hints.skip_days[..]), (&[0, 3][..], &[0][..]));
    assert!(feed.warnings.is_empty(), "{:?}", feed.warnings);

    let [episode] = &feed.episodes[..] else { panic!("{:?}", feed.episodes) };
    assert_eq!(
        (episode.season, episode.number, episode.kind),
        (Some(2), Some(7), EpisodeKind::Trailer)
    );
    assert_eq!((episode.explicit, episode.duration_ms), (Some(true), Some(60_000)));
    assert_eq!(episode.published_ms, Some(1_578_304_800_000));
    assert_eq!(episode.author.as_deref(), Some("Bob"));
    assert_eq!(episode.artwork_url, None, "it is the podcast's");
}

#[test]
fn an_identity_is_never_invented_or_rewritten() {
    let episode = item(
        "<title>A</title><enclosure url=' HTTP://Example.ORG:80/a b.mp3?x=1&amp;y=2&z ' length='-1' type=''/>",
    );
    assert_eq!(episode.guid, None);
    let enclosure = episode.enclosure.unwrap();
    assert_eq!(enclosure.url.as_str(), "HTTP://Example.ORG:80/a b.mp3?x=1&y=2&z");
    assert_eq!((enclosure.length, enclosure.mime, enclosure.kind), (None, None, MediaKind::Audio));
    assert_eq!(item("<guid> <![CDATA[<a>&b]]>\n</guid>").guid.unwrap().as_str(), "<a>&b");
    assert_eq!(item("<guid>  </guid>").guid, None);
}

#[test]
fn the_longer_text_makes_the_notes_and_the_shorter_the_summary() {
    let episode = item(
        "<description>Short &amp;lt; text</description><content:encoded><![CDATA[<h1>Long</h1><p>text</p>]]></content:encoded>",
    );
    assert_eq!(episode.notes_html, "<h3>Long</h3><p>text</p>");
    assert_eq!(episode.summary, "Short < text");
    assert_eq!(episode.title, "Short < text", "a title made of what there is");
    let long = item(&format!("<description>{}</description>", "word ".repeat(200)));
    assert!(
        long.summary.chars().count() <= 300 && long.summary.ends_with("word…"),
        "{}",
        long.summary
    );
}

#[test]
fn audio_is_found_wherever_it_is_put() {
    let media = "<media:group><media:content url='v.mp4' type='video/mp4'/><media:content url='a.mp3' type='audio/mpeg' fileSize='9'/></media:group>";
    let enclosure = item(media).enclosure.unwrap();
    assert_eq!((enclosure.url.as_str(), enclosure.length), ("a.mp3", Some(9)));
    assert_eq!(item("<media:content url='p.jpg' medium='image'/>").enclosure, None);
    let pdf = item("<enclosure url='p.pdf' type='application/pdf'/>").enclosure.unwrap();
    assert_eq!(pdf.kind, MediaKind::Other);
}

#[test]
fn rss_1_and_its_ancestors() {
    let feed = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>
         <channel rdf:about='https://example.org/'><title>T</title><link>https://example.org/</link><items><rdf:Seq/></items></channel>
         <item rdf:about='https://example.org/1'><title>E</title><link>https://example.org/1</link><dc:date>2020-01-06</dc:date></item></rdf:RDF>",
    );
    assert_eq!(
        (feed.format, feed.podcast.title.as_str(), feed.episodes.len()),
        (FeedFormat::Rdf, "T", 1)
    );
    assert_eq!(feed.episodes[0].guid.as_ref().unwrap().as_str(), "https://example.org/1");
    let old = read(
        "<rss version='0.93'><channel><title>T</title><item><link>https://example.org/1</link></item></channel></rss>",
    );
    assert_eq!(old.episodes[0].link.as_deref(), Some("https://example.org/1"));
}

#[test]
fn atom_with_xhtml_and_an_enclosure() {
    let feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' xml:base='https://example.org/base/'><title type='html'>A &amp;amp; B</title>
         <subtitle>S</subtitle><link rel='self' href='wrong'/><link href='site'/><author><name>Ann</name></author><logo>l.png</logo>
         <entry><id>urn:1</id><title type='text'>x &lt; y</title><updated>2020-01-07T10:00:00Z</updated><published>2020-01-06T10:00:00Z</published>
           <link rel='enclosure' href='a.mp3' type='audio/mpeg' length='5'/><link href='page'/>
           <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Hi <b>you</b><script>x()</script> &amp; me</div></content></entry></feed>",
    );
    let (podcast, episode) = (&feed.podcast, &feed.episodes[0]);
    assert_eq!((podcast.title.as_str(), podcast.language.as_deref()), ("A & B", Some("en")));
    assert_eq!(podcast.link.as_deref(), Some("https://example.org/base/site"));
    assert_eq!(podcast.artwork_url.as_deref(), Some("https://example.org/base/l.png"));
    assert_eq!(
        (episode.title.as_str(), episode.guid.as_ref().unwrap().as_str()),
        ("x < y", "urn:1")
    );
    assert_eq!(episode.published_ms, Some(1_578_304_800_000));
    assert_eq!(episode.notes_html, "<div>Hi <b>you</b> &amp; me</div>");
    let enclosure = episode.enclosure.as_ref().unwrap();
    assert_eq!(
        (enclosure.url.as_str(), enclosure.address.as_deref()),
        ("a.mp3", Some("https://example.org/base/a.mp3"))
    );
}

#[test]
fn json_feed_with_attachments() {
    let feed = read(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","authors":[{"name":"Ann"}],"icon":"/i.png","items":[
            {"id":7,"title":"E","content_text":"x < y","date_published":"2020-01-06T10:00:00Z","attachments":[
              {"url":"p.pdf","mime_type":"application/pdf"},
              {"url":"a.mp3","mime_type":"audio/mpeg","size_in_bytes":5,"duration_in_seconds":61}]}, {"url":"https://example.org/2"}, 3]}"#,
    );
    assert_eq!((feed.format, feed.episodes.len()), (FeedFormat::Json, 2));
    let episode = &feed.episodes[0];
    assert_eq!(episode.guid.as_ref().unwrap().as_str(), "7");
    assert_eq!(episode.enclosure.as_ref().unwrap().url.as_str(), "a.mp3");
    assert_eq!(
        (episode.duration_ms, episode.notes_html.as_str()),
        (Some(61_000), "<p>x &lt; y</p>")
    );
    assert_eq!(feed.episodes[1].guid, None);
}

#[test]
fn mistakes_are_mended_and_told() {
    let feed = read(
        "Warning: mysql\n<?xml version='1.0'?><rss><channel><title>T</title><item><title>A<b>x</title><guid>1</guid><item><guid>2</guid></item><!bad><item><guid>3</guid></channel>",
    );
    assert_eq!(feed.episodes.len(), 3);
    assert_eq!(feed.episodes[0].title, "Ax");
    assert!(
        feed.warnings.contains(&Warning::Malformed) && feed.warnings.contains(&Warning::Truncated)
    );
    assert_eq!(
        read("<rss><channel><title>a & b &copy; &bogus; &#x2014;</title></channel></rss>")
            .podcast
            .title,
        "a & b © &bogus; —"
    );
}

#[test]
fn one_episode_twice_is_one_episode() {
    let twice = "<item><guid>1</guid><enclosure url='a.mp3'/></item>".repeat(2);
    let feed = read(&format!(
        "<rss><channel><title>T</title>{twice}<item><guid>1</guid><enclosure url='b.mp3'/></item></channel></rss>"
    ));
    assert_eq!(feed.episodes.len(), 2);
}

#[test]
fn dates_in_the_future_can_be_forgotten() {
    let mut feed = read(
        "<rss><channel><title>T</title><item><pubDate>Fri, 06 Jan 2040 10:00:00 GMT</pubDate></item><item><pubDate>Mon, 06 Jan 2020 10:00:00 GMT</pubDate></item></channel></rss>",
    );
    feed.forget_future_dates(1_700_000_000_000);
    assert_eq!(
        feed.episodes.iter().map(|e| e.published_ms.is_some()).collect::<Vec<_>>(),
        [false, true]
    );
}
