//! Prints how the time of `check` and `build` grows as one thing in a site doubles and doubles
//! again. The exponent is that of what each doubling adds, so the cost of starting does not hide a
//! square: 1 is a line, 2 a square.

use std::path::Path;

use crate::Choice;
use crate::grown::{self, Writes};
use crate::measure::{Cost, Spread, forget, gongkai, short};

/// One thing that grows: its name, the largest size, what writes a site with so many, and whether
/// such a site can be built. More people than a union may have are refused, which takes a check.
struct Axis(&'static str, usize, Writes, bool);

const AXES: [Axis; 5] = [
    Axis("years", 40, grown::years, true),
    Axis("people", 10_000, grown::people, false),
    Axis("articles", 5_000, grown::articles, true),
    Axis("rounds", 80, grown::rounds, true),
    Axis("indicators", 800, grown::indicators, true),
];

pub fn print(sample: &Path, root: &Path, choice: &Choice) {
    println!("\nCPU seconds at n, 2n and 4n, medians of {} runs\n", choice.runs);
    println!("| | n | command | n | 2n | 4n | exponent | peak MiB at 4n |");
    println!("|---|--:|---|--:|--:|--:|--:|--:|");
    let chosen = |name: &str| choice.axes.is_empty() || choice.axes.iter().any(|axis| axis == name);
    for Axis(name, largest, write, builds) in AXES.into_iter().filter(|axis| chosen(axis.0)) {
        let first = (largest / choice.divide / 4).max(1);
        let sites = [first, first * 2, first * 4].map(|size| {
            let site = root.join(format!("{name}-{size}"));
            write(sample, &site, size).expect("the generator writes");
            site
        });
        for command in ["check", "build"].into_iter().take(if builds { 2 } else { 1 }) {
            // A site that cannot be built is refused when it is checked.
            let codes: &[i32] = if builds { &[0] } else { &[1] };
            let costs = sites.each_ref().map(|site| costs(site, command, codes, choice.runs));
            row(name, first, command, &costs);
        }
    }
}

/// Measures a command on a site, each time from nothing.
fn costs(site: &Path, command: &str, codes: &[i32], runs: usize) -> Vec<Cost> {
    let run = |_| {
        forget(site);
        gongkai(site, &[command], codes)
    };
    (0..runs).map(run).collect()
}

fn row(name: &str, first: usize, command: &str, costs: &[Vec<Cost>; 3]) {
    let [one, two, four] =
        costs.each_ref().map(|costs| Spread::of(costs.iter().map(|cost| cost.cpu)).median());
    let exponent = ((four - two) / (two - one)).log2();
    let exponent = if exponent.is_finite() { short(exponent) } else { "—".to_owned() };
    let peak = Spread::of(costs[2].iter().map(|cost| cost.peak)).most();
    let (one, two, four) = (short(one), short(two), short(four));
    println!("| {name} | {first} | {command} | {one} | {two} | {four} | {exponent} | {peak:.0} |");
}
