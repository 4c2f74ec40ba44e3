//! The help pages in English; the Chinese ones stand beside the arguments they explain.
//! It must not say what the Chinese pages do not say.

use gongkai::cli::usage::Page;

/// What `--format` and `--output` say of every command that has them.
const FORMAT: (&str, &str, &str) =
    ("format", "", "The format of the answer: human for people, json for programs");
const OUTPUT: (&str, &str, &str) = (
    "output",
    "FILE",
    "The file that data for other programs are written to. Without it they go to standard output, \
     whose encoding some shells change when > redirects it",
);
const COLLEGES: (&str, &str, &str) = ("colleges", "", "The list of colleges");

/// A page a command, by the words that call it.
pub const PAGES: &[Page] = &[
    Page {
        command: "gongkai-province",
        about: "Gathers what the colleges of a province publish on the reform of their student \
                unions: collects, audits, writes tables and a portal",
        arguments: &[
            ("color", "", "When to print colours; auto prints them on a terminal only"),
            (
                "lang",
                "",
                "The language in which the program speaks: zh or en. What rules and colleges say \
                 stays as it is",
            ),
            ("quiet", "", "Print less: only what is to be asked about, not how much was done"),
            ("data", "DIR", "The folder of what is collected; province unless it is given"),
            (
                "standards",
                "DIR",
                "The folder of the province's own standards: forms/, rules/, and across/ for the \
                 rules across colleges",
            ),
        ],
        after: "Examples (a whole run, one after another):\n  gongkai-province collect colleges.csv --on 2026-11-28\n  gongkai-province audit colleges.csv\n  gongkai-province dataset colleges.csv\n  gongkai-province portal colleges.csv portal --title \"What colleges publish\"\n\nExit codes: 0 when it was done; 1 when collect found something to be asked about, or a case of rules is wrong; 2 when the list, a standard, a key or the machine refused and it was not done",
    },
    Page {
        command: "gongkai-province collect",
        about: "Hold what each college's site publishes against its own lists and the last look, \
                keep the documents, and write down what was found",
        arguments: &[
            COLLEGES,
            ("on", "DATE", "The day of the look"),
            ("due", "YEAR=DATE", "The year that must be published by a day, 2025-2026=2025-12-31"),
            ("shard", "NTH/OF", "Look at one part only, such as 3/16; at all unless it is given"),
            ("at_once", "NUMBER", "How many sites are looked at at once; 8 unless it is given"),
            (
                "lists_only",
                "",
                "Read only lists and document.json, and hold no page or PDF against its digest",
            ),
            ("again", "", "Look again at what was looked at on that day"),
            (
                "seconds",
                "SECONDS",
                "How long one site is looked at at most; 600 seconds unless it is given",
            ),
            (
                "secrets",
                "DIR",
                "The folder of object stores' secrets: a file for each key, of the key's name",
            ),
            (
                "pause",
                "MILLISECONDS",
                "How long is waited between two requests to a site; 50 unless it is given",
            ),
            FORMAT,
            OUTPUT,
        ],
        after: "Examples:\n  gongkai-province collect colleges.csv --on 2026-11-28\n  gongkai-province collect colleges.csv --on 2026-11-28 --due 2025-2026=2025-12-31\n  gongkai-province collect colleges.csv --on 2026-11-28 --secrets keys      some lie in object stores\n  gongkai-province collect colleges.csv --on 2026-11-28 --format json --output found.json\n\nThe columns of colleges.csv: id, name, kind, city, address, public key (contacts are not read). Begun again after it was broken off, it does not look again at what was looked at on that day; --again does.",
    },
    Page {
        command: "gongkai-province audit",
        about: "Hold the documents that were collected against the public part of the rules, and \
                take out the data",
        arguments: &[
            COLLEGES,
            ("shard", "NTH/OF", "Audit one part only, such as 3/16; all unless it is given"),
            FORMAT,
            OUTPUT,
        ],
        after: "Examples:\n  gongkai-province audit colleges.csv\n  gongkai-province audit colleges.csv --shard 3/16\n  gongkai-province --standards own audit colleges.csv\n\nThe rules across colleges are held in dataset and portal, once all shards are there.",
    },
    Page {
        command: "gongkai-province dataset",
        about: "Hold the rules across colleges, and write all data as CSV and Parquet; nobody's \
                name is in them",
        arguments: &[
            COLLEGES,
            (
                "folder",
                "DIR",
                "The folder to write into; what it held is replaced. dataset unless it is given",
            ),
            FORMAT,
            OUTPUT,
        ],
        after: "Examples:\n  gongkai-province dataset colleges.csv tables\n  gongkai-province --standards own dataset colleges.csv tables",
    },
    Page {
        command: "gongkai-province portal",
        about: "Make the web pages of the whole province: colleges by city, indicators, what is to \
                be asked about, search over charters; they open from a folder",
        arguments: &[
            COLLEGES,
            (
                "folder",
                "DIR",
                "The folder to write into; the portal it held is replaced. portal unless it is given",
            ),
            ("title", "TITLE", "What the portal is called"),
            (
                "address",
                "URL",
                "The address where it will stand; without it there is no feed feed.xml",
            ),
        ],
        after: "Examples:\n  gongkai-province portal colleges.csv portal --title \"What colleges publish\"\n  gongkai-province portal colleges.csv portal --title \"What colleges publish\" --address https://xuelian.example/gongkai/",
    },
    Page {
        command: "gongkai-province rules",
        about: "Try the cases of the rules across colleges, the province's own among them",
        arguments: &[FORMAT, OUTPUT],
        after: "Examples:\n  gongkai-province rules\n  gongkai-province --standards own rules\n\nThe cases of rules over one college are tried by the college's program: gongkai rules test.",
    },
];

#[cfg(test)]
mod tests {
    use gongkai::cli::usage;

    use super::super::Arguments;
    use super::PAGES;

    #[test]
    fn every_command_and_argument_has_its_english_words() {
        assert_eq!(usage::untranslated::<Arguments>(PAGES), Vec::<String>::new());
    }
}
