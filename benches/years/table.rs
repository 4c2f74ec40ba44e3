//! Prints what sites of some numbers of years cost, cold and unchanged, run by run beside the
//! combination, so that both meet the same load of the machine.

use std::path::Path;

use crate::Choice;
use crate::generate;
use crate::measure::{Cost, Spread, build, forget, short};
use crate::peers::Peers;

/// One run of everything in a row.
struct Pair {
    cold: Cost,
    unchanged: Cost,
    combination: Option<Cost>,
}

pub fn print(sample: &Path, root: &Path, choice: &Choice) {
    let peers = Peers::find();
    println!("\nCPU seconds, medians of {} runs (least–most of ratios)\n", choice.runs);
    println!(
        "| years | cold | unchanged | wall/CPU | peak MiB | combination | its peak | cold ratio | unchanged ratio |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for &count in &choice.years {
        let site = root.join(format!("years-{count}"));
        generate::site(sample, &site, count as i32).expect("the generator writes");
        let work = root.join(format!("peers-{count}"));
        if let Some(peers) = &peers {
            peers.workload(count, 10, &work);
        }
        let combine = || peers.as_ref().map(|peers| peers.combine(&work, &root.join("combined")));
        let pairs: Vec<Pair> =
            (0..choice.runs).map(|run| pair(&site, run % 2 == 1, &combine)).collect();
        row(count, &pairs);
    }
}

/// Measures once, the combination before or after this program.
fn pair(site: &Path, combination_first: bool, combine: &dyn Fn() -> Option<Cost>) -> Pair {
    let before = if combination_first { combine() } else { None };
    forget(site);
    let cold = build(site);
    let unchanged = build(site);
    Pair { cold, unchanged, combination: before.or_else(combine) }
}

fn row(count: usize, pairs: &[Pair]) {
    let of = |value: &dyn Fn(&Pair) -> f64| Spread::of(pairs.iter().map(value));
    let with = |value: &dyn Fn(&Pair, &Cost) -> f64| {
        let each = |pair: &Pair| pair.combination.map(|combination| value(pair, &combination));
        let values: Vec<f64> = pairs.iter().filter_map(each).collect();
        (!values.is_empty()).then(|| Spread::of(values))
    };
    let cell = |spread: Option<Spread>, told: fn(&Spread) -> String| {
        spread.map_or_else(|| "—".to_owned(), |spread| told(&spread))
    };
    let median = |spread: &Spread| short(spread.median());
    let most = |spread: &Spread| format!("{:.0}", spread.most());
    println!(
        "| {count} | {} | {} | {} | {} | {} | {} | {} | {} |",
        median(&of(&|pair| pair.cold.cpu)),
        median(&of(&|pair| pair.unchanged.cpu)),
        median(&of(&|pair| pair.cold.wall / pair.cold.cpu)),
        most(&of(&|pair| pair.cold.peak)),
        cell(with(&|_, combination| combination.cpu), median),
        cell(with(&|_, combination| combination.peak), most),
        cell(with(&|pair, combination| pair.cold.cpu / combination.cpu), Spread::told),
        cell(with(&|pair, combination| pair.unchanged.cpu / combination.cpu), Spread::told),
    );
}
