//! Giving entries a rank. Pure: ranks in, ranks out.

use balados_protocol::{MAX_RANK, Rank};

/// The ranks that put some entries into a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// Of those that are put in, in their order.
    pub(super) moved: Vec<Rank>,
    /// Of all that stay, where there was no room between them.
    pub(super) staying: Option<Vec<Rank>>,
}

/// Puts `count` entries in front of entry `at` of those that stay, which are in their order. Two devices may have given
/// one rank twice, and a gap may be used up: then the list is numbered anew.
pub(super) fn plan(staying: &[Rank], at: usize, count: usize) -> Plan {
    let at = at.min(staying.len());
    let before = at.checked_sub(1).and_then(|index| staying.get(index));
    let mut moved = Vec::with_capacity(count);
    if fill(&mut moved, before, staying.get(at), count).is_some() {
        return Plan { moved, staying: None };
    }
    let mut numbers: Vec<Rank> = (0..).map(Rank::numbered).take(staying.len() + count).collect();
    let moved = numbers.drain(at..at + count).collect();
    Plan { moved, staying: Some(numbers) }
}

/// The middle first, so that ranks grow with the logarithm of `count`.
fn fill(
    ranks: &mut Vec<Rank>,
    before: Option<&Rank>,
    after: Option<&Rank>,
    count: usize,
) -> Option<()> {
    if count == 0 {
        return Some(());
    }
    let middle = Rank::between(before, after).filter(|rank| rank.as_str().len() <= MAX_RANK)?;
    let first = (count - 1) / 2;
    fill(ranks, before, Some(&middle), first)?;
    ranks.push(middle.clone());
    fill(ranks, Some(&middle), after, count - 1 - first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ranks(numbers: &[u32]) -> Vec<Rank> {
        numbers.iter().map(|number| Rank::numbered(*number)).collect()
    }

    fn whole(staying: &[Rank], at: usize, plan: Plan) -> Vec<Rank> {
        let mut all = plan.staying.unwrap_or_else(|| staying.to_vec());
        all.splice(at..at, plan.moved);
        all
    }

    #[test]
    fn what_stays_keeps_its_rank_where_there_is_room() {
        assert_eq!(plan(&ranks(&[1, 5]), 1, 3).staying, None);
        assert_eq!(plan(&[], 0, 1).moved.len(), 1);
    }

    #[test]
    fn one_rank_that_was_given_twice_is_given_anew() {
        let staying = ranks(&[3, 3]);
        let planned = plan(&staying, 1, 1);
        assert!(planned.staying.is_some());
        assert!(whole(&staying, 1, planned).is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_gap_that_is_used_up_is_made_anew() {
        let mut list = ranks(&[0, 1]);
        for _ in 0..6_000 {
            let planned = plan(&list, 1, 1);
            list = whole(&list, 1, planned);
            list.truncate(2);
        }
        assert!(list[1].as_str().len() <= MAX_RANK);
    }

    proptest! {
        #[test]
        fn a_list_is_in_order_wherever_something_is_put(
            mut numbers in prop::collection::vec(any::<u32>(), 0..30),
            at: prop::sample::Index,
            count in 0..1_500_usize,
        ) {
            numbers.sort_unstable();
            let staying = ranks(&numbers);
            let at = at.index(staying.len() + 1);
            let planned = plan(&staying, at, count);
            let is_numbered = planned.staying.is_some();
            let all = whole(&staying, at, planned);
            prop_assert_eq!(all.len(), staying.len() + count);
            prop_assert!(all.iter().all(|rank| rank.as_str().len() <= MAX_RANK));
            // What was doubled elsewhere in the list stays so, unless all was numbered.
            let around = at.saturating_sub(1)..(at + count + 1).min(all.len());
            let checked = if is_numbered { &all[..] } else if count > 0 { &all[around] } else { &[] };
            prop_assert!(checked.is_sorted_by(|a, b| a < b));
        }
    }
}
