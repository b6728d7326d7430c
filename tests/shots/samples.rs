//! A library that looks like a listener's: long titles, missing covers, a thousand episodes, a
//! feed that fails, episodes heard and half heard.

use std::time::Duration;

use balados_stage::{App, Enclosure, Episode, Page, Publisher, Show, cover, eventually, seed};
use serde_json::json;

/// The show that is being listened to.
pub(crate) const MAIN: &str = "Le Quart d’heure des marées";
pub(crate) const LONG: &str = "Everything You Never Asked About Lighthouses, Foghorns and the People \
    Who Keep Them Going in Winter";
pub(crate) const FAILING: &str = "Static on the Line";

/// Title, author, language, number of episodes, whether it has a cover.
type Sample = (&'static str, &'static str, &'static str, u32, bool);

const SHOWS: [Sample; 9] = [
    ("Night Trains", "Slow Radio Collective", "en", 64, true),
    (LONG, "The North Sea Society for Things That Blink", "en", 1000, true),
    ("Cuisine de poche", "Atelier Basilic", "fr", 31, true),
    ("A Short History of Tape", "Ferric Oxide", "en", 12, true),
    ("Les voix du marché", "Radio des Halles", "fr", 208, false),
    (FAILING, "Ham Radio Weekly", "en", 18, false),
    ("Small Numbers", "Ada & Émile", "en", 150, true),
    ("Le jardin d’à côté", "Compost et Compagnie", "fr", 77, true),
    (MAIN, "Météo du large", "fr", 42, true),
];

const ABOUT_EN: &str =
    "A short show, every Thursday, about what moves slowly and who keeps an eye on it.";
const ABOUT_FR: &str = "Une émission courte, chaque jeudi, sur ce qui bouge lentement et sur ceux qui le regardent bouger.";

/// What an episode of the main show is about, newest first, again and again.
const TIDES: [&str; 6] = [
    "La grande marée d’équinoxe, heure par heure",
    "Pourquoi la mer se retire avant la vague",
    "Une nuit au marégraphe de Brest",
    "Les almanachs, ou l’art de prédire l’eau",
    "Pêche à pied : ce que le jusant laisse voir",
    "Le port qui a deux marées de plus que les autres",
];

const NOTES: &str = "<p>On embarque avec une hydrographe, un pêcheur à pied et une carte de 1822 pour \
    comprendre ce qui monte, ce qui descend, et ce qui reste.</p>\
    <h3>Dans cet épisode</h3><ul><li>02:10 — Lire une courbe de marée</li>\
    <li>09:45 — Le coefficient, cette invention bretonne</li>\
    <li>21:30 — Ce que change la pression de l’air</li></ul>\
    <p>Pour aller plus loin : <a href=\"https://example.org/marees\">les tables de l’année</a>, et le \
    livre <em>La mer, deux fois par jour</em>.</p>";

/// What the pictures go to.
pub(crate) struct Samples {
    pub(crate) long: i64,
    pub(crate) failing: i64,
    pub(crate) main: i64,
    /// The one in the player bar.
    pub(crate) episode: i64,
}

impl Samples {
    /// Subscribes to every show, and listens a little.
    pub(crate) async fn seed(app: &App, publisher: &Publisher) -> Self {
        let sound = seed::tone(publisher, "/tone.wav", seed::LENGTH);
        let mut samples = Self { long: 0, failing: 0, main: 0, episode: 0 };
        for (number, sample) in (0_u32..).zip(SHOWS) {
            let path = format!("/{number}.xml");
            let feed = publisher.publish_show(&path, &show(publisher, number, sample, &sound));
            let added = app.command("add_podcast", json!({ "address": feed })).await.unwrap();
            let id = added["podcastId"].as_i64().unwrap();
            match sample.0 {
                LONG => samples.long = id,
                FAILING => {
                    samples.failing = id;
                    publisher.publish(&path, Page::status(503));
                    let refreshed = app.command("refresh", json!({ "id": id })).await;
                    assert!(refreshed.is_err(), "the feed fails");
                }
                MAIN => {
                    samples.main = id;
                    samples.episode = listen(app, id).await;
                }
                _ => {}
            }
        }
        samples
    }
}

fn show(publisher: &Publisher, number: u32, sample: Sample, sound: &Enclosure) -> Show {
    let (title, author, language, episodes, has_cover) = sample;
    let put_cover = || {
        publisher.publish(&format!("/cover/{number}.png"), Page::new("image/png", cover(number)))
    };
    Show {
        title: title.to_owned(),
        author: author.to_owned(),
        description: if language == "fr" { ABOUT_FR } else { ABOUT_EN }.to_owned(),
        language,
        cover: has_cover.then(put_cover),
        episodes: (0..episodes).map(|index| episode(title, index, episodes, sound)).collect(),
        ..Show::default()
    }
}

/// Some episodes heard, one in the bar, paused on the way.
async fn listen(app: &App, podcast: i64) -> i64 {
    let newest = json!({
        "podcastId": podcast, "filter": "all", "order": "newest", "text": null, "after": null, "limit": 8,
    });
    let page = app.command("episodes", newest).await.unwrap();
    let items = page["items"].as_array().unwrap();
    let ids: Vec<_> = items.iter().filter_map(|item| item["id"].as_i64()).collect();
    app.command("set_played", json!({ "episodeIds": ids[3..], "played": true })).await.unwrap();
    for (id, second) in [(ids[2], 70), (ids[1], 142)] {
        app.command("play_episode", json!({ "id": id })).await.unwrap();
        phase(app, "playing").await;
        app.command("seek", json!({ "positionMs": second * 1000 })).await.unwrap();
        app.command("pause", json!({})).await.unwrap();
        phase(app, "paused").await;
    }
    ids[1]
}

async fn phase(app: &App, wanted: &str) {
    eventually(&format!("the player is {wanted}"), async || {
        let player = app.command("player", json!({})).await.ok()?;
        (player["phase"] == wanted).then_some(())
    })
    .await;
}

fn episode(show: &str, index: u32, total: u32, sound: &Enclosure) -> Episode {
    let number = total - index;
    let title = match show {
        MAIN => TIDES[index as usize % TIDES.len()].to_owned(),
        LONG if index == 1 => "The keeper who answered every letter, including the ones that were \
            addressed to the light itself and came back forty years later"
            .to_owned(),
        _ => format!("No. {number}: notes from week {number}"),
    };
    Episode {
        title,
        notes: NOTES.to_owned(),
        published: seed::day(index * 7),
        length: Some(Duration::from_secs(u64::from(900 + (number * 137) % 2700))),
        season_and_number: (show != LONG).then_some((1 + number / 20, number)),
        explicit: number.is_multiple_of(11),
        // The one without sound is shown, and says that it cannot be played.
        enclosure: (index != 2 || show == MAIN).then(|| sound.clone()),
    }
}
