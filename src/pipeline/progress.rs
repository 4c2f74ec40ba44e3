//! How far a year or round has come, in one line.
//! It must not decide what stands in the way.

use super::{Checked, Filling, Run, Standing, filling, standing};
use crate::archive::Archive;
use crate::diagnostic::Count;
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::{Both, both, number_of};
use crate::load::Folder;

/// Says how far a year or round has come; it is checked only where nothing of it was released.
pub fn progress(
    run: &Run,
    archive: &Archive,
    folder: &Folder,
    check: impl FnOnce() -> Checked,
) -> Result<Both, Failure> {
    let standing = standing(run, archive, folder)?;
    Ok(match released(&standing) {
        Some(said) => said + withdrawn(archive, &folder.edition),
        None => state(&check(), filling(run, folder)),
    })
}

/// Says since when people are withdrawn from a released year or round, if any are.
fn withdrawn(archive: &Archive, edition: &Edition) -> Both {
    let last = archive.ledger.withdrawals(edition).into_iter().next();
    last.map_or(Both::default(), |last| {
        both!("；{} 起撤下了姓名", "; names withdrawn from {} on", last.on)
    })
}

/// Says how far a year or round has come that was not released.
fn state(checked: &Checked, filling: Filling) -> Both {
    let violations = Count::by_level(&checked.findings).violations;
    let Filling { filled, unfilled, unread } = filling;
    let all = filled + unfilled;
    let uncounted = match unread {
        0 => Both::default(),
        _ => both!(
            "{unread} 个文件读不出来或者是空的，其中的待填没有数进去，",
            "files that cannot be read or are empty, whose values are not counted: {unread}, "
        ),
    };
    let filling =
        both!("已填 {filled} / {all} 处，", "{filled} of {all} values filled in, ") + uncounted;
    let as_one = match unfilled {
        0 => Both::default(),
        _ => both!("（待填的合算 1 处）", " (those still 待填 count as one)"),
    };
    let violated = number_of(violations, "处违规", "violation") + as_one;
    match (checked.in_work, violations) {
        (true, 0) => {
            let ready = both!(
                "没有违规，把“状态”改成“完成”就可以生成",
                "nothing violated: change 状态 to 完成 and build"
            );
            both!("在编，", "in work, ") + filling + ready
        }
        (true, _) => both!("在编，", "in work, ") + filling + violated,
        (false, 0) => both!("可以生成", "can be built"),
        (false, _) if unfilled + unread > 0 => {
            both!("不能生成，", "cannot be built, ") + filling + violated
        }
        (false, _) => both!("不能生成，", "cannot be built, ") + violated,
    }
}

fn released(standing: &Standing) -> Option<Both> {
    let (entry, what) = match standing {
        Standing::Unreleased => return None,
        Standing::Released(entry) => (entry, both!("，没有改动", ", unchanged")),
        Standing::Corrected(entry, _) => (
            entry,
            both!(
                "，写了更正说明的改动还没有公开",
                ", changed since with a correction note, which is not released yet"
            ),
        ),
        Standing::Scored(entry) => (
            entry,
            both!(
                "，后来收到了评分，结果还没有公开",
                ", scores came in since, and the results are not released yet"
            ),
        ),
        Standing::Changed(entry, _) => (
            entry,
            both!(
                "，后来有改动而没有更正说明，不能生成",
                ", changed since without a correction note, cannot be built"
            ),
        ),
    };
    Some(both!("已公开第 {} 版", "released as version {}", entry.version) + what)
}
