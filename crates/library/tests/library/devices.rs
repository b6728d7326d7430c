use balados_library::{Error, InPlayer, Incoming, KnownDevice, Taken};
use balados_protocol::{
    Record, Register, Stamp,
    record::{Device, MAX_NAME},
};

use crate::support::{NOW, TestLibrary};

fn known(id: &str, name: &str, at_ms: i64) -> KnownDevice {
    KnownDevice { id: id.to_owned(), name: Some(name.to_owned()), at_ms }
}

async fn hears(library: &TestLibrary, device: Device) {
    let incoming = Incoming { records: vec![Record::Device(device)], ..Incoming::default() };
    let taken = Taken { incoming, ..Taken::default() };
    assert!(library.take(taken, NOW).await.unwrap().devices);
}

fn device(id: &str, name: Option<&str>, removed: Option<bool>, at: i64) -> Device {
    let name = name.map(|name| Register::new(name.to_owned(), Stamp(at)));
    let removed = removed.map(|removed| Register::new(removed, Stamp(at)));
    Device { id: id.to_owned(), name, playing: None, removed }
}

#[tokio::test]
async fn a_name_that_was_given_stays() {
    let library = TestLibrary::new().await;
    library.tell_playing("desk", "host", None, NOW).await.unwrap();
    hears(&library, device("phone", Some("Phone"), None, NOW + 10)).await;
    assert_eq!(
        library.known_devices().await.unwrap(),
        [known("phone", "Phone", NOW + 10), known("desk", "host", NOW)]
    );
    library.rename_device("desk", " Study ", NOW + 20).await.unwrap();
    library.tell_playing("desk", "host", None, NOW + 30).await.unwrap();
    assert_eq!(library.device_name("desk").await.unwrap().as_deref(), Some("Study"));
    // The server's own page can name it too.
    hears(&library, device("desk", Some("Kitchen"), None, NOW + 40)).await;
    library.tell_playing("desk", "host", None, NOW + 50).await.unwrap();
    assert_eq!(library.known_devices().await.unwrap()[0], known("desk", "Kitchen", NOW + 50));
}

#[tokio::test]
async fn a_device_that_was_forgotten_comes_back_when_it_is_used() {
    let library = TestLibrary::new().await;
    hears(&library, device("phone", Some("Phone"), None, NOW)).await;
    library.forget_device("phone", NOW + 1).await.unwrap();
    assert_eq!(library.known_devices().await.unwrap(), []);
    assert_eq!(library.pending_count().await.unwrap(), 1, "the others hear of it");
    library.tell_playing("desk", "host", None, NOW + 2).await.unwrap();
    hears(&library, device("desk", None, Some(true), NOW + 3)).await;
    assert_eq!(library.known_devices().await.unwrap(), []);
    library.tell_playing("desk", "host", None, NOW + 4).await.unwrap();
    assert_eq!(library.known_devices().await.unwrap(), [known("desk", "host", NOW + 4)]);
}

#[tokio::test]
async fn names_are_names_and_devices_are_known() {
    let library = TestLibrary::new().await;
    library.tell_playing("desk", "host", None, NOW).await.unwrap();
    for name in ["", "  ", "x".repeat(MAX_NAME + 1).as_str()] {
        let refused = library.rename_device("desk", name, NOW).await.unwrap_err();
        assert!(matches!(refused, Error::OutOfRange { .. }), "{name}");
    }
    for refused in [
        library.rename_device("nobody", "Name", NOW).await,
        library.forget_device("nobody", NOW).await,
    ] {
        assert!(matches!(refused.unwrap_err(), Error::NotFound { what: "device" }));
    }
}

#[tokio::test]
async fn what_is_kept_here_is_not_told_as_playing() {
    let (library, podcast, ids) = TestLibrary::with_episodes(1).await;
    let playing = Some(InPlayer { episode: ids[0], position_ms: 5, is_playing: true });
    library.tell_playing("desk", "host", playing, NOW).await.unwrap();
    library.keep_here(podcast, balados_library::OnOtherDevices::Stays, NOW + 1).await.unwrap();
    assert_eq!(library.waiting().await, [], "not even what waited before");
    library.tell_playing("desk", "host", playing, NOW + 2).await.unwrap();
    let waiting = library.waiting().await;
    let [Record::Device(said)] = waiting.as_slice() else { panic!("{waiting:?}") };
    assert_eq!(said.playing, Some(Register::new(None, Stamp(NOW + 2))));
}
