//! Work on a list by two threads.
//! It must not know what the work is.

use std::panic::resume_unwind;
use std::thread;

/// Returns what `work` makes of the first half of a list and, by a thread of its own, of the second,
/// one behind the other.
pub fn of<T: Sync, R: Send>(list: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let (first, second) = list.split_at(list.len() / 2);
    thread::scope(|scope| {
        let others = scope.spawn(|| work(second));
        let mut all = work(first);
        all.extend(others.join().unwrap_or_else(|panic| resume_unwind(panic)));
        all
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_made_stands_in_the_order_of_the_list() {
        let doubled = |list: &[u32]| list.iter().map(|it| it * 2).collect();
        assert_eq!(super::of(&[1, 2, 3, 4, 5], doubled), [2, 4, 6, 8, 10]);
        assert!(super::of(&[], doubled).is_empty());
    }
}
