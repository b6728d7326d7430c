//! Loading ahead, in a process of its own: what was loaded before is not given back.
#![cfg(all(feature = "on-demand", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

/// Far more was read: the tables of all libraries that the engine needs.
const LITTLE_KB: u64 = 4096;

#[test]
fn of_what_is_only_read_little_stays() {
    assert_eq!(size("Size"), 0, "nothing is loaded before it is asked for");
    balados_webkit::load_ahead().unwrap();
    assert!(size("Size") > 50_000, "{} KB", size("Size"));
    let read = size("Rss") - size("Anonymous");
    assert!(read < LITTLE_KB, "{read} KB of the files are in memory");
}

/// Kibibytes of the libraries of the web engine in this process.
fn size(field: &str) -> u64 {
    let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap();
    let mut is_of_engine = false;
    let mut sum = 0;
    for line in smaps.lines() {
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        match name.strip_suffix(':') {
            None => is_of_engine = rest.contains("webkit2gtk") || rest.contains("javascriptcore"),
            Some(name) if is_of_engine && name == field => {
                sum += rest.trim().trim_end_matches(" kB").parse::<u64>().unwrap();
            }
            Some(_) => {}
        }
    }
    sum
}
