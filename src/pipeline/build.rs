//! Builds every finished year and round, or none, in one pass: each is checked, composed, printed,
//! audited and staged, then let go.
//! It must not know a format, nor how a stage is written.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{self, Scope, ScopedJoinHandle};

use super::due::due;
use super::pages::{self, Gathered, Newest};
use super::plan::{Built, How, OlderFile, Plan, Why, Wish, Withheld};
use super::release::{Standing, standing};
use super::written::{Placed, Written};
use super::{Checked, FINDINGS, Resources, Run, fingerprint, internal, memory};
use crate::archive::{self, Archive, Entry, Kind};
use crate::bundle::{self, Notes, Stage, audit};
use crate::compose::compose;
use crate::datum::Value;
use crate::diagnostic::{Count, Diagnostic};
use crate::diff::public;
use crate::document::{Digested, Document, Imprint, Json, Letterhead};
use crate::edition::{Edition, ROUNDS, Union};
use crate::failure::Failure;
use crate::load::Folder;
use crate::manifest::{Artifact, Manifest};
use crate::model::{self, letterhead};
use crate::render;
use crate::render::changes::Corrected;
use crate::render::formats::{self, Printing};
use crate::rules::Cleared;
use crate::site::Published;

/// Makes ready the bundles of some years and rounds, oldest years first, and the site's own pages.
///
/// Each is checked and staged in one pass and then let go, so that memory does not grow with their
/// number; while one is printed the next is checked. From the first thing that refuses the build on,
/// the rest is only checked, and what was staged is discarded. `tell` is called before each that is
/// looked at.
pub fn plan(
    run: &Run,
    folders: &[&Folder],
    wish: Wish,
    tell: &mut dyn FnMut(),
) -> Result<Plan, Failure> {
    thread::scope(move |threads| {
        let mut building = Building {
            run,
            wish,
            standards: run.inputs.digest_of(&run.inputs.standards_files()).into(),
            archive: Archive::read(&run.inputs.root)?,
            notes: Notes::beside(&run.inputs.root, FINDINGS),
            staging: Staging::NotYet,
            plan: Plan::default(),
            all: Gathered::default(),
            tell,
            threads,
            is_ready: false,
            in_print: None,
        };
        building.find(run.faults.iter().cloned());
        building.take_downs(folders)?;
        let folders = building.unreleased_among(folders)?;
        let newest = building.years(&folders);
        building.rounds(&folders);
        building.finish(newest)
    })
}

/// A build under way.
struct Building<'threads, 'a> {
    run: &'a Run,
    wish: Wish<'a>,
    /// The digest of the standards.
    standards: Arc<str>,
    archive: Archive,
    /// What was found of each year and round last time.
    notes: Notes,
    staging: Staging,
    plan: Plan,
    all: Gathered,
    tell: &'a mut dyn FnMut(),
    threads: &'threads Scope<'threads, 'a>,
    /// Whether what all are printed with was made ready, which goes on while the first is checked.
    is_ready: bool,
    in_print: Option<InPrint<'threads>>,
}

/// A bundle that is printed while the one before is audited and the next year is checked.
struct InPrint<'threads> {
    bundle: Arc<Bundle>,
    files: Files<'threads>,
}

/// Files that another thread prints.
type Files<'threads> = ScopedJoinHandle<'threads, Result<Vec<Artifact>, Failure>>;

/// A bundle with its files, to be audited and staged.
struct Printed {
    bundle: Arc<Bundle>,
    files: Vec<Artifact>,
}

impl Printed {
    /// Audits it.
    fn sealed(self, resources: &Resources, standards: &str) -> Result<Sealed, Failure> {
        let Self { bundle, files } = self;
        let Bundle { folder, imprint, placed, json, .. } = &*bundle;
        let document = placed.digested()?.document;
        let (files, list) = sealed(document, json, files, resources, standards, imprint)?;
        let within = |path: String| format!("{folder}/{path}");
        let files = files.into_iter().map(|it| Artifact { path: within(it.path), ..it }).collect();
        let known = list.files.into_iter().map(|(path, digest)| (within(path), digest)).collect();
        Ok(Sealed { bundle, files, known })
    }
}

/// A bundle that was audited, with its files as they are to be staged, and the digests of them.
struct Sealed {
    bundle: Arc<Bundle>,
    files: Vec<Artifact>,
    known: BTreeMap<String, String>,
}

impl Sealed {
    fn put(self, stage: &mut Stage) -> Result<(), Failure> {
        stage.write(&self.bundle.folder, &self.bundle.key, &self.files, &self.known)
    }
}

/// What a bundle is printed from, and where it will stand.
struct Bundle {
    folder: String,
    key: String,
    imprint: Imprint,
    placed: Arc<Placed>,
    json: Json,
    /// What its changes are told against.
    previous: Option<Arc<Placed>>,
}

impl Bundle {
    /// Has something printed of it.
    fn print(
        &self,
        Resources { theme, press, .. }: &Resources,
        print: impl FnOnce(&Printing) -> Result<Vec<Artifact>, Failure>,
    ) -> Result<Vec<Artifact>, Failure> {
        let Self { json, imprint, .. } = self;
        let document = self.placed.digested()?.document;
        let previous = self.previous.as_ref().map(|previous| previous.digested()).transpose()?;
        print(&Printing { document, json, previous, corrected: None, theme, press, imprint })
    }
}

/// What becomes of the stage.
enum Staging {
    /// Nothing was ready to be staged so far.
    NotYet,
    Open(Stage),
    /// Something found refuses the build.
    Refused,
    /// The machine, a theme or a font refused. What is found later may yet refuse the build, which
    /// is then the better thing to say.
    Failed(Failure),
}

impl<'a> Building<'_, 'a> {
    /// Returns those of some years and rounds that are built from the content; the others stand as
    /// they were released.
    fn unreleased_among<'f>(&mut self, folders: &[&'f Folder]) -> Result<Vec<&'f Folder>, Failure> {
        let mut unreleased = Vec::new();
        for &folder in folders {
            let name = &folder.edition;
            match standing(self.run, &self.archive, folder)? {
                Standing::Unreleased => unreleased.push(folder),
                Standing::Released(_) => {}
                Standing::Corrected(..) => self.withhold(name, Why::Corrected),
                Standing::Scored(entry) => self.withhold(name, Why::Scored(entry.version)),
                Standing::Changed(_, fault) => self.find([*fault]),
            }
        }
        Ok(unreleased)
    }

    /// Refuses what would name people past its take-down date: what was released stays as it is; the
    /// rest is masked where the build is for a day, and only there.
    fn take_downs(&mut self, folders: &[&Folder]) -> Result<(), Failure> {
        let Some(by) = self.run.on.or(self.wish.today) else { return Ok(()) };
        let masks = self.run.on.is_some();
        let due = due(self.run, &self.archive, folders, by)?;
        self.find(due.iter().filter(|it| it.released || !masks).map(|it| it.finding()));
        Ok(())
    }

    fn withhold(&mut self, edition: &Edition, why: Why) {
        self.plan.withheld.push(Withheld { edition: edition.clone(), why });
    }

    /// Takes findings; lets go of what was staged when they refuse the build.
    fn find(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        let before = self.plan.findings.len();
        self.plan.findings.extend(findings);
        if self.refuses(&self.plan.findings[before..]) {
            self.staging = Staging::Refused;
        }
    }

    fn refuses(&self, findings: &[Diagnostic]) -> bool {
        Count::by_level(findings).refuses(self.wish.strict)
    }

    /// Tells whether nothing is staged any more, whatever is found.
    fn is_over(&self) -> bool {
        matches!(self.staging, Staging::Refused | Staging::Failed(_))
    }

    /// Does what is part of the next tree, unless there will be none; keeps a failure for the end.
    fn stage<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Failure>) -> Option<T> {
        if self.is_over() {
            return None;
        }
        work(self).map_err(|failure| self.staging = Staging::Failed(failure)).ok()
    }

    /// Returns the stage, opened when it is first needed: a build that is refused by its first year
    /// has touched nothing.
    fn opened(&mut self) -> Result<&mut Stage, Failure> {
        if matches!(self.staging, Staging::NotYet) {
            self.staging = Staging::Open(Stage::open(self.wish.output)?);
        }
        match &mut self.staging {
            Staging::Open(stage) => Ok(stage),
            _ => unreachable!("nothing is staged once the build is refused or has failed"),
        }
    }

    /// Stages every year, oldest first; returns what the newest two of each union say.
    fn years(&mut self, folders: &[&Folder]) -> Newest {
        type Two = (Option<Arc<Placed>>, Option<Arc<Placed>>);
        let mut newest: BTreeMap<Union, Two> = BTreeMap::new();
        for (edition, folder) in self.order(folders, false) {
            let (before, last) = newest.entry(edition.union).or_default();
            let Some(placed) = self.one(&edition, folder, last.as_ref()) else { continue };
            *before = last.replace(placed);
        }
        let both = |(union, (before, last)): (_, Two)| Some((union, (before?, last?)));
        newest.into_iter().filter_map(both).collect()
    }

    /// Stages every round of appraisals.
    fn rounds(&mut self, folders: &[&Folder]) {
        for (edition, folder) in self.order(folders, true) {
            self.one(&edition, folder, None);
        }
    }

    /// Returns the years, or the rounds, that are to be staged, in the order of their editions: what
    /// was released, without its folder, and the folders of what was not.
    fn order<'f>(
        &self,
        folders: &[&'f Folder],
        rounds: bool,
    ) -> BTreeMap<Edition, Option<&'f Folder>> {
        let released = self.archive.released().into_iter().cloned();
        let mut order: BTreeMap<Edition, Option<&Folder>> =
            released.map(|edition| (edition, None)).collect();
        for folder in folders {
            order.entry(folder.edition.clone()).or_insert(Some(folder));
        }
        order.retain(|edition, _| edition.is_round() == rounds);
        order
    }

    /// Stages a year or round, as it was kept when it was released; returns what stands at its own
    /// address, unless nothing does.
    fn one(
        &mut self,
        edition: &Edition,
        folder: Option<&Folder>,
        previous: Option<&Arc<Placed>>,
    ) -> Option<Arc<Placed>> {
        match folder {
            None => self.stage(|it| it.frozen(edition)).map(Arc::new),
            Some(folder) => self.checked(folder, previous),
        }
    }

    /// Checks a year or round that was not released, and stages it when it is finished and nothing
    /// refuses the build. One that nothing has changed for is neither read nor checked again.
    fn checked(&mut self, folder: &Folder, previous: Option<&Arc<Placed>>) -> Option<Arc<Placed>> {
        (self.tell)();
        let run = self.run;
        let of_findings = fingerprint::of_findings(run, folder, &self.standards);
        let compared = previous.map(|previous| previous.digest.as_str());
        let key = fingerprint::of_bundle(run, &of_findings, compared);
        if let Some(known) = self.recall(folder, &of_findings) {
            if known.in_work {
                self.withhold(&known.edition, Why::InWork);
                return None;
            }
            let kept = self.stage(|it| it.kept(&known.edition, &key)).flatten().map(Arc::new);
            if kept.is_some() || self.is_over() || self.refuses(&known.findings) {
                self.find(known.findings);
                return kept;
            }
        }
        if !std::mem::replace(&mut self.is_ready, true) {
            render::spawn(self.threads, || run.resources.make_ready());
        }
        let cleared = run.clear(folder);
        let checked = Run::checked(folder, &cleared);
        memory::keep(&self.notes, &of_findings, &checked, &run.inputs.sources);
        if checked.in_work {
            self.withhold(&checked.edition, Why::InWork);
            return None;
        }
        self.find(checked.findings);
        let cleared = cleared.ok()?;
        self.stage(|it| it.unreleased(folder, cleared, previous, &key))
    }

    /// Returns what was found last time of a year or round that nothing has changed for.
    fn recall(&self, folder: &Folder, key: &str) -> Option<Checked> {
        // The internal notice of a round is printed anew each time, and for that it is read.
        if self.wish.internal && folder.edition.is_round() {
            return None;
        }
        memory::recall(&self.notes, &folder.edition, key, &self.run.inputs.sources)
    }

    /// Stages the bundle of a year or round as it stands in the output, if it is of this key.
    fn kept(&mut self, edition: &Edition, key: &str) -> Result<Option<Placed>, Failure> {
        let name = edition.to_string();
        let stage = self.opened()?;
        let Some(files) = stage.keep(&name, key)? else { return Ok(None) };
        let path = format!("{name}/document.json");
        let Some(digest) = files.get(&path) else { return Ok(None) };
        let place = stage.kept(&path);
        self.has(edition, digest, How::Kept);
        self.all.keep(edition, Placed::kept(digest.clone(), place.clone()));
        Ok(Some(Placed::kept(digest.clone(), place)))
    }

    /// Stages the bundle of a year or round that was not released, or has it printed where anything
    /// changed; returns what it says. What it was composed of is let go before another is audited.
    fn unreleased(
        &mut self,
        folder: &Folder,
        cleared: Cleared,
        previous: Option<&Arc<Placed>>,
        key: &str,
    ) -> Result<Arc<Placed>, Failure> {
        let run = self.run;
        let edition = &folder.edition;
        let name = edition.to_string();
        if edition.is_round() && self.wish.internal {
            let file = name.replace(&format!("/{ROUNDS}/"), "-").replace('/', "-") + ".pdf";
            self.plan.internal.push((file, internal::printed(run, &cleared)?));
        }
        if let Some(kept) = self.kept(edition, key)? {
            return Ok(Arc::new(kept));
        }
        let document = compose(&cleared, &run.standards);
        drop(cleared);
        let json = document.json();
        let placed = Arc::new(Placed::made(document, json.digest.clone()));
        let document = placed.digested()?.document;
        self.all.take(edition, document, vec![Published::from_document(document)])?;
        self.has(edition, &placed.digest, How::Made);
        let bundle = Arc::new(Bundle {
            folder: name,
            key: key.to_owned(),
            imprint: imprint_of(run, edition),
            placed: placed.clone(),
            json,
            previous: previous.cloned(),
        });
        // While the last is at the press there is time for the pages of the next, and for those of the
        // first there is time too.
        let has_time = self.in_print.as_ref().is_none_or(|last| !last.files.is_finished());
        let of = bundle.clone();
        let pages = move || of.print(&run.resources, formats::pages);
        let pages: Box<dyn FnOnce() -> _ + Send> = match has_time {
            true => {
                let begun = render::spawn(self.threads, pages);
                Box::new(|| joined(begun))
            }
            false => Box::new(pages),
        };
        // The next is begun before the last is audited: one is printed all the time.
        let last = self.printed()?;
        let of = bundle.clone();
        let print = move || of.print(&run.resources, |printing| formats::files(printing, pages));
        let files = render::spawn(self.threads, print);
        self.in_print = Some(InPrint { bundle, files });
        self.seal(last)?;
        Ok(placed)
    }

    /// Returns the bundle that is being printed, when it is ready.
    fn printed(&mut self) -> Result<Option<Printed>, Failure> {
        let Some(InPrint { bundle, files }) = self.in_print.take() else { return Ok(None) };
        Ok(Some(Printed { bundle, files: joined(files)? }))
    }

    /// Audits and stages a bundle that was printed.
    fn seal(&mut self, printed: Option<Printed>) -> Result<(), Failure> {
        let Some(printed) = printed else { return Ok(()) };
        let sealed = printed.sealed(&self.run.resources, &self.standards)?;
        sealed.put(self.opened()?)
    }

    /// Notes what stands at the address of a year or round.
    fn has(&mut self, edition: &Edition, digest: &str, how: How) {
        self.plan.built.push(Built { edition: edition.clone(), how, content: digest.to_owned() });
    }

    /// Stages what stands at the address of every version of what was released, and at its own;
    /// returns what the latter says.
    fn frozen(&mut self, edition: &Edition) -> Result<Placed, Failure> {
        self.opened()?;
        let Self { archive, staging: Staging::Open(stage), all, .. } = self else {
            unreachable!("the stage was just opened");
        };
        let mut put = |folder: &str, entry: &Entry| {
            let bundle = archive.bundle(entry)?;
            for file in &bundle {
                stage.write_file(&file.at(format!("{folder}/{}", file.path)))?;
            }
            archive::document_in(&bundle, &archive.folder.join(entry.folder()))
        };
        let standing = archive.ledger.standing(edition);
        let standing = standing.expect("what the archive lists has a version");
        let document = put(&edition.to_string(), standing)?;
        let mut published = Vec::new();
        let mut newer: Option<(u32, Document)> = None;
        for version in archive.versions(edition) {
            let shown = put(&version.folder(), archive.ledger.shown_at(version))?;
            published.push(Published::version(&shown, version.version, &version.on));
            // Where both addresses show the edition of a withdrawal, they tell nothing of a change.
            if let Some((number, newer)) = newer.filter(|(_, newer)| *newer != shown) {
                let (old, new) = (shown.digest(), newer.digest());
                let old = Digested { document: &shown, digest: &old };
                let new = Digested { document: &newer, digest: &new };
                let changed = public(old, new).difference.summary;
                all.changed.insert(edition.version(number), changed);
            }
            newer = Some((version.version, shown));
        }
        let how = match standing.kind {
            Kind::Withdrawal => How::Withdrawn,
            _ => How::Version(standing.version),
        };
        all.take(edition, &document, published)?;
        let digest = document.digest();
        let placed = Placed::made(document, digest);
        self.has(edition, &placed.digest, how);
        Ok(placed)
    }

    /// Stages the older years' own files as they are.
    fn older(&mut self) -> Result<(), Failure> {
        self.opened()?;
        let Self { archive, staging: Staging::Open(stage), plan, .. } = self else {
            unreachable!("the stage was just opened");
        };
        let entries = archive.ledger.entries.iter();
        for entry in entries.filter(|entry| entry.kind == Kind::Document) {
            let file = archive.older(entry)?;
            let edition = entry.edition.clone();
            stage.write_file(&file.at(format!("{edition}/{}", file.path)))?;
            plan.older.push(OlderFile { edition, file: entry.file.clone() });
        }
        Ok(())
    }

    /// Stages the last bundle, the pages over all years, which are made while it is audited, and the
    /// list of all that is staged.
    fn rest(&mut self, newest: &Newest) -> Result<(), Failure> {
        let last = self.printed()?;
        self.older()?;
        let gathered = std::mem::take(&mut self.all);
        let Self { run, archive, staging, plan, standards, threads, .. } = self;
        let Staging::Open(stage) = staging else { unreachable!("the stage was just opened") };
        let (run, of): (&Run, _) = (run, standards.clone());
        let sealing = last.map(|last| {
            render::spawn(threads, move || {
                // What was learnt of the years makes room for the pages over all of them.
                run.resources.press.rest();
                last.sealed(&run.resources, &of)
            })
        });
        let made = pages::make(run, archive, standards, &plan.built, newest, gathered, stage)?;
        if let Some(sealing) = sealing {
            joined(sealing)?.put(stage)?;
        }
        if let Some(made) = made {
            made.put(run, archive, stage)?;
        }
        stage.write_list()
    }

    /// Stages what is left, unless the build is refused.
    fn finish(mut self, newest: Newest) -> Result<Plan, Failure> {
        self.stage(|it| it.rest(&newest));
        let Self { mut plan, staging, .. } = self;
        plan.withheld.sort_by_key(|withheld| withheld.why);
        match staging {
            Staging::Failed(failure) => Err(failure),
            Staging::Open(stage) => Ok(Plan { stage: Some(stage), ..plan }),
            Staging::NotYet | Staging::Refused => {
                let Plan { findings, withheld, .. } = plan;
                Ok(Plan { findings, withheld, ..Plan::default() })
            }
        }
    }
}

/// Waits for what another thread makes.
fn joined<T>(made: ScopedJoinHandle<Result<T, Failure>>) -> Result<T, Failure> {
    made.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// What the changes of a document are told against.
#[derive(Clone, Copy, Default)]
pub(super) struct Against<'a> {
    /// What the nearest earlier year says.
    pub previous: Option<Digested<'a>>,
    /// What stood published of the same year or round, where it is a correction.
    pub corrected: Option<&'a Corrected>,
}

/// Prints the document of one year or round, with what it changed, and audits what came of it.
pub(super) fn printed(
    written: &Written,
    against: Against,
    resources: &Resources,
    standards: &str,
    imprint: &Imprint,
) -> Result<Vec<Artifact>, Failure> {
    let Written { document, json } = written;
    let Against { previous, corrected } = against;
    let Resources { theme, press, .. } = resources;
    let printing = Printing { document, json, previous, corrected, theme, press, imprint };
    let files = formats::files(&printing, || formats::pages(&printing))?;
    Ok(sealed(document, json, files, resources, standards, imprint)?.0)
}

/// Audits what was printed of a document, and adds the list of it, which it returns beside.
fn sealed(
    document: &Document,
    json: &Json,
    mut files: Vec<Artifact>,
    resources: &Resources,
    standards: &str,
    imprint: &Imprint,
) -> Result<(Vec<Artifact>, Manifest), Failure> {
    let fonts = &resources.fonts;
    let pdf = files.iter().find(|file| file.path == document.kind.pdf());
    let pdf = pdf.expect("a bundle has its PDF");
    audit::audit(document, json, &files, pdf, &fonts.post_script_names(), imprint)?;
    if let Some(pdf) = files.iter().find(|file| file.path == formats::PUBLIC_PDF) {
        let document = document.without_roster().expect("it was printed without its roster");
        let imprint = Imprint { attached: false, ..imprint.clone() };
        audit::audit_pdf(&document, json, pdf, &fonts.post_script_names(), &imprint)?;
    }
    let theme = resources.theme_named.clone();
    let fonts = resources.fonts_named.clone();
    let (list, file) = bundle::manifest(document, json, standards, theme, fonts, &files);
    files.push(file);
    Ok((files, list))
}

/// Returns the address of the site on the web, ending in `/`, when it names one.
pub(super) fn address_of(run: &Run) -> Option<String> {
    let address =
        if run.site.is_absent() { None } else { run.site.get(model::site::ADDRESS).text() };
    address.map(|address| format!("{}/", address.trim_end_matches('/')))
}

/// Returns what a copy of a year or round, or of one version of it, can be traced by.
pub fn imprint_of(run: &Run, edition: &Edition) -> Imprint {
    let wanted =
        |field| !run.site.is_absent() && matches!(run.site.get(field).value, Value::Bool(true));
    let home = address_of(run);
    let address = home.as_ref().map(|home| format!("{home}{edition}/index.html"));
    let (attached, public_pdf) = (wanted(model::site::PDF_DATA), wanted(model::site::PUBLIC_PDF));
    let sealed = wanted(model::site::SEALED);
    let letterhead = letterhead_of(run);
    Imprint { home, address, attached, public_pdf, sealed, letterhead, issue: None }
}

/// Returns what a site's documents have at their head and foot.
fn letterhead_of(run: &Run) -> Option<Letterhead> {
    let site = Some(&run.site).filter(|site| !site.is_absent())?;
    let given = Some(site.get(model::site::LETTERHEAD)).filter(|it| !it.is_absent())?;
    let copies = given.get(letterhead::COPIES).items().iter();
    Some(Letterhead {
        mark: given.get(letterhead::MARK).text().map(str::to_owned),
        copies: copies.filter_map(|it| it.text()).map(str::to_owned).collect(),
        printed_by: given.get(letterhead::PRINTED_BY).text()?.to_owned(),
    })
}
