//! The real server's recorded answers, and ours to the same requests.
