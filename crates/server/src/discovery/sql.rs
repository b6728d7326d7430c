//! Statements about as many values as there are.

/// `$first, …`: so many of them.
pub(super) fn placeholders(first: usize, count: usize) -> String {
    let all: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    all.join(", ")
}

/// `(…), (…)`: so many rows, each of them in front of `columns` placeholders of its own.
pub(super) fn rows(count: usize, columns: usize) -> String {
    let row = |n: usize| format!("({})", placeholders(1 + n * columns, columns));
    (0..count).map(row).collect::<Vec<_>>().join(", ")
}

/// Numbers that came out of the database.
pub(super) fn numbers(ids: &[i64]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
