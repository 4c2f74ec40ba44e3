//! One cause, one finding: what follows from a fault that is told already, and many findings of one
//! rule in one file.
//! It must not know any rule; which follows from which stands in `standards/words.yaml`.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{FileId, Sources};
use crate::standard::Cause;

/// So many findings of one rule in one file become one.
const MANY: usize = 5;
/// The most lines one finding names.
const LINES: usize = 12;

/// What stands among the codes that follow for all that could not be verified.
const UNVERIFIED: &str = "无法核实";

/// Takes out the findings that follow from a violation that is among them.
pub fn keep_causes(findings: &mut Vec<Diagnostic>, causes: &[Cause], sources: &Sources) {
    let stands = |cause: &&Cause| {
        findings.iter().any(|finding| {
            let path = &sources.file(finding.primary.span.file).path;
            let name = path.rsplit('/').next().unwrap_or(path).split('.').next();
            finding.level == Level::Violation
                && cause.codes.contains(&finding.code)
                && cause.file.as_ref().is_none_or(|file| name == Some(file))
        })
    };
    let follows: Vec<&String> =
        causes.iter().filter(stands).flat_map(|cause| &cause.follows).collect();
    findings.retain(|finding| {
        let family = finding.code.split('-').next().unwrap_or_default();
        let unverified = finding.level == Level::Unverified;
        let follows_it = |code: &&String| {
            ***code == finding.code || ***code == *family || (unverified && ***code == *UNVERIFIED)
        };
        !follows.iter().any(follows_it)
    });
}

/// Marks the findings of rules that compare what is worked out from other places: `last` are their
/// codes and families.
pub fn put_last(findings: &mut [Diagnostic], last: &[String]) {
    for finding in findings {
        let family = finding.code.split('-').next().unwrap_or_default();
        finding.follows = last.iter().any(|code| *code == finding.code || code == family);
    }
}

/// Makes one finding of all that could not be verified while some files could not be read: it is told
/// where the first of them is, with the rules and the files.
pub fn fold_unverified(
    findings: Vec<Diagnostic>,
    unread: &[FileId],
    sources: &Sources,
) -> Vec<Diagnostic> {
    let is_cause = |finding: &&Diagnostic| {
        finding.level == Level::Violation && unread.contains(&finding.primary.span.file)
    };
    let Some(cause) = findings.iter().find(is_cause).cloned() else { return findings };
    let (unverified, mut rest): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| finding.level == Level::Unverified);
    if unverified.len() < 2 {
        rest.extend(unverified);
        return rest;
    }
    let codes: BTreeSet<&str> = unverified.iter().map(|finding| finding.code.as_str()).collect();
    let files: BTreeSet<&str> = unread.iter().map(|file| file_name(*file, sources)).collect();
    let all = codes.len();
    let codes: Vec<&str> = codes.into_iter().take(LINES).collect();
    let more = if all > LINES { "等" } else { "" };
    let files = files.into_iter().collect::<Vec<_>>().join("、");
    let message = format!("{files} 没有读进来，{all} 条规则无法核实：{}{more}", codes.join("、"));
    let place = cause.primary.span.at_start();
    let one = Diagnostic::new(Level::Unverified, &cause.code, place, message);
    rest.push(one.help("先改好这个文件，再检查一遍；到时候还核实不了的，那时逐条列出"));
    rest
}

fn file_name(file: FileId, sources: &Sources) -> &str {
    let path = &sources.file(file).path;
    path.rsplit('/').next().unwrap_or(path)
}

/// Makes one finding of many that one rule made in one file, with the lines of all.
pub fn fold(findings: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let mut folded: Vec<(Diagnostic, Vec<Diagnostic>)> = Vec::new();
    for finding in findings {
        let same = |(first, _): &(Diagnostic, Vec<Diagnostic>)| {
            first.code == finding.code
                && first.level == finding.level
                && first.primary.span.file == finding.primary.span.file
        };
        match folded.iter().position(same) {
            Some(at) => folded[at].1.push(finding),
            None => folded.push((finding, Vec::new())),
        }
    }
    let whole = folded.into_iter().flat_map(|(mut first, others)| {
        if others.len() + 1 < MANY {
            return std::iter::once(first).chain(others).collect::<Vec<_>>();
        }
        let mut lines: Vec<usize> =
            others.iter().map(|other| sources.location(other.primary.span).line).collect();
        lines.sort_unstable();
        lines.dedup();
        let more = if lines.len() > LINES { " 等行" } else { " 行" };
        lines.truncate(LINES);
        let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
        first.message =
            format!("{}（另有 {} 处：第 {}{more}）", first.message, others.len(), lines.join("、"));
        vec![first]
    });
    whole.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn found(sources: &mut Sources, codes: &[(&str, &str, usize)]) -> Vec<Diagnostic> {
        let files = ["content/2025-2026/名单.csv", "content/2025-2026/自评.yaml"];
        let files = files.map(|path| sources.add(path, "1\n2\n3\n4\n5\n6\n7\n"));
        let of = |(code, file, line): &(&str, &str, usize)| {
            let file = files[usize::from(*file == "自评")];
            Diagnostic::violation(code, Span::new(file, line * 2, line * 2 + 1), "错了")
        };
        codes.iter().map(of).collect()
    }

    fn codes(findings: &[Diagnostic]) -> Vec<&str> {
        findings.iter().map(|finding| finding.code.as_str()).collect()
    }

    #[test]
    fn what_follows_from_a_cause_is_left_out() {
        let mut sources = Sources::default();
        let all = [("IN-01", "名单", 1), ("ROS-12", "自评", 1), ("ORG-01", "自评", 2)];
        let text = |text: &str| text.to_owned();
        let causes = [Cause {
            codes: vec![text("IN-01")],
            file: Some(text("名单")),
            follows: vec![text("ROS"), text("CT-01")],
        }];
        let mut findings = found(&mut sources, &all);
        keep_causes(&mut findings, &causes, &sources);
        assert_eq!(codes(&findings), ["IN-01", "ORG-01"]);
        let mut elsewhere = found(&mut sources, &[("IN-01", "自评", 1), ("ROS-12", "自评", 1)]);
        keep_causes(&mut elsewhere, &causes, &sources);
        assert_eq!(codes(&elsewhere), ["IN-01", "ROS-12"]);
    }

    #[test]
    fn what_is_worked_out_from_other_files_stands_behind_them() {
        let mut sources = Sources::default();
        let all = [("CT-01", "名单", 1), ("CT-02", "名单", 2), ("SE-09", "自评", 1)];
        let mut findings = found(&mut sources, &all);
        put_last(&mut findings, &["CT".to_owned()]);
        crate::diagnostic::sort(&mut findings, &sources);
        assert_eq!(codes(&findings), ["SE-09", "CT-01", "CT-02"]);
    }

    #[test]
    fn what_an_unread_file_leaves_unverified_is_told_once() {
        let mut sources = Sources::default();
        let all = [("IN-02", "自评", 1), ("DL-10", "名单", 1), ("L2-06", "名单", 2)];
        let mut findings = found(&mut sources, &all);
        findings[1].level = Level::Unverified;
        findings[2].level = Level::Unverified;
        let unread = findings[0].primary.span.file;
        assert_eq!(fold_unverified(findings.clone(), &[], &sources).len(), 3);
        let folded = fold_unverified(findings, &[unread], &sources);
        assert_eq!(codes(&folded), ["IN-02", "IN-02"]);
        assert_eq!(folded[1].level, Level::Unverified);
        let told = "自评.yaml 没有读进来，2 条规则无法核实：DL-10、L2-06";
        assert_eq!(folded[1].message, told);
    }

    #[test]
    fn many_findings_of_one_rule_in_one_file_are_one() {
        let mut sources = Sources::default();
        let rows: Vec<_> = (0..5).map(|line| ("ROS-06", "名单", line)).collect();
        let folded = fold(found(&mut sources, &rows), &sources);
        assert_eq!(folded.len(), 1);
        assert_eq!(folded[0].message, "错了（另有 4 处：第 2、3、4、5 行）");
        assert_eq!(fold(found(&mut sources, &rows[..4]), &sources).len(), 4);
    }
}
