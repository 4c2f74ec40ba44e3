//! The workbench: a site as pages in a browser, seen while it is written and mended where it is wrong.
//! It must not check, compose or keep anything by itself: it asks `pipeline`.

mod cells;
mod command;
mod edit;
mod form;
mod guard;
mod http;
mod indicators;
mod page;
mod panel;
mod running;
mod save;
mod site;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::academic_year::AcademicYear;
use crate::datum::{Field, FieldName, Need, Shape};
use crate::edition::{Edition, Union};
use crate::failure::Failure;
use crate::language::{Both, Language, both};
use crate::load::yaml::Kind;
use crate::load::{self, scores};
use crate::media_type;
use crate::model::{self, HEAD, SITE, UNRANKED, YEAR, head, target, year};
use crate::pipeline::{self, Run};
use crate::render::draft::Shown;
use crate::source::Sources;
use crate::theme::Theme;
use command::{Done, Dropped, Step, Work};
pub use command::{STEPS, step};
use guard::Guard;
pub use guard::has_screen;
use http::{Request, Response, Status};
use indicators::Indicators;
use page::plain;
pub use running::address as running;
use save::{History, NotSaved, Read};
use serde::{Deserialize, Serialize};
use site::{Site, Stand};
use table::{Listed, NewRow, Table};
use time::Date;

/// How long somebody may take to ask, and an answer may wait for a change.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many may ask at once; a browser has six.
const MOST: usize = 64;

/// A site that is served.
pub struct Workbench {
    site: Site,
    guard: Guard,
    theme: Theme,
    language: Language,
    /// The way to everything from the root of the address, `/TOKEN/`.
    base: String,
    history: History,
    asking: AtomicUsize,
    /// The day it is, as a calendar on the wall says it.
    today: fn() -> Date,
    /// How far the command that runs has come.
    step: Mutex<Step>,
}

/// A file that is looked at, or was just written.
#[derive(Serialize)]
struct SourceText<'a> {
    path: &'a str,
    text: &'a str,
    digest: &'a str,
    /// How many changes can be taken back.
    steps: usize,
    /// The same as a grid, where it is a list of records.
    table: Option<Table>,
    /// The same as labelled values, where it is a record.
    form: Option<Vec<form::Entry>>,
}

/// A new text, or new rows, for a file that was read when its digest was this.
#[derive(Deserialize)]
struct NewText {
    digest: String,
    text: Option<String>,
    rows: Option<Vec<NewRow>>,
    values: Option<Vec<String>>,
}

/// A value for what is still to be filled in at a place.
#[derive(Deserialize)]
struct Answer {
    line: usize,
    column: usize,
    value: String,
}

impl Workbench {
    /// Opens the site below a root, to be served at an address.
    ///
    /// # Errors
    /// When the system has nothing random to make a token of.
    pub fn open(
        root: &Path,
        at: SocketAddr,
        language: Language,
        today: fn() -> Date,
    ) -> io::Result<Self> {
        let guard = Guard::new(at).map_err(io::Error::other)?;
        let base = format!("/{}/", guard.token());
        announce(root, &guard, &base);
        let (site, theme) = (Site::open(root), Theme::workbench());
        let (history, asking, step) = Default::default();
        Ok(Self { site, guard, theme, language, base, history, asking, today, step })
    }

    /// Returns what stands behind the host in the address of the workbench: the token is in it.
    pub fn path(&self) -> &str {
        &self.base
    }

    /// Serves the site for ever.
    pub fn serve(self, listener: &TcpListener) -> ! {
        let bench = Arc::new(self);
        let watching = bench.clone();
        thread::spawn(move || watching.site.watch());
        loop {
            // Whoever goes away before he is heard, or finds no room, may come again.
            let Ok((stream, _)) = listener.accept() else { continue };
            let asked = bench.clone();
            let heard = thread::Builder::new().spawn(move || asked.hear(stream));
            drop(heard);
        }
    }

    /// Answers one request over a connection.
    fn hear(&self, mut stream: TcpStream) {
        let bounded = stream
            .set_read_timeout(Some(PATIENCE))
            .and_then(|()| stream.set_write_timeout(Some(PATIENCE)))
            .and_then(|()| stream.set_nodelay(true));
        if bounded.is_err() {
            return;
        }
        let before = self.asking.fetch_add(1, Ordering::Relaxed);
        let response = match before < MOST {
            true => self.answered(http::read(&mut stream)),
            false => plain(Status::Busy, ""),
        };
        self.asking.fetch_sub(1, Ordering::Relaxed);
        // A reader that stops early is no fault.
        let _ = http::write(&mut stream, &response);
    }

    /// Answers a request. A fault of the program in doing so is said by the program as ever, and is
    /// the end of this answer and not of the workbench.
    fn answered(&self, request: Result<Request, Status>) -> Response {
        let answer = || match request {
            Ok(request) => self.answer(&request),
            Err(status) => plain(status, status.line()),
        };
        catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|_| {
            let words =
                both!("程序有错，请报告给开发者", "a fault of the program; tell the developers");
            plain(Status::Failed, words.in_language(self.language))
        })
    }

    /// Answers a request that was read.
    pub fn answer(&self, request: &Request) -> Response {
        let below = match self.guard.admitted(request) {
            Ok(below) => below,
            Err(status) => {
                let words = both!(
                    "请用 gongkai 给出的完整地址打开（地址里有口令）",
                    "open the whole address that gongkai printed; it holds a token"
                );
                return plain(status, words.in_language(self.language));
            }
        };
        let below: Vec<&str> = below.iter().map(String::as_str).collect();
        match (request.post, below.as_slice()) {
            (false, []) => self.front(request),
            (false, [running::WHOSE]) => plain(Status::Ok, running::whose(self.site.root())),
            (false, ["work"]) => self.work_page(&self.site.stand()),
            (false, ["live"]) => self.live(request),
            (false, ["draft", edition @ .., file]) => self.draft(&edition.join("/"), file),
            (false, ["asset", name]) => self.asset(name),
            (false, ["explain", code]) => self.explain(code),
            (false, ["source"]) => self.source(request),
            (false, ["progress"]) => self.progress(),
            (false, ["sheet"]) => self.sheet(request),
            (true, ["save"]) => self.save(request),
            (true, ["create"]) => self.create(request),
            (true, ["folder"]) => self.folder(request),
            (true, ["undo"]) => self.undo(request),
            (true, ["answer"]) => self.fill_in(request),
            (true, ["run"]) => self.work(request),
            (true, ["import"]) => self.import(request),
            _ => self.nothing(),
        }
    }

    /// What is looked at first: a year or round that was asked for, else the newest year.
    fn front(&self, request: &Request) -> Response {
        let stand = self.site.stand();
        let at = request.asked("at");
        let asked = self.edition(&stand, at);
        if let (Ok(run), None, false) = (&stand.run, &asked, at.is_empty())
            && let Err(failure) = run.one(at)
        {
            return Response { status: Status::NotFound, ..self.trouble_page(&stand, &failure) };
        }
        let newest = || Some(stand.run.as_ref().ok()?.years.last()?.edition.clone());
        match asked.or_else(newest) {
            Some(edition) => self.draft_page(&stand, &edition),
            None => self.work_page(&stand),
        }
    }

    /// Returns the year or round of a name, where there is one.
    fn edition(&self, stand: &Stand, name: &str) -> Option<Edition> {
        let run = stand.run.as_ref().ok()?;
        let edition = Edition::parse(name)?;
        run.folder(&edition).map(|folder| folder.edition.clone())
    }

    /// Tells how a year or round stands once anything has changed.
    fn live(&self, request: &Request) -> Response {
        let since = request.asked("since").parse().unwrap_or(0);
        let stand = self.site.stand_after(since, PATIENCE);
        match Edition::parse(request.asked("at")) {
            Some(edition) => {
                Response::json(Status::Ok, &panel::panel(&stand, &edition, self.language))
            }
            None => Response::json(Status::Ok, &serde_json::json!({ "number": stand.number })),
        }
    }

    /// A file of a draft.
    fn draft(&self, edition: &str, file: &str) -> Response {
        let stand = self.site.stand();
        let Some(edition) = self.edition(&stand, edition) else { return self.nothing() };
        if file.ends_with(".pdf") {
            return match stand.pdf(&edition) {
                Some(Ok(shown)) if shown.path == file => self.shown(shown, &edition),
                Some(Err(failure)) => self.trouble_page(&stand, failure),
                _ => self.nothing(),
            };
        }
        let script = format!("{}asset/draft.js", self.base);
        match stand.page(&edition, &script, file) {
            Ok(Some(page)) => self.shown(&page, &edition),
            Ok(None) => self.nothing(),
            Err(failure) => self.trouble_page(&stand, &failure),
        }
    }

    fn shown(&self, Shown { path, name, bytes }: &Shown, edition: &Edition) -> Response {
        let name = format!("{}-{name}", edition.to_string().replace('/', "-"));
        let response = Response::new(Status::Ok, media_type::from_path(path), bytes.clone());
        Response { name: Some(name), styled_within: true, ..response }
    }

    /// A style sheet or a module of script of the workbench itself.
    fn asset(&self, name: &str) -> Response {
        match self.theme.file(name).filter(|_| !name.ends_with(".html")) {
            Some(bytes) => Response::new(Status::Ok, media_type::from_path(name), bytes.to_vec()),
            None => self.nothing(),
        }
    }

    /// A rule as `explain` prints it.
    fn explain(&self, code: &str) -> Response {
        let stand = self.site.stand();
        let Ok(run) = &stand.run else { return self.nothing() };
        let Some(rule) = run.standards.rule(code) else { return self.nothing() };
        let pipeline::Explained { said, condition, place } =
            pipeline::Explained::describe(rule, &run.inputs.sources);
        let told = |words: &Both| words.in_language(self.language).to_owned();
        let rule = serde_json::json!({
            "said": told(&said),
            "condition": condition.as_ref().map(told),
            "place": told(&place),
        });
        Response::json(Status::Ok, &rule)
    }

    /// An author's own file, to be mended.
    fn source(&self, request: &Request) -> Response {
        let path = request.asked("file");
        self.written(path, save::read(self.site.root(), path))
    }

    fn save(&self, request: &Request) -> Response {
        let Ok(new) = serde_json::from_slice::<NewText>(&request.body) else {
            return plain(Status::Malformed, "");
        };
        let path = request.asked("file");
        self.written(path, self.saved(path, new))
    }

    fn saved(&self, path: &str, new: NewText) -> Result<Read, NotSaved> {
        let root = self.site.root();
        let now = save::read(root, path)?;
        if now.digest != new.digest {
            return Err(NotSaved::Changed(Box::new(now)));
        }
        let bytes = match (&new.text, &new.rows, &new.values) {
            (Some(text), ..) => now.with(text)?,
            (None, Some(rows), _) if let Some(field) = field_of(root, path) => {
                match now.is_workbook() {
                    true => {
                        cells::with(path, now.bytes(), field, rows).map_err(NotSaved::Refused)?
                    }
                    false => {
                        let file = Listed { field, without: columns_without(root, path) };
                        let text = table::with(path, now.text(), file, rows);
                        now.with(&text.map_err(NotSaved::Refused)?)?
                    }
                }
            }
            (None, None, Some(values)) if let Some(shape) = shape_of(root, path) => {
                let text = form::with(path, now.text(), shape, values);
                now.with(&text.map_err(NotSaved::Refused)?)?
            }
            _ => return Err(NotSaved::Refused(both!("没有要写的内容", "nothing to write"))),
        };
        self.history.save(root, path, &new.digest, &bytes)
    }

    /// Makes a file that a year or round lacks, with what must be said as 待填.
    fn create(&self, request: &Request) -> Response {
        let path = request.asked("file");
        let stand = self.site.stand();
        let begun = |run: &Run| run.folders().find_map(|it| pipeline::begun(run, it, path));
        match stand.run.as_ref().ok().and_then(begun) {
            Some(text) => self.written(path, save::create(self.site.root(), path, &text)),
            None => self.nothing(),
        }
    }

    /// Shows the folder of a year, or the whole site, in the desktop's own window.
    fn folder(&self, request: &Request) -> Response {
        if !self.has_desktop() {
            let words = both!("这台电脑上没有桌面", "there is no desktop on this machine");
            return plain(Status::Forbidden, words.in_language(self.language));
        }
        let stand = self.site.stand();
        let below = self.edition(&stand, request.asked("at"));
        let below = below.map_or(String::new(), |it| format!("content/{}", it.content_folder()));
        let folder = self.site.root().join(below);
        match open::that_detached(&folder) {
            Ok(()) => plain(Status::Ok, folder.display().to_string()),
            Err(error) => self.done(Err(error)),
        }
    }

    /// Tells whether whoever asks sits at this machine, before a desktop.
    fn has_desktop(&self) -> bool {
        self.guard.is_at_home() && has_screen()
    }

    /// What a rater handed in, which is looked at and never changed.
    fn sheet(&self, request: &Request) -> Response {
        let stand = self.site.stand();
        let (Ok(run), path) = (&stand.run, request.asked("file")) else { return self.nothing() };
        let is_sheet = path.split('/').any(|part| part == scores::FOLDER);
        let sources = &run.inputs.sources;
        let files = sources.ids().map(|file| sources.file(file));
        let texts = files.filter(|file| is_sheet && file.path == path).map(|it| &*it.text);
        match texts.collect::<Vec<_>>() {
            none if none.is_empty() => self.nothing(),
            texts => plain(Status::Ok, texts.join("\n\n")),
        }
    }

    /// Tells how far the command that runs has come.
    fn progress(&self) -> Response {
        Response::json(Status::Ok, &*self.step.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes a value in the place of 待填.
    fn fill_in(&self, request: &Request) -> Response {
        let Ok(answer) = serde_json::from_slice::<Answer>(&request.body) else {
            return plain(Status::Malformed, "");
        };
        let path = request.asked("file");
        self.written(path, self.filled_in(path, &answer))
    }

    fn filled_in(&self, path: &str, answer: &Answer) -> Result<Read, NotSaved> {
        let root = self.site.root();
        let now = save::read(root, path)?;
        let text = edit::filled_in(path, now.text(), (answer.line, answer.column), &answer.value);
        let bytes = now.with(&text.map_err(NotSaved::Refused)?)?;
        self.history.save(root, path, &now.digest, &bytes)
    }

    /// Runs a command, or only says which it would be.
    fn work(&self, request: &Request) -> Response {
        let work = serde_json::from_slice::<Work>(&request.body).ok();
        let stand = self.site.stand();
        let work = work.filter(|work| work.target().is_none_or(|it| targets(&stand).contains(&it)));
        let Some(arguments) = work.and_then(|work| work.arguments()) else {
            return plain(Status::Malformed, "");
        };
        if request.asked("only") == "say" {
            return plain(Status::Ok, command::typed(&arguments));
        }
        self.run(|tell| command::run(self.site.root(), &arguments, self.language, tell))
    }

    /// Runs something, and keeps how far it has come for whoever asks.
    fn run(&self, work: impl FnOnce(&mut dyn FnMut(Step)) -> io::Result<Done>) -> Response {
        let keep = |step| *self.step.lock().unwrap_or_else(PoisonError::into_inner) = step;
        keep(Step::default());
        let done = work(&mut |step| keep(step));
        keep(Step::default());
        // It may have made the site.
        announce(self.site.root(), &self.guard, &self.base);
        self.done(done)
    }

    fn done(&self, done: io::Result<Done>) -> Response {
        match done {
            Ok(done) => Response::json(Status::Ok, &done),
            Err(error) => {
                let failure = Failure::io(self.site.root(), error);
                plain(Status::Failed, self.told(&failure))
            }
        }
    }

    /// Tells what the machine refused, where, and what can be done.
    fn told(&self, failure: &Failure) -> String {
        let help = failure.help.iter().map(|help| help.in_language(self.language).to_owned());
        let message = failure.message.in_language(self.language);
        let said = format!("{message}：{}", failure.path.display());
        std::iter::once(said).chain(help).collect::<Vec<_>>().join("\n")
    }

    /// Imports a file that was dropped on the window, or says what that would come to.
    fn import(&self, request: &Request) -> Response {
        let name = request.asked("name");
        let strange = |c: char| c.is_control() || "/\\:".contains(c);
        if name.is_empty() || name.starts_with(['.', '-']) || name.contains(strange) {
            return plain(Status::Malformed, "");
        }
        let year = request.asked("year");
        let dropped = Dropped {
            name,
            bytes: &request.body,
            year: AcademicYear::parse(year).map(|year| year.to_string()),
            look: request.asked("only") == "look",
        };
        if dropped.year.is_none() && !year.is_empty() {
            return plain(Status::Malformed, "");
        }
        self.run(|tell| command::import(self.site.root(), &dropped, self.language, tell))
    }

    fn undo(&self, request: &Request) -> Response {
        let path = request.asked("file");
        self.written(path, self.history.undo(self.site.root(), path))
    }

    /// Tells how a file stands, or why it could not be written; where somebody else has changed it,
    /// what it says now is told beside.
    fn written(&self, path: &str, read: Result<Read, NotSaved>) -> Response {
        let (status, read) = match &read {
            Ok(read) => (Status::Ok, read),
            Err(NotSaved::Changed(now)) => (Status::Conflict, &**now),
            Err(NotSaved::Refused(why)) => {
                return plain(Status::Forbidden, why.in_language(self.language));
            }
            Err(NotSaved::Failed(failure)) => {
                return plain(Status::Failed, self.told(failure));
            }
        };
        let steps = self.history.steps(path);
        let (text, digest) = (read.text(), &read.digest);
        let root = self.site.root();
        let table = field_of(root, path).and_then(|field| match read.is_workbook() {
            true => cells::table(path, read.bytes(), field),
            false => {
                table::table(path, text, Listed { field, without: columns_without(root, path) })
            }
        });
        let form = shape_of(root, path).and_then(|shape| form::form(path, text, shape));
        let form = form.map(|entries| self.beside_indicators(path, entries));
        Response::json(status, &SourceText { path, text, digest, steps, table, form })
    }

    /// Says of each value of a self-evaluation which indicator it answers.
    fn beside_indicators(&self, path: &str, mut entries: Vec<form::Entry>) -> Vec<form::Entry> {
        let stand = self.site.stand();
        let indicators = stand.run.as_ref().ok().and_then(|run| Indicators::of(run, path));
        let Some(indicators) = indicators else { return entries };
        for entry in &mut entries {
            entry.of = indicators.asked(&entry.asked).unwrap_or_default();
            if entry.answers > 0 {
                entry.each = indicators.in_a_row();
            }
        }
        entries
    }

    fn nothing(&self) -> Response {
        let words = both!("草稿里没有这个文件", "a draft has no such file");
        plain(Status::NotFound, words.in_language(self.language))
    }
}

/// Lets whoever opens the same site once more on this machine know where it is open; one that is not
/// told opens another workbench, which is as good. A folder without a site is left as it is.
fn announce(root: &Path, guard: &Guard, base: &str) {
    if guard.is_at_home() && root.join("content").is_dir() {
        let _ = running::tell(root, guard.listening(), base);
    }
}

/// Returns what the table of fields says of a file of a site, by its path below the root.
fn field_of(root: &Path, path: &str) -> Option<&'static Field> {
    let (edition, below) = Edition::of_file(path.strip_prefix("content/")?)?;
    let tables = pipeline::tables(root);
    let record = if edition.is_round() { tables.round } else { tables.year };
    let key = below.split('.').next()?;
    record.fields.iter().find(|field| field.key == key && field.need != Need::Derived)
}

/// Returns the columns that the union of a file does not have: graduates are not ranked.
fn columns_without(root: &Path, path: &str) -> &'static [FieldName] {
    match organisation(root, path).as_deref() == Some(Union::Graduate.organisation()) {
        true => &UNRANKED,
        false => &[],
    }
}

/// Returns whose a file is by the head of its year.
fn organisation(root: &Path, path: &str) -> Option<String> {
    let (folder, _) = path.rsplit_once('/')?;
    let head = format!("{folder}/{}.yaml", YEAR.field(year::HEAD)?.key);
    let read = save::read(root, &head).ok()?;
    let mut sources = Sources::default();
    let file = sources.add(head, read.text());
    let node = load::data(file, &sources, &mut Vec::new())?;
    let (_, value) = table::value(&node, HEAD.field(head::ORGANISATION)?.key)?;
    match &value.kind {
        Kind::Scalar(word) => Some(word.clone()),
        _ => None,
    }
}

/// Returns the places that a site can be published to, by their names.
fn targets(stand: &Stand) -> Vec<&str> {
    let site = stand.run.as_ref().ok().map(|run| &run.site).filter(|site| !site.is_absent());
    let targets = site.map_or(&[][..], |site| site.get(model::site::TARGETS).items());
    targets.iter().filter_map(|it| it.get(target::NAME).text()).collect()
}

/// Returns the shape of what a file holds, the site's own among them.
fn shape_of(root: &Path, path: &str) -> Option<Shape> {
    match path {
        "content/site.yaml" => Some(Shape::One(&SITE)),
        path => field_of(root, path).map(|field| field.shape),
    }
}
