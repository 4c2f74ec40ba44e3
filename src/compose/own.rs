//! What a site's own fields say, printed at the end of their parts; those that name people, with the
//! roster. It must not know any of them.

use super::section;
use super::sentence::{About, Key, Sentence};
use super::view::View;
use crate::datum::{Field, Shape, Visibility};
use crate::document::{Block, Page, Role, Section, Subject};

/// Adds the fields of the parts of a year to its sections.
pub fn add(root: &View, sections: &mut [Section]) {
    let mut named = Vec::new();
    for (name, part) in root.records() {
        let (people, open): (Vec<&Field>, Vec<&Field>) = part
            .declared()
            .into_iter()
            .filter(|field| part.has(field.name))
            .partition(|field| field.visibility == Visibility::Named);
        named.extend(people.into_iter().map(|field| line(&part, field, Subject::NamedField)));
        let lines = open.into_iter().map(|field| line(&part, field, Subject::OwnField)).collect();
        let id = name.as_str().replace('_', "-");
        if let Some(section) = sections.iter_mut().find(|section| section.id == id) {
            end_with(section, lines);
        }
    }
    if let Some(roster) = sections.iter_mut().find(|section| section.page == Page::Roster) {
        roster.blocks.extend(named);
    }
}

/// Puts lines at the end of a section, after what parts it has.
fn end_with(part: &mut Section, lines: Vec<Block>) {
    if part.sections.is_empty() || lines.is_empty() {
        part.blocks.extend(lines);
    } else {
        part.sections.push(section(&format!("{}/own", part.id), "", "另行公开的内容", lines));
    }
}

fn line(part: &View, field: &Field, subject: Subject) -> Block {
    let words = format!("{}：", field.key);
    let said = Key(&[field.name], field.key).read(part);
    let said = said.map(|mut said| {
        said.words = match field.shape {
            Shape::Count(unit) => format!("{}{unit}", said.words),
            Shape::Texts => {
                part.children(field.name).iter().map(View::printed).collect::<Vec<_>>().join("、")
            }
            _ => said.words,
        };
        said
    });
    let about = About::new(subject, field.key).about_one(field.key);
    Sentence::starting(&words).optional("", said, "").paragraph(Role::Note, about)
}
