//! The corruptions of a Markdown text: each line, each number, name, reference and fact in it.
//! It must not know which text it is.

use std::ops::Range;

use gongkai::numeral;

use super::{Spoiler, digits};

/// What a block of lines begins with.
#[derive(Clone, Copy, PartialEq)]
enum Block {
    Heading,
    Article,
    Item,
    Paragraph,
}

/// Spoils a text; `names` are what the data call the college, its units and departments, `limits`
/// the amounts that are registered as data too, by their articles.
pub fn spoil(names: &[String], limits: &[(u32, String)], it: &mut Spoiler) {
    let lines = lines(it.text);
    blocks(&lines, it);
    let mut article = None;
    for line in &lines {
        if let (Block::Article, Some(at)) = numbered(&it.text[line.clone()]) {
            article = numeral::parse(&it.text[line.clone()][at]);
        }
        let limits = limits.iter().filter(|(of, _)| article == Some(*of));
        let limits: Vec<&str> = limits.map(|(_, value)| value.as_str()).collect();
        let mut taken = label(line.clone(), it);
        taken.extend(facts(line.clone(), it));
        for name in names {
            for at in places(it.text, line, name, &taken) {
                it.letters(at.clone(), ["名称错一字", "名称漏一字", "名称颠倒两字"]);
                taken.push(at);
            }
        }
        taken.extend(numerals(line.clone(), &taken, it));
        numbers(line, &limits, &taken, it);
        words(line, &taken, it);
    }
}

/// Returns the lines that are not empty.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        start - line.len()..start - line.len() + line.trim_end().len()
    });
    lines.filter(|line| !line.is_empty()).collect()
}

/// Finds a number at the start of a line: the block it begins, and where the number stands.
fn numbered(line: &str) -> (Block, Option<Range<usize>>) {
    let bare = line.trim_start_matches(['#', ' ']);
    let before = line.len() - bare.len();
    let numeral = |from: usize| {
        let of = |c: char| numeral::is_numeral(c) || c.is_ascii_digit();
        from..from + line[from..].find(|c| !of(c)).unwrap_or(line.len() - from)
    };
    let block = |line: &str| if line.starts_with("（") { Block::Item } else { Block::Article };
    if let Some(open) = ["第", "（"].into_iter().find(|open| bare.starts_with(open)) {
        let at = numeral(before + open.len());
        let heading = before > 0;
        let is = !at.is_empty()
            && ["章", "节", "条", "）"].iter().any(|end| line[at.end..].starts_with(end));
        let kind = if heading { Block::Heading } else { block(bare) };
        return if is { (kind, Some(at)) } else { (Block::Paragraph, None) };
    }
    let at = numeral(before);
    match line[at.end..].starts_with(". ") && !at.is_empty() {
        true => (Block::Article, Some(at)),
        false if before > 0 => (Block::Heading, None),
        false => (Block::Paragraph, None),
    }
}

/// Leaves out, doubles and exchanges headings, articles with what belongs to them, items, paragraphs.
fn blocks(lines: &[Range<usize>], it: &mut Spoiler) {
    let text = it.text;
    let kinds: Vec<Block> = lines.iter().map(|line| numbered(&text[line.clone()]).0).collect();
    let title = usize::from(text.starts_with("# "));
    // An article reaches to the next one or to a heading; all else is one line.
    let end = |i: usize| match kinds[i] {
        Block::Article => (i + 1..lines.len())
            .find(|j| matches!(kinds[*j], Block::Article | Block::Heading))
            .unwrap_or(lines.len()),
        _ => i + 1,
    };
    for i in title..lines.len() {
        let whole = |i: usize| lines[i].start..lines[end(i) - 1].end;
        let last = |kind: Block| kinds.get(end(i)).is_none_or(|next| *next != kind);
        let gone = match lines.get(end(i)) {
            Some(next) => lines[i].start..next.start,
            None => lines[i - 1].end..lines[end(i) - 1].end,
        };
        let names = match kinds[i] {
            Block::Heading => ["漏标题", "重标题", ""],
            Block::Article if end(i) == lines.len() => ["漏末条", "重一条", ""],
            Block::Article => ["漏一条", "重一条", "两条对调"],
            Block::Item if last(Block::Item) => ["漏末项", "重一项", ""],
            Block::Item => ["漏一项", "重一项", "两项对调"],
            Block::Paragraph => ["漏一段", "重一段", "两段对调"],
        };
        it.put(names[0], gone, "");
        let this = &text[whole(i)];
        it.put(names[1], whole(i), format!("{this}\n\n{this}"));
        let next = end(i);
        if !names[2].is_empty() && kinds.get(next) == Some(&kinds[i]) {
            let other = whole(next);
            let between = &text[whole(i).end..other.start];
            it.put(
                names[2],
                lines[i].start..other.end,
                format!("{}{between}{this}", &text[other.clone()]),
            );
        }
    }
}

/// Spoils the number a line begins with; returns where it stands.
fn label(line: Range<usize>, it: &mut Spoiler) -> Vec<Range<usize>> {
    let (_, Some(at)) = numbered(&it.text[line.clone()]) else { return Vec::new() };
    let at = line.start + at.start..line.start + at.end;
    it.numeral(at.clone(), ["编号加一", "编号减一"]);
    vec![at]
}

/// Spoils each `{{ 代表.总数 }}`: a letter of it, and a number written in its place.
fn facts(line: Range<usize>, it: &mut Spoiler) -> Vec<Range<usize>> {
    let text = &it.text[line.clone()];
    let opened = text.match_indices("{{").map(|(at, _)| at);
    let found: Vec<Range<usize>> = opened
        .filter_map(|at| Some(line.start + at..line.start + at + text[at..].find("}}")? + 2))
        .collect();
    for fact in &found {
        it.letters(fact.clone(), ["填充错一字", "填充漏一字", "填充颠倒两字"]);
        if it.text[fact.end..].starts_with(['人', '名', '个']) {
            it.put("填充处写成别的数", fact.clone(), "97");
        }
    }
    found
}

/// Finds a word in a line, besides what is taken.
fn places(
    text: &str,
    line: &Range<usize>,
    word: &str,
    taken: &[Range<usize>],
) -> Vec<Range<usize>> {
    let found = text[line.clone()].match_indices(word).map(|(at, _)| line.start + at);
    let found = found.map(|at| at..at + word.len());
    found.filter(|at| is_free(at, taken)).collect()
}

fn is_free(at: &Range<usize>, taken: &[Range<usize>]) -> bool {
    taken.iter().all(|other| other.end <= at.start || at.end <= other.start)
}

/// Spoils the numerals of references, ordinals and academic years; returns where they stand.
pub fn numerals(line: Range<usize>, taken: &[Range<usize>], it: &mut Spoiler) -> Vec<Range<usize>> {
    let text = it.text;
    let mut found = Vec::new();
    for (at, _) in text[line.clone()].match_indices('第') {
        let start = line.start + at + '第'.len_utf8();
        let length = text[start..].find(|c| !numeral::is_numeral(c)).unwrap_or_default();
        let number = start..start + length;
        if number.is_empty() || !is_free(&number, taken) {
            continue;
        }
        let kinds = match text[number.end..].chars().next() {
            Some('条' | '款' | '项') => ["援引加一", "援引减一"],
            Some('届' | '次') => ["届次加一", "届次减一"],
            _ => continue,
        };
        it.numeral(number.clone(), kinds);
        found.push(number);
    }
    for number in digits(&text[line.clone()]) {
        let number = line.start + number.start..line.start + number.end;
        let is_year = number.len() == 4 && text[number.end..].starts_with(['—', '-', '年', '学']);
        if is_year && is_free(&number, taken) {
            it.numeral(number.clone(), ["年份加一", "年份减一"]);
            found.push(number);
        }
    }
    found
}

/// Spoils the other numbers of a line: the limits, those in digits, and those in 汉字 before a unit.
fn numbers(line: &Range<usize>, limits: &[&str], taken: &[Range<usize>], it: &mut Spoiler) {
    let text = it.text;
    let mut taken = taken.to_vec();
    for limit in limits {
        for at in places(text, line, limit, &taken) {
            it.numbers(at.clone(), ["限额加一", "限额减一"]);
            taken.push(at);
        }
    }
    for number in digits(&text[line.clone()]) {
        let number = line.start + number.start..line.start + number.end;
        if is_free(&number, &taken) {
            it.numbers(number, ["数加一", "数减一"]);
        }
    }
    let mut start = line.start;
    while let Some(at) = text[start..line.end].find(numeral::is_numeral) {
        let at = start + at;
        let length = text[at..line.end].find(|c| !numeral::is_numeral(c));
        let number = at..length.map_or(line.end, |length| at + length);
        start = number.end;
        let unit =
            text[number.end..].starts_with(['个', '人', '名', '次', '天', '日', '年', '项', '分']);
        if unit && is_free(&number, &taken) {
            it.numeral(number, ["汉字数加一", "汉字数减一"]);
        }
    }
}

/// Spoils one word of what is left of a line.
fn words(line: &Range<usize>, taken: &[Range<usize>], it: &mut Spoiler) {
    let mut taken = taken.to_vec();
    taken.sort_by_key(|at| at.start);
    taken.push(line.end..line.end);
    let mut longest = line.start..line.start;
    let mut start = line.start;
    for stop in taken {
        if stop.start > start && stop.start - start > longest.len() {
            longest = start..stop.start;
        }
        start = start.max(stop.end);
    }
    it.letters(longest, ["文字错一字", "文字漏一字", "文字颠倒两字"]);
}
