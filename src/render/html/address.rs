//! Which page holds an address, and what a link becomes when it stands on a given page.
//! It must not know how a page looks.

use std::collections::BTreeMap;

use crate::document::{Block, Document, Page, Section};
use crate::failure::Failure;

/// Returns the page a section inside another stands on: only the main page lets sections go.
pub fn page_within(parent: Page, section: &Section) -> Page {
    if parent == Page::Main { section.page } else { parent }
}

/// Every address of a document, with the page that holds it.
#[derive(Debug)]
pub struct Addresses<'a> {
    pages: BTreeMap<&'a str, Page>,
}

impl<'a> Addresses<'a> {
    /// Collects the addresses. Two of the same spelling, or one with characters that could come
    /// from a name or break a link, are refused.
    pub fn collect(document: &'a Document) -> Result<Self, Failure> {
        let mut addresses = Self { pages: BTreeMap::new() };
        addresses.add_blocks(&document.preamble, Page::Main)?;
        for section in &document.sections {
            addresses.add_section(section, section.page)?;
        }
        addresses.add_blocks(&document.closing, Page::Main)?;
        addresses.add_section(&document.report, Page::Compliance)?;
        Ok(addresses)
    }

    fn add_section(&mut self, section: &'a Section, page: Page) -> Result<(), Failure> {
        self.add(&section.id, page)?;
        self.add_blocks(&section.blocks, page)?;
        for inner in &section.sections {
            self.add_section(inner, page_within(page, inner))?;
        }
        Ok(())
    }

    fn add_blocks(&mut self, blocks: &'a [Block], page: Page) -> Result<(), Failure> {
        for block in blocks {
            match block {
                Block::Paragraph { .. } | Block::List { .. } => {}
                Block::Provision { id, children, .. } => {
                    self.add(id, page)?;
                    self.add_blocks(children, page)?;
                }
                Block::Table(table) => {
                    self.add(&table.id, page)?;
                    table.rows.iter().try_for_each(|row| self.add(&row.id, page))?;
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, address: &'a str, page: Page) -> Result<(), Failure> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.');
        if address.is_empty() || !address.chars().all(plain) {
            let message = format!("地址 `{address}` 只能由英文字母、数字和 / - . 组成");
            return Err(Failure::new(page.file(), message));
        }
        match self.pages.insert(address, page) {
            None => Ok(()),
            Some(_) => Err(Failure::new(page.file(), format!("地址 `{address}` 出现了不止一次"))),
        }
    }

    /// Returns the addresses that stand on a page.
    pub fn on(&self, page: Page) -> Vec<String> {
        let there = self.pages.iter().filter(|(_, on)| **on == page);
        there.map(|(address, _)| (*address).to_owned()).collect()
    }

    /// Returns what a link's target reads on a page: `#address` of the same page, `file#address`
    /// of another, or an outside address. Anything but `https:`, `http:` and `mailto:` is refused.
    pub fn href(&self, target: &str, from: Page) -> Result<String, Failure> {
        let refuse = |why: &str| Failure::new(from.file(), format!("链接 `{target}` {why}"));
        if let Some(address) = target.strip_prefix('#') {
            return match self.pages.get(address) {
                Some(&page) if page == from => Ok(target.to_owned()),
                Some(&page) => Ok(format!("{}{target}", page.file())),
                None => Err(refuse("指向的地址在文档中不存在")),
            };
        }
        let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        let known = matches!(scheme.as_str(), "https" | "http" | "mailto");
        match known && !target.contains(|c: char| c.is_whitespace() || c.is_control()) {
            true => Ok(target.to_owned()),
            false => Err(refuse("不能发布：只允许 https:、http:、mailto: 和 #地址")),
        }
    }
}
