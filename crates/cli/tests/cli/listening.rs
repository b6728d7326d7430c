use balados_stage::{pitch, place_of};

use crate::terminal::{Terminal, publisher};

/// The length of a WAV file in seconds, and the place in the tone that it begins with.
fn heard(path: &std::path::Path) -> (f64, f64) {
    let mut wav = hound::WavReader::open(path).unwrap();
    let spec = wav.spec();
    let channels = usize::from(spec.channels);
    let left: Vec<f32> =
        wav.samples::<i16>().step_by(channels).map(|sample| f32::from(sample.unwrap())).collect();
    let pitch = pitch(&left[..spec.sample_rate as usize / 2], spec.sample_rate).unwrap();
    #[allow(clippy::cast_precision_loss)]
    let seconds = left.len() as f64 / f64::from(spec.sample_rate);
    // The pitch is that of the middle of what was measured.
    (seconds, place_of(pitch) - 0.25)
}

async fn number_of_tone(terminal: &Terminal, feed: &str) -> String {
    let podcast = terminal.json(&["add", feed]).await["podcastId"].to_string();
    let found = terminal.json(&["episodes", &podcast, "--title", "tone"]).await;
    found[0]["id"].to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_to_a_file_is_what_would_be_heard() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    let tone = number_of_tone(&terminal, &feed).await;
    let file = terminal.path("heard.wav");
    let output = file.to_str().unwrap();
    let played =
        terminal.json(&["play", &tone, "--output", output, "--from", "0:05", "--for", "3"]).await;
    let (seconds, place) = heard(&file);
    assert!((seconds - 3.0).abs() < 0.01, "{seconds} s");
    assert!((place - 5.0).abs() < 0.3, "begins at {place} s");
    assert_eq!((&played["fromMs"], &played["ended"]), (&5000.into(), &false.into()));

    let status = terminal.json(&["status"]).await;
    let at = status["positionMs"].as_i64().unwrap();
    assert!((7_500..=8_500).contains(&at), "the next start begins there: {at}");
    terminal.json(&["play", &tone, "--output", output, "--for", "1"]).await;
    let (_, place) = heard(&file);
    assert!((place - 8.0).abs() < 0.6, "goes on at {place} s");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_is_played_to_its_end() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    let tone = number_of_tone(&terminal, &feed).await;
    let file = terminal.path("heard.wav");
    let played = terminal.json(&["play", &tone, "--output", file.to_str().unwrap()]).await;
    assert_eq!(played["ended"], true);
    let (seconds, _) = heard(&file);
    assert!((seconds - 20.0).abs() < 0.01, "{seconds} s");
    assert_eq!(terminal.json(&["list"]).await[0]["unplayedCount"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speed_makes_it_shorter_and_stays() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    let tone = number_of_tone(&terminal, &feed).await;
    let file = terminal.path("heard.wav");
    let output = file.to_str().unwrap();
    let play = ["play", &tone, "--output", output];
    let played = terminal.json(&[&play[..], &["--speed", "2"]].concat()).await;
    let (seconds, _) = heard(&file);
    assert!((seconds - 10.0).abs() < 0.1, "{seconds} s");
    assert_eq!(played["ended"], true);
    terminal.json(&[&play[..], &["--from", "0:05", "--for", "3"]].concat()).await;
    let (seconds, _) = heard(&file);
    assert!((seconds - 3.0).abs() < 0.01, "{seconds} s");
    let at = terminal.json(&["status"]).await["positionMs"].as_i64().unwrap();
    assert!((10_500..=11_500).contains(&at), "three seconds are six of the recording: {at}");
    for wrong in ["0.4", "3.5", "1.01", "-1"] {
        let speed = format!("--speed={wrong}");
        let (code, error) = terminal.failure(&[&play[..], &[&speed]].concat()).await;
        assert_eq!((code, &error["error"]["code"]), (1, &"speed-out-of-range".into()), "{wrong}");
    }
}
