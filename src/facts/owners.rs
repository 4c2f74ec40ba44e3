//! Whose a mention is: this union's, or a department's, the province's, another school's, another
//! year's, a planned event's. It must not know what is compared afterwards.

use regex::Regex;
use std::sync::LazyLock;

use crate::datum::Datum;
use crate::model::{college, congress, election, head, year};
use crate::numeral;
use crate::standard::{Words, word_lists};

/// How the name of a graduates' union begins.
const GRADUATE: &str = "研究生";

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<year>(?:19|20)[0-9]{2}) *(?:年|[—–-]+ *20[0-9]{2} *学年)")
        .expect("a pattern of our own")
});

static TERM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("第 *(?P<n>[0-9]+|[一二三四五六七八九十百]+) *[次届](?P<body>(?:学生|研究生)代表大会|[学研]代会|学生会|研究生会)")
        .expect("a pattern of our own")
});

static TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("《[^》]*》").expect("a pattern of our own"));

/// The names this union goes by, and how those of others end.
#[derive(Clone, Debug)]
pub struct Own<'a> {
    names: Vec<String>,
    /// Of two unions in one college, whether this is the graduates'.
    graduate: bool,
    /// Which congress, and which union, the year is about.
    congress: Option<i64>,
    union: Option<i64>,
    words: &'a Words,
}

impl<'a> Own<'a> {
    /// Returns a union whose names nobody told, as in a round.
    pub fn unnamed(words: &'a Words) -> Self {
        Self { names: Vec::new(), graduate: false, congress: None, union: None, words }
    }

    /// Gathers the names of a year's college.
    pub fn gather(root: &Datum, words: &'a Words) -> Self {
        let college = root.get(year::HEAD).get(head::COLLEGE);
        let names = [college::NAME, college::SHORT_NAME]
            .map(|name| college.get(name).text().map(str::to_owned));
        let names = names.into_iter().flatten().filter(|name| !name.is_empty()).collect();
        let organisation = root.get(year::HEAD).get(head::ORGANISATION).text();
        let graduate = organisation.is_some_and(|name| name.starts_with(GRADUATE));
        let congress = root.get(year::CONGRESS).get(congress::NUMBER).number();
        let union = root.get(year::ELECTION).get(election::UNION_NO).number();
        Self { names, graduate, congress, union, words }
    }

    /// Tells whether a sentence, as far as it goes, has come to the congress of another body, or in its
    /// last clause to a congress or union of another number: 第七届学生会主席团成员4人在大会上述职.
    pub fn is_of_another_term(&self, before: &str) -> bool {
        let Some(hit) = TERM.captures_iter(before).last() else { return false };
        let (Some(whole), Some(number)) = (hit.get(0), numeral::count(&hit["n"], "")) else {
            return false;
        };
        let own = if hit["body"].contains('代') { self.congress } else { self.union };
        let same_clause = !before[whole.end()..].contains(['，', '；', '：']);
        self.is_other(&before[..whole.start()])
            || (same_clause && own.is_some_and(|own| own != number))
    }

    /// Tells whether a sentence, as far as it goes, has turned to the other union of the college, or to
    /// a body that it goes on to call 该会.
    pub fn has_turned_to_others(&self, before: &str) -> bool {
        // 应该会 has no 该会.
        if self.words.has(word_lists::SPOKEN_OF, &before.replace("应该", "")) {
            return true;
        }
        let has = |text: &str, list| self.words.has(list, text);
        if self.graduate || !has(before, word_lists::OF_GRADUATES) {
            return false;
        }
        // A title names what a document is about.
        let said = TITLE.replace_all(before, "");
        has(&said, word_lists::OF_GRADUATES) && !has(&said, word_lists::BOTH_UNIONS)
    }

    /// Tells whether the words right before a mention name another body than this union.
    pub fn is_other(&self, before: &str) -> bool {
        let mut before = before.trim_end();
        let fill = self.words.list(word_lists::BEHIND_BODIES);
        while let Some(rest) = fill.iter().find_map(|fill| before.strip_suffix(fill.as_str())) {
            before = rest.trim_end();
        }
        if self.names.iter().any(|name| before.ends_with(name.as_str())) {
            return false;
        }
        let spoken_of = self.words.list(word_lists::SPOKEN_OF);
        if spoken_of.iter().any(|word| before.ends_with(word.as_str())) {
            return true;
        }
        let longest = |words: &[String]| {
            words.iter().filter(|word| before.ends_with(word.as_str())).map(String::len).max()
        };
        match (
            longest(self.words.list(word_lists::OWN_BODIES)),
            longest(self.words.list(word_lists::OTHER_BODIES)),
        ) {
            // 我院 is ours; 护理学院 ends in 学院 with a name before it.
            (Some(own), Some(other)) if own >= other => self.has_name_before(before, own),
            (_, Some(_)) => true,
            _ => false,
        }
    }

    /// Tells whether 学院, 院 or 校 is the end of somebody's name rather than a word of its own.
    fn has_name_before(&self, before: &str, own: usize) -> bool {
        let rest = &before[..before.len() - own];
        let c = rest.chars().next_back();
        c.is_some_and(super::passages::is_han) && !self.words.end(word_lists::BEFORE_BODIES, rest)
    }
}

/// Tells whether a stretch of text names a calendar year.
pub fn names_a_year(text: &str) -> bool {
    YEAR.is_match(text)
}

/// Tells whether a stretch of text speaks of another calendar year than one of those given.
pub fn of_another_year(text: &str, years: &[i32]) -> bool {
    let mut named = YEAR.captures_iter(text).filter_map(|hit| hit["year"].parse::<i32>().ok());
    !years.is_empty() && named.any(|year| !years.contains(&year))
}

/// Tells whether a sentence, as far as it goes, speaks of the congress or union before this one, and
/// does not compare: 上次大会应到代表123人，到会率为95.1%.
pub fn tells_of_last(before: &str, words: &Words) -> bool {
    let told = |word: &String| {
        before.match_indices(word.as_str()).any(|(at, _)| {
            !words.end(word_lists::COMPARING, &before[..at])
                && !words.has(word_lists::THIS_TIME, &before[at..])
        })
    };
    words.list(word_lists::LAST_TIME).iter().any(told)
}

static SINCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("第 *(?:[0-9]+|[一二三四五六七八九十百]+) *[次届](?:\\p{Han}{0,12})?起")
        .expect("a pattern of our own")
});

/// Tells whether a sentence tells how things were at first and since when they are as they are:
/// 第六届应选5人，第七届起改为3人.
pub fn tells_since(sentence: &str) -> bool {
    SINCE.is_match(sentence)
}

/// Tells whether a clause speaks of what is still to come, or of what was long ago.
pub fn is_of_another_time(clause: &str, words: &Words) -> bool {
    words.has(word_lists::PLANNED, clause) || words.has(word_lists::PAST, clause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;

    #[test]
    fn a_sentence_turns_to_the_other_union() {
        let words = own_words();
        let own = Own::unnamed(&words);
        let before = "依照《关于推动高校学生会（研究生会）深化改革的若干意见》，研究生会召开";
        assert!(own.has_turned_to_others(before));
        assert!(!own.has_turned_to_others("学生会、研究生会共设"));
        assert!(!own.has_turned_to_others("依照《高校学生会（研究生会）规定》，设"));
        assert!(own.has_turned_to_others("与江临师范学院学生会座谈，该会设"));
        assert!(!own.has_turned_to_others("满意度应该会提高，学生会设"));
        assert!(!Own { graduate: true, ..own }.has_turned_to_others(before));
    }

    #[test]
    fn another_body_is_known_by_its_name() {
        let words = own_words();
        let names = ["青禾职业学院", "青禾职院"].map(str::to_owned).to_vec();
        let own = Own { names, graduate: false, congress: Some(3), union: Some(4), words: &words };
        for ours in ["青禾职业学院", "，我院", "在学院", "", "大会通过了", "青禾职业学院学生会"]
        {
            assert!(!own.is_other(ours), "{ours}");
        }
        for ours in [
            "第三次学生代表大会应到",
            "选举产生第四届学生会主席团成员",
            "第三届学生会主席团向大会报告工作，实到",
        ] {
            assert!(!own.is_of_another_term(ours), "{ours}");
        }
        for others in [
            "第二次学生代表大会有",
            "第三届学生会主席团成员",
            "商务学院第三次学生代表大会有代表20人，选举产生",
        ] {
            assert!(own.is_of_another_term(others), "{others}");
        }
        for others in
            ["青禾省", "出席青禾市", "护理系", "商务学院", "全国学联", "机械系学生会", "兄弟院校"]
        {
            assert!(own.is_other(others), "{others}");
        }
    }
}
