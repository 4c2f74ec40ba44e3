//! gongkai-province reads what the colleges of a province publish, and nothing else: what it says of
//! one, anybody can work out anew from that college's site.
//!
//! It knows the college's library; the college's program knows nothing of it. A module imports only
//! from lower layers.
//!
//! | layer | module | what it is |
//! |--:|---|---|
//! | 0 | `disk` | files written whole or not at all, read bounded |
//! | 0 | `finding` | what was found of a college, without anybody's name |
//! | 0 | `standards` | what colleges are held against, a province's own besides |
//! | 1 | `colleges` | who is to be looked at, where, and with which key |
//! | 2 | `fetch` | bytes of a site, from the web, an object store or a folder, politely and bounded |
//! | 2 | `nameless` | words that may stand in a table for everybody |
//! | 3 | `served` | lists and documents as a stranger serves them: nothing in them is trusted |
//! | 3 | `tables` | the tables of the dataset |
//! | 4 | `store` | what was collected: documents by digest, and what is known of each college |
//! | 5 | `collect` | one look at one college, or at all of a shard |
//! | 5 | `audit` | what the documents of one college say, and what the public rules find in them |
//! | 6 | `across` | rules across colleges |
//! | 7 | `dataset` | the tables as CSV and Parquet |
//! | 8 | `portal` | static pages over what was audited |
//! | 9 | `cli` | arguments, terminal, exit codes; the only one that prints |
//!
//! Each outside crate has one job, and stays behind its modules:
//!
//! | crate | where |
//! |---|---|
//! | `clap` | cli |
//! | `csv` | colleges, dataset, portal |
//! | `gongkai` | anywhere |
//! | `serde` | anywhere |
//! | `serde_json` | anywhere |
//! | `time` | cli, collect |
//! | `ureq` | fetch |

pub mod across;
pub mod audit;
pub mod cli;
pub mod collect;
pub mod colleges;
pub mod dataset;
pub mod disk;
pub mod fetch;
pub mod finding;
pub mod nameless;
pub mod portal;
pub mod served;
pub mod standards;
pub mod store;
pub mod tables;
