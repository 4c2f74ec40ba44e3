//! The feed of what is new, as Atom.
//! It must not know a page but by its address.

use gongkai::failure::Failure;
use gongkai::manifest::Artifact;

use super::Portal;

/// The most entries of the feed.
const MOST_ENTRIES: usize = 200;

/// What is new: the day it was first seen, id and name of the college, edition.
pub(super) type News = (String, String, String, String);

/// The newest of what is new, gathered college by college.
#[derive(Default)]
pub(super) struct Newest(Vec<News>);

impl Newest {
    pub(super) fn add(&mut self, news: News) {
        self.0.push(news);
        // Only the newest can come into the feed.
        if self.0.len() > MOST_ENTRIES * 20 {
            newest_first(&mut self.0);
        }
    }
}

fn newest_first(news: &mut Vec<News>) {
    news.sort_by(|a, b| (&b.0, &a.1, &a.3).cmp(&(&a.0, &b.1, &b.3)));
    news.truncate(MOST_ENTRIES);
}

impl Portal<'_> {
    /// Writes the feed of what is new: an entry an edition, of the day it was first seen so.
    pub(super) fn feed(&self, newest: Newest) -> Result<(), Failure> {
        let Some(address) = self.wish.address else { return Ok(()) };
        let mut news = newest.0;
        newest_first(&mut news);
        let home = escaped(address);
        let entries = news.iter().map(|(since, id, name, edition)| {
            let page = format!("{home}colleges/{id}.html");
            let title = format!("{}公开了 {}", escaped(name), escaped(edition));
            format!(
                "  <entry>\n    <id>{page}#{edition}-{since}</id>\n    <title>{title}</title>\n    \
                 <updated>{since}T00:00:00+08:00</updated>\n    \
                 <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n  </entry>\n",
                edition = escaped(edition),
                since = escaped(since),
            )
        });
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n  <id>{home}</id>\n  \
             <title>{title}</title>\n  <updated>{on}T00:00:00+08:00</updated>\n  \
             <author><name>{title}</name></author>\n  \
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{home}feed.xml\"/>\n{entries}</feed>\n",
            title = escaped(self.wish.title),
            on = escaped(&self.on),
            entries = entries.collect::<String>(),
        );
        self.put(&Artifact::new("feed.xml", xml))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
