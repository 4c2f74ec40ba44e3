//! Looks for characters that are not what they seem: radicals posing as 汉字, invisible ones.
//! It must not know what the text says.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::visible::is_invisible;

/// Radicals of the block U+2E80 that stand for a whole 汉字 but have no mapping in Unicode's
/// normal forms; pairs of radical and character, after `EquivalentUnifiedIdeograph.txt`.
const RADICALS: &str = "\
    ⺁厂⺄乙⺈刀⺊卜⺌小⺍小⺎兀⺒巳⺓幺⺛旡⺜日⺝月⺠民⺧牛⺩王⺫目⺬示⺭礻⺶羊⺼月⺽臼\
    ⻁虎⻂衤⻄西⻅见⻆角⻈讠⻉贝⻋车⻏邑⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣\
    ⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⺟母⻳龟";

/// What fonts made for GBK show for the characters of private use from U+E815 on, in their order, after
/// GB 18030-2022, which gives each of them a place of its own.
const OF_OLD_FONTS: &str = "\
    ⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸\
    ⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟\
    䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻";

/// Returns the 汉字 that is meant by a character of private use.
fn meant(c: char) -> Option<char> {
    let at = u32::from(c).checked_sub(0xe815)?;
    OF_OLD_FONTS.chars().nth(usize::try_from(at).ok()?)
}

/// Reports every run of such characters in a stretch of source.
pub(super) fn inspect(source: &str, span: Span, faults: &mut Vec<Diagnostic>) {
    let mut run: Option<(Fault, Range<usize>)> = None;
    let mut end_run = |run: Option<(Fault, Range<usize>)>| {
        faults.extend(run.map(|(kind, range)| {
            let place = Span::new(span.file, span.start + range.start, span.start + range.end);
            report(kind, &source[range], place)
        }));
    };
    for (at, c) in source.char_indices() {
        let end = at + c.len_utf8();
        match (&mut run, fault(c)) {
            (Some((kind, range)), Some(found)) if *kind == found && range.end == at => {
                range.end = end;
            }
            (_, Some(found)) => end_run(run.replace((found, at..end))),
            (_, None) => {}
        }
    }
    end_run(run);
    tabs(source, span, faults);
}

/// Reports tabs within words; before them they are indentation, or follow the mark of a list.
fn tabs(source: &str, span: Span, faults: &mut Vec<Diagnostic>) {
    let mut within = false;
    for (at, c) in source.char_indices() {
        if c == '\t' && within {
            let place = Span::new(span.file, span.start + at, span.start + at + 1);
            let fault = Diagnostic::violation("MD-09", place, "文字中间有制表符（Tab）");
            faults.push(fault.help("换成空格，或删去"));
        }
        within = c != '\n' && (within || !c.is_ascii());
    }
}

/// Reports such characters where `&#x2F00;` or `"\u2F00"` stands for them in the source.
pub(super) fn inspect_hidden(source: &str, text: &str, span: Span, faults: &mut Vec<Diagnostic>) {
    let hidden = text.chars().filter(|c| !source.contains(*c)).find_map(fault);
    faults.extend(hidden.map(|kind| report(kind, text, span)));
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Radical,
    Invisible,
}

fn fault(c: char) -> Option<Fault> {
    if c.is_ascii() && !c.is_ascii_control() {
        None
    } else if is_invisible(c) {
        Some(Fault::Invisible)
    } else if is_radical(c) {
        Some(Fault::Radical)
    } else {
        None
    }
}

fn is_radical(c: char) -> bool {
    match c {
        '\u{2e80}'..='\u{2ef3}' | '\u{2f00}'..='\u{2fd5}' => true,
        // Twelve characters of this block are 汉字 in their own right; they map to themselves.
        '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => proper(c).is_some(),
        _ => false,
    }
}

/// Returns the 汉字 a character poses as.
fn proper(c: char) -> Option<char> {
    let mut pairs = RADICALS.chars().step_by(2).zip(RADICALS.chars().skip(1).step_by(2));
    let known = pairs.find(|(radical, _)| *radical == c).map(|(_, proper)| proper);
    known.or_else(|| std::iter::once(c).nfkc().next().filter(|proper| *proper != c))
}

fn report(kind: Fault, text: &str, span: Span) -> Diagnostic {
    match kind {
        Fault::Radical => {
            let written: String = text.chars().take(8).collect();
            let message = format!("“{written}”是部首或兼容字符，不是通常的汉字");
            Diagnostic::violation("MD-04", span, message).help(remedy(&written))
        }
        Fault::Invisible => {
            let odd = text.chars().find(|c| fault(*c).is_some());
            let code = odd.map_or(0, u32::from);
            if let Some(meant) = odd.and_then(meant) {
                let message = format!(
                    "此处是旧字库自造的字（U+{code:04X}），换了字库就显示不出来，它表示的是“{meant}”"
                );
                return Diagnostic::violation("MD-09", span, message)
                    .help(format!("改为“{meant}”（U+{:04X}）", u32::from(meant)));
            }
            let message = format!("此处有看不见或无法通用的字符（U+{code:04X}）");
            let help = "删去这个字符，重新输入此处的文字";
            Diagnostic::violation("MD-09", span, message).help(help)
        }
    }
}

fn remedy(written: &str) -> String {
    let known: Vec<String> =
        written.chars().filter_map(|c| Some(format!("“{c}”改为“{}”", proper(c)?))).collect();
    match known.is_empty() {
        true => "换成通常的汉字".to_owned(),
        false => known.join("，"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_of_an_old_font_is_told_with_the_one_meant() {
        assert_eq!(meant('\u{e863}'), Some('䶮'));
        assert_eq!(meant('\u{e816}'), Some('𠂇'));
        assert_eq!(meant('\u{e864}'), Some('龻'));
        assert_eq!((meant('\u{e865}'), meant('\u{e000}')), (None, None));
    }

    #[test]
    fn radicals_are_named_with_their_character() {
        for (radical, character) in [
            ('⼀', '一'),
            ('⻓', '长'),
            ('⺠', '民'),
            ('⻳', '龟'),
            ('\u{f900}', '豈'),
            ('\u{2f804}', '你'),
        ] {
            assert!(is_radical(radical));
            assert_eq!(proper(radical), Some(character));
        }
    }

    #[test]
    fn characters_in_their_own_right_are_not() {
        for c in "一长﨎﨩〇𠮷，　a\n\t—“①㈠".chars() {
            assert!(fault(c).is_none(), "{c:?}");
        }
    }

    #[test]
    fn the_table_holds_radicals_and_their_characters_in_turn() {
        for (at, c) in RADICALS.chars().enumerate() {
            assert_eq!(at % 2 == 0, ('\u{2e80}'..='\u{2ef3}').contains(&c), "{c}");
        }
    }
}
