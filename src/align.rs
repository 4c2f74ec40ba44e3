//! Which article of one text is which of another, and which words changed inside it.
//! It must not know what an article is about, nor how either is shown.

mod words;

pub use words::{How, Marked, Words, mark_changes, mirrored};

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How like two articles must be to be one and the same, in thousandths.
const LIKE: u32 = 450;

/// How like they must be when nothing else stands between the same two neighbours.
const LIKE_BETWEEN_NEIGHBOURS: u32 = 250;

/// What more articles than this have tells nothing of which one is meant.
const FEW: usize = 64;

/// How far from its place an article is looked for whatever its words, counting those not found yet.
const ABOUT: usize = 8;

/// An article of the old text, of the new, or of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Absent when the article was inserted.
    pub old: Option<usize>,
    /// Absent when the article was deleted.
    pub new: Option<usize>,
    /// Whether the words are the same, the number before them aside.
    pub same: bool,
    /// Whether it stands elsewhere among the articles that stayed.
    pub moved: bool,
}

/// Tells which article of `old` is which of `new`, in reading order of the new text; what was
/// deleted stands where it was.
///
/// ```
/// use gongkai::align::align;
/// let old = ["第一条 甲乙丙丁戊己", "第二条 子丑寅卯辰巳"];
/// let new = ["第一条 天地玄黄宇宙洪荒", "第二条 甲乙丙丁戊己", "第三条 子丑寅卯辰午"];
/// let found = align(&old, &new);
/// assert_eq!((found[0].old, found[0].new), (None, Some(0)));
/// assert!(found[1].same && !found[1].moved);
/// assert_eq!((found[2].old, found[2].new, found[2].same), (Some(1), Some(2), false));
/// ```
pub fn align(old: &[&str], new: &[&str]) -> Vec<Match> {
    let pairs = pairs(old, new);
    let weigh = |&(o, n): &(usize, usize)| old[o].len() + new[n].len();
    let stays = in_order(&pairs, &pairs.iter().map(weigh).collect::<Vec<_>>());
    let mut found: Vec<(usize, usize, Match)> = Vec::new();
    let anchors: Vec<(usize, usize)> =
        pairs.iter().zip(&stays).filter(|(_, stays)| **stays).map(|(pair, _)| *pair).collect();
    for (&(o, n), &stays) in pairs.iter().zip(&stays) {
        let same = unnumbered(old[o]) == unnumbered(new[n]);
        found.push((n, 1, Match { old: Some(o), new: Some(n), same, moved: !stays }));
    }
    let (mut gone, mut come) = (vec![true; old.len()], vec![true; new.len()]);
    for &(o, n) in &pairs {
        (gone[o], come[n]) = (false, false);
    }
    for n in (0..new.len()).filter(|n| come[*n]) {
        found.push((n, 1, Match { old: None, new: Some(n), same: false, moved: false }));
    }
    for o in (0..old.len()).filter(|o| gone[*o]) {
        // Anchors rise on both sides.
        let before = anchors.partition_point(|pair| pair.0 < o).checked_sub(1);
        let after = before.map_or(0, |last| anchors[last].1 + 1);
        found.push((after, 0, Match { old: Some(o), new: None, same: false, moved: false }));
    }
    found.sort_by_key(|(at, class, found)| (*at, *class, found.old));
    found.into_iter().map(|(_, _, found)| found).collect()
}

/// Returns the pairs of like articles, in order of the old text.
///
/// Equal ones are paired first, in their order; then the likest of those left, whatever their
/// places; then what alone is left between the same two neighbours.
pub fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let old: Vec<&str> = old.iter().map(|text| unnumbered(text)).collect();
    let new: Vec<&str> = new.iter().map(|text| unnumbered(text)).collect();
    let mut pairs = equal(&old, &new);
    let (mut free_old, mut free_new) = (vec![true; old.len()], vec![true; new.len()]);
    for &(o, n) in &pairs {
        (free_old[o], free_new[n]) = (false, false);
    }
    let mut likely = likely(&old, &new, &free_old, &free_new, &pairs);
    likely.sort_by_key(|&(like, o, n)| (Reverse(like), o.abs_diff(n), o, n));
    for &(_, o, n) in likely.iter().filter(|(like, ..)| *like >= LIKE) {
        if free_old[o] && free_new[n] {
            (free_old[o], free_new[n]) = (false, false);
            pairs.push((o, n));
        }
    }
    pairs.sort_unstable();
    let between: Vec<(usize, usize)> = likely
        .iter()
        .filter(|(like, o, n)| *like >= LIKE_BETWEEN_NEIGHBOURS && free_old[*o] && free_new[*n])
        .filter(|(_, o, n)| alone(*o, &free_old, *n, &free_new, &pairs))
        .map(|&(_, o, n)| (o, n))
        .collect();
    pairs.extend(between);
    pairs.sort_unstable();
    pairs
}

/// Pairs equal texts in the order they come.
fn equal(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, text) in new.iter().enumerate().rev() {
        places.entry(text).or_default().push(n);
    }
    let mut pairs = Vec::new();
    for (o, text) in old.iter().enumerate() {
        pairs.extend(places.get_mut(text).and_then(Vec::pop).map(|n| (o, n)));
    }
    pairs
}

/// Returns which free articles may be one, and how like they are: such as share what few others have,
/// and such as stand about the same place. So the work grows with the articles and not with their
/// square; of up to [`FEW`] each is held against each.
fn likely(
    old: &[&str],
    new: &[&str],
    free_old: &[bool],
    free_new: &[bool],
    equal: &[(usize, usize)],
) -> Vec<(u32, usize, usize)> {
    let free: Vec<usize> = (0..new.len()).filter(|n| free_new[*n]).collect();
    let texts = Texts::index(free.iter().map(|&n| (n, new[n])));
    let mut found = Vec::new();
    for o in (0..old.len()).filter(|o| free_old[*o]) {
        let own = Pairs::count(old[o]);
        let mut near = texts.sharing(&own);
        near.extend(about(o, &free, equal));
        for n in near {
            let other = &texts.pairs[&n];
            let like = 2000 * own.shared(other) / (own.size + other.size).max(1);
            if like >= LIKE_BETWEEN_NEIGHBOURS {
                found.push((like, o, n));
            }
        }
    }
    found
}

/// Some texts, found by what they share with another.
pub struct Texts {
    pairs: BTreeMap<usize, Pairs>,
    places: HashMap<(char, char), Vec<usize>>,
}

impl Texts {
    /// Takes texts, each with a number to know it by.
    pub fn index<T: AsRef<str>>(texts: impl Iterator<Item = (usize, T)>) -> Self {
        let pairs: BTreeMap<usize, Pairs> =
            texts.map(|(number, text)| (number, Pairs::count(text.as_ref()))).collect();
        let mut places: HashMap<(char, char), Vec<usize>> = HashMap::new();
        for (number, own) in &pairs {
            own.counts.keys().for_each(|pair| places.entry(*pair).or_default().push(*number));
        }
        Self { pairs, places }
    }

    /// Returns which of them share something with a text that few of them have.
    pub fn sharing(&self, text: &Pairs) -> BTreeSet<usize> {
        let places = text.counts.keys().filter_map(|pair| self.places.get(pair));
        places.filter(|all| all.len() <= FEW).flatten().copied().collect()
    }

    /// Returns one of them.
    pub fn get(&self, number: usize) -> Option<&Pairs> {
        self.pairs.get(&number)
    }
}

/// How often each two neighbouring characters stand in a text, white space and stops aside.
pub struct Pairs {
    counts: HashMap<(char, char), u32>,
    size: u32,
}

impl Pairs {
    pub fn count(text: &str) -> Self {
        let mut counts = HashMap::new();
        let mut before = None;
        for c in text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '%' | '/' | '.')) {
            if let Some(before) = before.replace(c) {
                *counts.entry((before, c)).or_default() += 1;
            }
        }
        Self { size: counts.values().sum(), counts }
    }

    fn shared(&self, other: &Self) -> u32 {
        let of = |(pair, count): (_, &u32)| *count.min(other.counts.get(pair).unwrap_or(&0));
        self.counts.iter().map(of).sum()
    }

    /// Returns how much of a text stands in another, in thousandths.
    pub fn contained(&self, whole: &Self) -> u32 {
        (1000 * self.shared(whole)).checked_div(self.size).unwrap_or_default()
    }
}

/// Returns the free articles of the new text about where one of the old text would stand, reckoned
/// from the last one before it that stayed.
fn about<'f>(
    o: usize,
    free: &'f [usize],
    equal: &[(usize, usize)],
) -> impl Iterator<Item = usize> + 'f {
    let last = equal.partition_point(|pair| pair.0 < o).checked_sub(1);
    let place = last.map_or(o, |last| equal[last].1 + o - equal[last].0);
    let at = free.partition_point(|n| *n < place);
    free[at.saturating_sub(ABOUT)..free.len().min(at + ABOUT)].iter().copied()
}

/// Tells whether two free articles alone stand between the same two pairs.
fn alone(
    o: usize,
    free_old: &[bool],
    n: usize,
    free_new: &[bool],
    pairs: &[(usize, usize)],
) -> bool {
    let neighbour_free = |free: &[bool], i: usize| {
        (i > 0 && free[i - 1]) || free.get(i + 1).is_some_and(|free| *free)
    };
    let before = o.checked_sub(1).zip(n.checked_sub(1));
    let ends = |pair: (usize, usize)| pairs.binary_search(&pair).is_ok();
    !neighbour_free(free_old, o)
        && !neighbour_free(free_new, n)
        && before.map_or(o == n, ends)
        && (ends((o + 1, n + 1)) || (o + 1 == free_old.len() && n + 1 == free_new.len()))
}

/// Tells which pairs stayed in order: the most of them, and of so many the heaviest.
pub fn in_order(pairs: &[(usize, usize)], weights: &[usize]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by_key(|i| pairs[*i]);
    let mut best: Vec<(usize, usize)> = vec![(0, 0); pairs.len()];
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    let mut runs = Heaviest::up_to(pairs.iter().map(|pair| pair.1 + 1).max().unwrap_or_default());
    for abreast in order.chunk_by(|&i, &j| pairs[i].0 == pairs[j].0) {
        for &i in abreast {
            before[i] = runs.below(pairs[i].1).map(|(_, Reverse(j))| j);
            let (count, weight) = before[i].map_or((0, 0), |j| best[j]);
            best[i] = (count + 1, weight + weights[i]);
        }
        for &i in abreast {
            runs.put(pairs[i].1, (best[i], Reverse(i)));
        }
    }
    let mut stays = vec![false; pairs.len()];
    let mut at = order.iter().copied().max_by_key(|&i| (best[i], Reverse(i)));
    while let Some(i) = at {
        stays[i] = true;
        at = before[i];
    }
    stays
}

/// A run of pairs by how many it holds, how heavy they are, and its last one, the first of equals.
type Weighed = ((usize, usize), Reverse<usize>);

/// The heaviest run that ends below each place, in a tree of which each node holds that of its
/// stretch: a place is looked up and noted in as many steps as its number has bits.
struct Heaviest(Vec<Option<Weighed>>);

impl Heaviest {
    fn up_to(places: usize) -> Self {
        Self(vec![None; places + 1])
    }

    fn below(&self, place: usize) -> Option<Weighed> {
        let node = |at: usize| Some(at).filter(|at| *at > 0);
        let nodes = std::iter::successors(node(place), |at| node(at & (at - 1)));
        nodes.filter_map(|at| self.0[at]).max()
    }

    fn put(&mut self, place: usize, run: Weighed) {
        let nodes =
            std::iter::successors(Some(place + 1), |at| Some(at + (at & at.wrapping_neg())));
        let last = self.0.len();
        for at in nodes.take_while(|at| *at < last) {
            self.0[at] = self.0[at].max(Some(run));
        }
    }
}

/// Returns an article without its number: `第十二条　代表…` → `代表…`.
pub fn unnumbered(text: &str) -> &str {
    let text = text.trim();
    let numbered = |rest: &str| {
        let (number, rest) = rest.split_once('条')?;
        is_number(number).then_some(rest.len())
    };
    match text.strip_prefix('第').and_then(numbered) {
        Some(length) => text[text.len() - length..].trim_start(),
        None => text,
    }
}

/// Tells whether a text is a number as articles bear it: 十二, 12.
pub fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_digit() || "〇零一二三四五六七八九十百千".contains(c))
}

#[cfg(test)]
mod tests;
