//! Lays a document out until it agrees with itself.
//! It must not know what stands in it.
//!
//! The page numbers of a table of contents follow from the layout they are part of. Typst lays a
//! document out without them, looks, and does it again until nothing differs. Most of the years of
//! a site lie alike: begun from where the year before came to lie, what was assumed is found true at
//! once. Every assumption is held against the finished layout, whatever it was begun from.

use comemo::{Constraint, Track};
use typst::World;
use typst::diag::SourceResult;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Output, StyleChain, Target, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector};
use typst::utils::Protected;
use typst_layout::{PagedDocument, PagedIntrospector};

/// How often a layout may be begun again before the templates are at fault.
const MOST: usize = 5;

/// Lays out what a template says; none when it did not settle, or warned of anything.
pub fn laid_out(
    world: &dyn World,
    begun_from: Option<&PagedIntrospector>,
) -> SourceResult<Option<PagedDocument>> {
    let library = world.library();
    let target = TargetElem::target.set(Target::Paged).wrap();
    let base = StyleChain::new(&library.styles);
    let styles = base.chain(&target);
    let traced = Traced::default();
    let mut sink = Sink::new();
    let Ok(main) = world.source(world.main()) else { return Ok(None) };
    let (track, route) = (world.track(), Route::default());
    let module =
        typst_eval::eval(track, library, traced.track(), sink.track_mut(), route.track(), &main)?;
    let content = module.content();
    let nothing = EmptyIntrospector;
    let mut last: Option<PagedDocument> = None;
    for _ in 0..MOST {
        let known: &dyn Introspector = match (&last, begun_from) {
            (Some(last), _) => &**last.introspector(),
            (None, Some(begun_from)) => begun_from,
            (None, None) => &nothing,
        };
        let assumed = Constraint::new();
        let mut found = Sink::new();
        let mut engine = Engine {
            library,
            world: track,
            introspector: Protected::new(known.track_with(&assumed)),
            traced: traced.track(),
            sink: found.track_mut(),
            route: Route::default(),
        };
        let document = PagedDocument::create(&mut engine, &content, styles)?;
        let now: &dyn Introspector = &**document.introspector();
        if assumed.validate(now) {
            sink.extend_from_sink(found);
            let settled = sink.delayed().is_empty() && sink.warnings().is_empty();
            return Ok(settled.then_some(document));
        }
        last = Some(document);
    }
    Ok(None)
}
