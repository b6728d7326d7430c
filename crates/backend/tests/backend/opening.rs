use balados_backend::view::{PodcastOrder, Startup};

use crate::{house::House, publisher::Publisher};

#[tokio::test(flavor = "multi_thread")]
async fn a_library_is_held_by_one_process() {
    let house = House::new();
    let app = house.start().await;
    assert!(matches!(house.try_start().await, Err(Startup::InUse { .. })));
    app.quit().await;
    house.start().await.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_library_is_kept_aside_and_a_fresh_one_started() {
    let (house, publisher) = (House::new(), Publisher::start(1, 1).await);
    let app = house.start().await;
    app.add(&publisher).await;
    app.quit().await;
    let damaged = b"this was a database once".repeat(100);
    std::fs::write(house.library(), &damaged).unwrap();

    let Err(Startup::DamagedDatabase { path, .. }) = house.try_start().await else {
        panic!("it cannot be opened")
    };
    assert_eq!(std::path::Path::new(&path), house.library());
    assert_eq!(std::fs::read(house.library()).unwrap(), damaged, "looking changes nothing");
    let aside = balados_backend::set_damaged_library_aside(house.path()).await.unwrap();
    assert_eq!(std::fs::read(aside).unwrap(), damaged);
    let app = house.start().await;
    let list = app.backend.podcasts(PodcastOrder::Title, None, None, 10).await.unwrap();
    assert!(list.items.is_empty());
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_used_is_named() {
    let house = House::new();
    std::fs::write(house.path().join("profiles"), "a file in the way").unwrap();
    let Err(Startup::Failed { error }) = house.try_start().await else { panic!("no folder") };
    assert_eq!(error.code, "data-folder-unusable");
    assert!(error.detail.contains_key("path"));
}
