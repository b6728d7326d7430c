use crate::terminal::Terminal;

#[tokio::test(flavor = "multi_thread")]
async fn packages_get_a_page_for_every_command_without_a_library() {
    let terminal = Terminal::new();
    let folder = terminal.path("manual");
    terminal.text(&["manual", folder.to_str().unwrap()]).await;
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert!(read("balados.1").contains("balados\\-add(1)"), "{}", read("balados.1"));
    assert!(read("balados-account-add.1").contains("browser"));
    assert!(read("balados.bash").contains("--json"));
    assert!(!read("balados.1").contains("manual"), "it is not for listeners");
    assert!(!terminal.path("data").exists(), "no library was opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_made_is_said() {
    let terminal = Terminal::new();
    let file = terminal.path("file");
    std::fs::write(&file, "").unwrap();
    let output = terminal.run(&["manual", file.join("below").to_str().unwrap()]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("below"));
}
