//! Prints what many colleges of one year cost. A site is one college, so they are as many sites,
//! built by as many runs one after another; the combination makes them all in one run.

use std::path::{Path, PathBuf};

use crate::Choice;
use crate::grown;
use crate::measure::{Cost, build, forget, short};
use crate::peers::Peers;

pub fn print(sample: &Path, root: &Path, choice: &Choice) {
    let sites: Vec<PathBuf> =
        (0..choice.colleges).map(|number| root.join(format!("college-{number}"))).collect();
    for (number, site) in sites.iter().enumerate() {
        grown::college(sample, site, number + 1).expect("the generator writes");
    }
    let all = || sites.iter().map(|site| build(site)).fold(Cost::default(), Cost::then);
    sites.iter().for_each(|site| forget(site));
    println!("\n{} colleges of one year, a site and a run each\n", choice.colleges);
    println!("| | CPU s | wall/CPU | peak MiB |\n|---|--:|--:|--:|");
    let cold = told("cold", all());
    told("unchanged", all());
    if let Some(peers) = Peers::find() {
        let work = root.join("peers-colleges");
        peers.workload(choice.colleges, 1, &work);
        let combination =
            told("combination, one run", peers.combine(&work, &root.join("combined")));
        println!("\ncold, as a ratio to the combination: {}", short(cold.cpu / combination.cpu));
    }
}

fn told(name: &str, cost: Cost) -> Cost {
    let (cpu, overlap) = (short(cost.cpu), short(cost.wall / cost.cpu));
    println!("| {name} | {cpu} | {overlap} | {:.0} |", cost.peak);
    cost
}
