//! Covers the words of a document with what was written: what stays bare was left out.
//! It must not know what any word is for.

/// The fewest letters that are looked for as one piece within a clause.
const PIECE: usize = 4;

/// Returns the pieces of some lines that stand in none of the files, and that no form prints.
pub fn uncovered<'a>(
    lines: &[String],
    written: impl Iterator<Item = &'a str>,
    printed: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let written: Vec<char> = written.flat_map(letters).collect();
    let index = Index::new(&written);
    let printed: Vec<Vec<char>> = printed.map(|text| letters(text).collect()).collect();
    // A cell of a table's head has a line for each of its words.
    let is_printed = |wanted: &Vec<char>| {
        let within = |text: &Vec<char>| text.windows(wanted.len()).any(|it| it == wanted);
        printed.contains(wanted) || wanted.len() >= PIECE && printed.iter().any(within)
    };
    let mut bare = Vec::new();
    for line in lines {
        let all: Vec<char> = letters(line).collect();
        if all.is_empty() || is_printed(&all) || index.holds(&all) {
            continue;
        }
        // A number is told from its unit, a sentence from the next.
        for clause in line.split(|c: char| "，。；：、（）()：;,\n".contains(c)) {
            let clause: Vec<char> = letters(clause).collect();
            if clause.is_empty() || index.holds(&clause) || is_printed(&clause) {
                continue;
            }
            bare.extend(rest(&clause, &index));
        }
    }
    bare
}

/// Takes the longest pieces that are written off a clause; returns what is left.
fn rest(clause: &[char], index: &Index) -> Vec<String> {
    let mut left = Vec::new();
    let mut bare = String::new();
    let mut at = 0;
    while at < clause.len() {
        let longest = (PIECE..=clause.len() - at).rev().find(|n| index.holds(&clause[at..at + n]));
        match longest {
            Some(n) => {
                if !bare.is_empty() {
                    left.push(std::mem::take(&mut bare));
                }
                at += n;
            }
            None => {
                bare.push(clause[at]);
                at += 1;
            }
        }
    }
    if !bare.is_empty() {
        left.push(bare);
    }
    left
}

/// Letters and digits alone: marks, blanks and boxes are the form's.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).filter(|c| !matches!(c, '口'))
}

/// Where each pair of letters stands.
struct Index<'a> {
    text: &'a [char],
    places: std::collections::BTreeMap<(char, char), Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(text: &'a [char]) -> Self {
        let mut places: std::collections::BTreeMap<(char, char), Vec<usize>> = Default::default();
        for (at, pair) in text.windows(2).enumerate() {
            places.entry((pair[0], pair[1])).or_default().push(at);
        }
        Self { text, places }
    }

    fn holds(&self, wanted: &[char]) -> bool {
        match wanted {
            [] => true,
            [c] => self.text.contains(c),
            [a, b, ..] => self
                .places
                .get(&(*a, *b))
                .is_some_and(|places| places.iter().any(|at| self.text[*at..].starts_with(wanted))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_written_is_bare() {
        let lines = ["一、改革自评表", "共推荐7名，另有说明若干。", "护理系"].map(str::to_owned);
        let written = ["推荐人数: 7\n# 原文：共推荐7名", "护理系: 是"];
        let bare = uncovered(&lines, written.into_iter(), ["一、改革自评表"].into_iter());
        assert_eq!(bare, ["另有说明若干"]);
    }
}
