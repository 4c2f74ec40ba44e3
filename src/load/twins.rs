//! Rounds of appraisals that say they are of the same notice: one of them is a copy not yet made its
//! own.
//! It must not look into a round that is still in work.

use crate::datum::{Datum, FieldName};
use crate::diagnostic::Diagnostic;
use crate::load::{Folder, data, decode, is_readable};
use crate::model::round::{NOTICE, notice};
use crate::source::Sources;

/// Reports each finished round whose notice is that of one before it.
pub fn twins(rounds: &[Folder], sources: &Sources) -> Vec<Diagnostic> {
    let notice = |folder: &Folder| {
        let file = sources.find(&format!("{}/通知.yaml", folder.path))?;
        let node = is_readable(file, sources).then(|| data(file, sources, &mut Vec::new()))??;
        let notice = decode::record(&NOTICE, &node, &mut Vec::new());
        (notice.get(notice::STATUS).text() != Some("在编"))
            .then(|| (folder.edition.to_string(), notice))
    };
    let notices: Vec<(String, Datum)> = rounds.iter().filter_map(notice).collect();
    let twin = |(at, (_, notice)): (usize, &(String, Datum))| {
        notices[..at].iter().find_map(|(name, earlier)| report_twin(notice, earlier, name))
    };
    notices.iter().enumerate().filter_map(twin).collect()
}

/// Tells of a notice that is an earlier one too: by its number, or by its title, term and day. One
/// notice may be about the college's officers and the second level, in a round each.
fn report_twin(notice: &Datum, earlier: &Datum, name: &str) -> Option<Diagnostic> {
    let same = |name: FieldName| {
        let text = |of: &Datum| of.get(name).text().map(str::to_owned);
        text(notice).is_some() && text(notice) == text(earlier)
    };
    if !(same(notice::ORGANISATION) && same(notice::LEVEL)) {
        return None;
    }
    let same_day = notice.get(notice::ISSUED).date() == earlier.get(notice::ISSUED).date();
    let field =
        match same(notice::TITLE) && same(notice::YEAR) && same(notice::SEMESTER) && same_day {
            true => notice::TITLE,
            false if same(notice::NUMBER) => notice::NUMBER,
            false => return None,
        };
    let message = format!("这一轮的通知和 {name} 的是同一份");
    let label = if field == notice::TITLE {
        "标题、学期和印发日期都相同"
    } else {
        "文号相同"
    };
    let fault = Diagnostic::violation("AN-52", notice.get(field).span?, message).label(label);
    Some(fault.help("照着另一轮起的，改成这一轮自己的；重复的，删去其中一个文件夹"))
}
