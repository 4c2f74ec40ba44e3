//! Whom a difference names: nobody in public, and nobody whom either document withdrew or hid.

use gongkai::diff::{Difference, Kind, Movement, Subject, apply, diff, diff_published};
use gongkai::document::{Block, Cell, Inline};
use gongkai::manifest::sha256;
use gongkai::redaction::{self, Withdrawn};
use gongkai::render::changes::{Telling, markdown, page};
use gongkai::render::html::FrameView;
use gongkai::theme::Theme;

use crate::edit::cell;
use crate::{last_two, public};

#[test]
fn the_page_names_what_it_compares_and_nobody_of_either_roster() {
    let (a, b) = last_two();
    let mut told = b.clone();
    // A report that names people of both years, of whom one changes, and one set in two runs.
    let names: Vec<String> = redaction::names(a).into_iter().chain(redaction::names(b)).collect();
    let gone = names.iter().find(|name| !redaction::names(b).contains(*name)).unwrap();
    let (first, rest) = names.last().unwrap().split_at('曲'.len_utf8());
    told.preamble.push(Block::paragraph(
        gongkai::document::Role::Body,
        vec![
            Inline::text(format!("{gone}、{}当选，{first}", names[0])),
            Inline::Strong { content: vec![Inline::text(rest)] },
        ],
    ));
    let page =
        page(&public(a, &told), &told, &Theme::built_in(), None, FrameView::default()).unwrap();
    let html = String::from_utf8(page.bytes.to_vec()).unwrap();
    for words in [
        &sha256(&a.to_json()),
        "<meta name=\"robots\" content=\"noindex\">",
        "<ins><span class=\"said\">〔增：</span>书面<span class=\"said\">〕</span></ins>",
        "<del><span class=\"said\">〔删：</span>",
    ] {
        assert!(html.contains(words), "{words}");
    }
    assert!(names.len() > 50 && html.contains("〔姓名从略〕"));
    for name in names {
        assert!(!html.contains(&name), "{name} is named");
    }
    for words in ["新任23人，离任22人，留任12人", "护理系", "离任"] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn departments_tell_how_many_came_left_and_moved() {
    let (a, b) = last_two();
    let movements = public(a, b).movements;
    let sum = |of: fn(&Movement) -> usize| movements.iter().map(of).sum::<usize>();
    assert_eq!((sum(|m| m.come), sum(|m| m.left)), (23, 22));
    let mut moved = b.clone();
    moved.published = "2026-03-01".into();
    cell(&mut moved, "roster/table", 0, 3, "护理系");
    let told = public(b, &moved).movements;
    let told: Vec<_> = told.iter().map(|m| (&m.department[..], m.moved_in, m.moved_out)).collect();
    assert_eq!(told, [("信息技术系", 0, 1), ("护理系", 1, 0)]);
}

#[test]
fn who_was_withdrawn_is_not_told_as_gone() {
    let (a, b) = last_two();
    let people = |d: &Difference| -> Vec<(Kind, String)> {
        let people = d.changes.iter().filter(|change| change.subject == Subject::Person);
        people.map(|change| (change.kind, change.name().to_owned())).collect()
    };
    let everybody = Withdrawn { everybody: true, ..Withdrawn::default() };
    let down = redaction::redacted(a, &everybody);
    for (old, new) in [(&down, b), (b, &down)] {
        let found = diff(old, new);
        assert_eq!(people(&found), []);
        assert_eq!(apply(old, &found).as_ref(), Some(new));
        assert!(found.summary.iter().any(|s| s.contains("2024—2025学年的名单已撤下")));
        let told = markdown(&Telling::from_difference(&found));
        assert!(told.contains("已撤下") && !told.contains("人数不变"), "{told}");
        let told = public(old, new);
        assert!(told.movements.is_empty());
        let told = markdown(&Telling::from_difference(&told.difference));
        assert!(told.contains("已撤下") && !told.contains("人数不变"), "{told}");
    }
    // Of one who asked to be withdrawn nobody is told that they left, nor of another who did.
    let one = redaction::names(b).intersection(&redaction::names(a)).next().unwrap().clone();
    let without = Withdrawn { names: [one.clone()].into(), ..Withdrawn::default() };
    let found = diff(a, &redaction::redacted(b, &without));
    let kinds: Vec<Kind> = people(&found).into_iter().map(|(kind, _)| kind).collect();
    assert!(kinds.contains(&Kind::Added) && !kinds.contains(&Kind::Removed), "{kinds:?}");
    assert!(found.summary.iter().any(|s| s.contains("名单中1人已撤下")), "{:?}", found.summary);
}

#[test]
fn ranks_chosen_to_be_printed_otherwise_are_not_compared() {
    let (a, b) = (last_two().1, &mut last_two().1.clone());
    b.published = "2026-03-01".into();
    let roster = b.sections.iter_mut().find(|section| section.id == "roster").unwrap();
    let Block::Table(table) = &mut roster.blocks[0] else { panic!() };
    table.columns[5].title = "学习成绩排名（是否符合要求）".into();
    table.columns[5].says[0].words = "是否符合要求".into();
    table.rows.iter_mut().for_each(|row| row.cells[5] = Cell::text("合格"));
    let told = markdown(&Telling::from_difference(&diff(a, b)));
    assert!(!told.contains("合格") && !told.contains("5/151"), "{told}");
}

#[test]
fn whom_one_of_two_editions_withdrew_the_other_does_not_give_away() {
    let (a, b) = last_two();
    let name = redaction::names(b)
        .intersection(&redaction::names(a))
        .find(|n| n.chars().count() > 2)
        .unwrap()
        .clone();
    let mut mentioned = b.clone();
    mentioned.preamble.push(Block::paragraph(
        gongkai::document::Role::Body,
        vec![Inline::text(format!("大会选举{name}为执行主席。"))],
    ));
    let one = Withdrawn { names: [name.clone()].into(), ..Withdrawn::default() };
    let everybody = Withdrawn { everybody: true, ..Withdrawn::default() };
    for withdrawn in [one, everybody] {
        let edition = redaction::redacted(&mentioned, &withdrawn);
        // An older copy of the same year, and another year that lists the person.
        for other in [&mentioned, a] {
            for (old, new) in [(other, &edition), (&edition, other)] {
                let found = diff_published(old, new);
                let json = String::from_utf8(found.to_json()).unwrap();
                let text = markdown(&Telling::from_difference(&found));
                assert!(!json.contains(&name) && !text.contains(&name), "{text}");
                assert_eq!(found.old.content, sha256(&old.to_json()));
                assert!(found.summary.iter().any(|said| said.contains("已撤下")));
            }
        }
    }
    assert_eq!(diff_published(a, b), diff(a, b));
}
