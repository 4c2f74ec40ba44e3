//! The help pages in English; the Chinese ones stand beside the arguments they explain.
//! It must not say what the Chinese pages do not say.
//!
//! A new command or argument takes a line here, in the order of `Command` and of its fields;
//! a test names what is missing. What commands print is written with `both!` where it is said.

use super::usage::Page;

/// What `--output` says where data for programs are written.
const DATA: &str = "the file for what programs read; standard output if not given (some shells convert \
                    what > redirects)";

/// A page a command, by the words that call it.
pub const PAGES: &[Page] = &[
    Page {
        command: "gongkai",
        about: "Turns the data and texts of an academic year into web pages and a PDF fit to be \
                published; a single violation of the rules stops it",
        arguments: &[
            (
                "root",
                "DIR",
                "the folder of the site (which holds content/); looked for from the current folder \
                 upwards if not given",
            ),
            ("color", "", "colours; auto: on a terminal only"),
            (
                "lang",
                "",
                "the language of the program's own words: zh or en; what rules and authors say \
                 stays as it is",
            ),
            (
                "quiet",
                "",
                "say less: check and build list what was found, and nothing when there is nothing",
            ),
            ("verbose", "", "say more: where the site is, and what each year and round came to"),
        ],
        after: "Examples:\n  gongkai init my-site --sample make a sample that builds at once\n  gongkai import disclosure.docx  make a year of an existing document\n  gongkai build                 build all years into output/\n  gongkai check 2025-2026       only check a year\n  gongkai explain ROS-07        explain a rule\n\nExit codes: 0 nothing violated; 1 violations, nothing built; 2 the machine, a theme or a font refused",
    },
    Page {
        command: "gongkai init",
        about: "Make a new site: with a college's name, where what is not known yet says 待填; \
                with --sample the complete sample of an invented college",
        arguments: &[
            ("folder", "DIR", "the folder to make; it must be empty or not exist"),
            ("college", "NAME", "the full name of the college"),
            ("kind", "KIND", "its kind: vocational or degree, in the words of the form"),
            ("from", "FILE", "write the first year from an existing document; may be given again"),
            ("year", "YEAR", "the first year; if not given the document's, else 2025-2026"),
            ("sample", "", "the complete sample of an invented college, which builds at once"),
        ],
        after: "Examples:\n  gongkai init my-site --from disclosure.docx\n  gongkai init sample --sample",
    },
    Page {
        command: "gongkai import",
        about: "Turn an existing disclosure document into a year: Word, web page, PDF or text, \
                with a roster in a spreadsheet beside it if there is one",
        arguments: &[
            (
                "files",
                "FILE",
                "the files; at the end the academic year, if the document does not say it",
            ),
            ("dry_run", "", "only list what would be written"),
            ("into", "", "add the files that a year which is there lacks, and change none"),
            (
                "replace",
                "",
                "replace the files of a year which is there; the old ones are kept aside",
            ),
        ],
        after: "Examples:\n  gongkai import disclosure.docx\n  gongkai import disclosure.doc roster.xlsx 2024-2025\n  gongkai import --dry-run disclosure.html",
    },
    Page {
        command: "gongkai build",
        about: "Check and build all years and the notices of all rounds of appraisals; one violation and nothing is changed",
        arguments: &[
            ("output", "DIR", "the folder to build into; output in the site if not given"),
            (
                "on",
                "DATE",
                "the day to build for: from a roster's take-down date on, names are masked and \
                 only numbers stay",
            ),
            (
                "internal",
                "DIR",
                "also write the internal notices of the rounds, with contacts that are not public, \
                 into this folder, which must not be the output",
            ),
            ("strict", "", "refuse warnings and what cannot be verified too"),
        ],
        after: "Examples:\n  gongkai build\n  gongkai build --strict\n  gongkai build --on 2026-12-31\n  gongkai build --output www/disclosure",
    },
    Page {
        command: "gongkai check",
        about: "Check without building",
        arguments: &[
            (
                "years",
                "YEAR",
                "the years, rounds or their folders to check; all if not given, and then those in \
                 work are listed but do not count",
            ),
            ("format", "", "human is for people, json and sarif are for programs"),
            ("output", "FILE", DATA),
            (
                "on",
                "DATE",
                "check for that day, as gongkai build --on does; if not given, take-down dates that \
                 the machine's clock has passed are only warned of",
            ),
            ("strict", "", "exit with 1 on warnings and on what cannot be verified too"),
            (
                "fresh",
                "",
                "check everything anew; else a year for which content, rules and program are as they were is reported as it was found last time",
            ),
            ("watch", "", "check again whenever a file changes, until Ctrl+C"),
        ],
        after: "Examples:\n  gongkai check\n  gongkai check 2024-2025 2025-2026\n  gongkai check 2025-spring-school\n  gongkai check --watch\n  gongkai check --strict --format sarif --output check.sarif",
    },
    Page {
        command: "gongkai diff",
        about: "Compare two years, two rounds of appraisals, two versions, or two bundles",
        arguments: &[
            (
                "old",
                "OLD",
                "the older: a year, a round of appraisals, a released version of either (such as \
                 2025-2026/v1), the folder built of one, or a document.json",
            ),
            ("new", "NEW", "the newer, written alike"),
            ("format", "", "the format; pdf and docx are the table of a charter's amendments"),
            ("output", "FILE", "the file to write; the terminal if not given"),
        ],
        after: "Examples:\n  gongkai diff 2024-2025 2025-2026\n  gongkai diff 2025-2026/v1 2025-2026          the last version and the content as it is\n  gongkai diff 2025-2026/v1 2025-2026/v2\n  gongkai diff 2024-autumn-school 2025-spring-school    two rounds of appraisals\n  gongkai diff old/output/2024-2025 2025-2026 --format markdown\n  gongkai diff 2024-2025 2025-2026 --format pdf --output amendments.pdf\n  gongkai diff 2024-2025 2025-2026 --format docx --output amendments.docx",
    },
    Page {
        command: "gongkai explain",
        about: "Explain a rule: what it checks, why, and what to do",
        arguments: &[("code", "CODE", "the code of the rule, such as ROS-07")],
        after: "Examples:\n  gongkai explain ROS-07",
    },
    Page {
        command: "gongkai fields",
        about: "Print what may be written in each file: how, whether it must be, who sees it; in \
                the words of the form",
        arguments: &[
            ("format", "", "text lists them here, html writes a page"),
            ("file", "FILE", "only this file, all if not given; for html the file to write to"),
        ],
        after: "Examples:\n  gongkai fields\n  gongkai fields site\n  gongkai fields --format html handbook/fields.html",
    },
    Page {
        command: "gongkai rules",
        about: "List the rules; rules test tries their cases; rules facts lists the facts",
        arguments: &[
            ("format", "", "text lists them on the terminal, html writes the handbook"),
            ("folder", "DIR", "the folder the handbook is written to"),
        ],
        after: "Examples:\n  gongkai rules\n  gongkai rules test\n  gongkai rules facts\n  gongkai rules --format html handbook",
    },
    Page {
        command: "gongkai rules test",
        about: "Try every rule on its own cases",
        arguments: &[("codes", "CODE", "try these codes only")],
        after: "Examples:\n  gongkai rules test\n  gongkai rules test ROS-07 CH-24",
    },
    Page {
        command: "gongkai rules facts",
        about: "List every fact a rule may read",
        arguments: &[],
        after: "Examples:\n  gongkai rules facts",
    },
    Page {
        command: "gongkai open",
        about: "Show drafts, findings and how far the work has come in a browser, anew whenever a file \
                changes; opens the browser",
        arguments: &[("port", "PORT", "the port to use; a free one if not given")],
        after: "Examples:\n  gongkai open\n  gongkai open --root my-site",
    },
    Page {
        command: "gongkai serve",
        about: "The same as open without opening a browser: it only prints the address",
        arguments: &[
            ("port", "PORT", "the port to use; a free one if not given"),
            (
                "listen",
                "ADDRESS",
                "the address to listen at; this machine alone if not given. At another, whoever has \
                 the token can read and change what is here",
            ),
            ("open", "", "open the browser too"),
        ],
        after: "Examples:\n  gongkai serve\n  gongkai serve --port 8080 --open",
    },
    Page {
        command: "gongkai export",
        about: "Export a year or a round of appraisals as a web page, a Word file or tables; one \
                violation and nothing is exported",
        arguments: &[
            ("name", "YEAR|ROUND", "the year to export, or a round of appraisals"),
            ("single_file", "FILE", "write one HTML file: its styles inside, no script"),
            (
                "fragment",
                "FILE",
                "write the body only: styles on every tag, no id, class, script or style",
            ),
            (
                "docx",
                "FILE",
                "write a Word file: in official form, answers ticked, headings and tables to go on \
                 editing",
            ),
            (
                "tables",
                "DIR",
                "write each table as CSV (with a BOM) into an empty folder; columns.csv lists the \
                 keys of the columns",
            ),
            (
                "blank",
                "FILE",
                "write the year's form as an empty Word file, to be handed out and filled in",
            ),
            (
                "on",
                "DATE",
                "export for that day, today if not given: what is not released and past its \
                 take-down date names nobody when this is given",
            ),
        ],
        after: "Examples:\n  gongkai export 2025-2026 --single-file disclosure.html\n  gongkai export 2025-2026 --fragment body.html\n  gongkai export 2025-2026 --docx disclosure.docx\n  gongkai export 2025-spring-school --docx notice.docx\n  gongkai export 2025-2026 --tables tables\n  gongkai export 2025-2026 --blank blank.docx",
    },
    Page {
        command: "gongkai theme",
        about: "Themes, the look of pages and PDF; theme eject copies the built-in one to be changed",
        arguments: &[],
        after: "Examples:\n  gongkai theme eject my-theme",
    },
    Page {
        command: "gongkai theme eject",
        about: "Copy the built-in theme to themes/<NAME>/, to be changed",
        arguments: &[
            ("name", "NAME", "the name of the new theme; 本校 (our school) if not given"),
            (
                "fonts",
                "",
                "copy the fonts too (about 15 MB); without, the built-in ones are used all the same",
            ),
        ],
        after: "Examples:\n  gongkai theme eject\n  gongkai theme eject jubilee --fonts",
    },
    Page {
        command: "gongkai status",
        about: "Tell how far each year has come",
        arguments: &[
            (
                "on",
                "DATE",
                "the day by which take-down dates are looked at; the machine's if not given",
            ),
            ("format", "", "human is for people, json is for programs"),
            ("output", "FILE", DATA),
        ],
        after: "Examples:\n  gongkai status\n  gongkai status --format json",
    },
    Page {
        command: "gongkai new",
        about: "Start a year from the one before: structure and texts stay, what changes every \
                year is written as 待填 (to be filled in)",
        arguments: &[("year", "YEAR", "the new year; the one after the newest if not given")],
        after: "Examples:\n  gongkai new\n  gongkai new 2026-2027\n  gongkai new 2026-2027/研究生会    the graduates' union alone\n\nWhere the year before has a folder 研究生会, both unions' are started.",
    },
    Page {
        command: "gongkai release",
        about: "Release a year or a round as a version: checked, built, kept with its sources in \
                content/releases, and never changed again",
        arguments: &[
            ("year", "YEAR", "the year to release, or a round of appraisals"),
            (
                "note",
                "TEXT",
                "what is corrected; needed from the second version on, here or as 更正说明 in \
                 年度.yaml",
            ),
            (
                "on",
                "DATE",
                "the day it is released, printed on the pages and PDF of this version and kept in \
                 ledger and feed; not printed when not given",
            ),
            ("approved_by", "NAME", "who approved it; kept in the ledger and not public"),
            ("sign", "KEYFILE", "sign the ledger with this key of minisign (.key)"),
            (
                "password_file",
                "FILE",
                "the file whose first line is the key's password; else GONGKAI_KEY_PASSWORD in the \
                 environment, else it is asked for",
            ),
        ],
        after: "Examples:\n  gongkai release 2025-2026 --on 2025-11-14 --approved-by NAME\n  gongkai release 2025-2026 --note \"a misprint in article 12\" --on 2026-01-05\n  gongkai release 2025-2026 --sign ledger.key\n\n--sign writes content/releases/ledger.json.minisig; minisign -G makes the keys, which do not belong into the site's folder. For a year without changes, --sign signs the ledger anew and does nothing else.\nRun gongkai build afterwards: it puts the versions into output/YEAR/v1/, v2/, …",
    },
    Page {
        command: "gongkai publish",
        about: "Carry the built site to a folder or a server: what changed alone, a run broken off \
                goes on, and it is checked afterwards",
        arguments: &[
            ("target", "PLACE", "where to: a name of site.yaml, an address, or a folder"),
            ("output", "DIR", "the folder of the built site; the site's output if not given"),
            ("back", "", "put back what stood there before the last publication"),
            ("with_names", "", "put it back though its files name people"),
            ("dry_run", "", "only list what would be done"),
        ],
        after: "Examples:\n  gongkai publish /srv/www/gongkai --dry-run\n  gongkai publish live\n  gongkai publish sftp://web@www.example.edu.cn/srv/www/gongkai\n  gongkai publish live --back\n\nNames are given to places in site.yaml, as `gongkai fields site.yaml` describes. sftp:// uses the sftp of OpenSSH, rsync:// and rsync+ssh:// use rsync, ftps://, davs:// and s3:// use curl: programs that systems have or install. A password is in the variable GONGKAI_PUBLISH_PASSWORD, or in a file that is named there.\nThe years come first, then the pages that link to them; what is no longer part of the site is removed last. Files that were not published are never touched. When it is broken off, run it again.",
    },
    Page {
        command: "gongkai verify",
        about: "Check an archive or a published folder: whether a byte was changed, a file added \
                or lost",
        arguments: &[
            (
                "folder",
                "DIR",
                "the folder to check, or the address of a published site; content/releases of the \
                 site if not given",
            ),
            ("allow_http", "", "fetch a site that is not encrypted, too"),
            (
                "ledger",
                "LEDGER",
                "the ledger to hold a downloaded site against; content/releases/ledger.json of the \
                 site if not given",
            ),
            ("head", "DIGEST", "the digest of the ledger, copied at the release"),
            (
                "key",
                "PUBLIC KEY",
                "the public key of the signature: a .pub file of minisign, or its second line",
            ),
            ("format", "", "human is for people, json is for programs"),
            ("output", "FILE", DATA),
        ],
        after: "Examples:\n  gongkai verify\n  gongkai verify backup/2025-2026/v1\n  gongkai verify --head DIGEST\n  gongkai verify --key ledger.pub\n  gongkai --root my-site verify downloaded\n\nA downloaded site is held against the ledger (content/releases) and the output of the site, where they are at hand; where they are not, name a ledger by --ledger.\nThat the end of the ledger was cut off, or the whole archive rewritten, shows only against the digest copied at the release, by --head, or against the signature, by --key; the signature does not show an archive put back to how it was signed earlier.",
    },
    Page {
        command: "gongkai restore",
        about: "Bring back the sources of a released version (content, forms, rules, theme and \
                fonts), make it again, and report whether it is the same",
        arguments: &[
            ("year", "YEAR", "which year, or which round of appraisals"),
            ("version", "VERSION", "which version, such as v1"),
            ("folder", "DIR", "where to put them; it must not exist yet"),
        ],
        after: "Examples:\n  gongkai restore 2024-2025 v1 restored\n\nMade again by the same version of gongkai, every byte should be as it was released; the files that are not are listed.",
    },
    Page {
        command: "gongkai withdraw",
        about: "Withdraw the roster of a released year, the results of a released round, or one \
                person: from then on every version's address shows the edition without them",
        arguments: &[
            ("year", "YEAR", "which year, or which round of appraisals"),
            ("on", "DATE", "the day from which they are withdrawn; not needed with --undo"),
            (
                "reason",
                "REASON",
                "why; printed on the page of versions, so it must not name anybody",
            ),
            ("name", "NAME", "withdraw this person only"),
            ("all", "", "withdraw the whole roster"),
            ("undo", "", "take the last withdrawal back"),
            ("yes", "", "do not ask"),
            ("dry_run", "", "show what would happen and do nothing"),
        ],
        after: "Examples:\n  gongkai withdraw 2023-2024 --all --on 2026-12-31 --reason \"the time is up\"\n  gongkai withdraw 2025-2026 --name NAME --on 2026-05-20 --reason \"at their own request\"\n  gongkai withdraw 2025-spring-school --all --on 2026-12-31 --reason \"the time is up\" --dry-run\n  gongkai withdraw 2025-2026 --undo --reason \"withdrawn by mistake\"\n\nWhat will happen is shown first, and asked about on a terminal. A withdrawal can be taken back with --undo as long as nothing was purged; the ledger keeps both. The old versions are no longer published; the ledger keeps their digests. Later corrections do not print the withdrawn either. Takes effect with gongkai build.",
    },
    Page {
        command: "gongkai purge",
        about: "Clear names that were withdrawn out of the versions and sources kept: files that \
                hold them are deleted, and the ledger keeps their digests",
        arguments: &[
            ("year", "YEAR", "which year, or which round of appraisals"),
            ("reason", "REASON", "why; it must not name anybody"),
            ("name", "NAME", "clear this person only"),
            ("all", "", "clear the whole roster"),
            ("yes", "", "do not ask"),
            ("dry_run", "", "show what would be deleted and do nothing"),
        ],
        after: "Examples:\n  gongkai purge 2023-2024 --all --reason \"the time is up\" --dry-run\n  gongkai purge 2023-2024 --all --reason \"the time is up\"\n  gongkai purge 2025-2026 --name NAME --reason \"at their own request\"\n\nOnly what gongkai withdraw has withdrawn can be cleared. Deleted files cannot be brought back; gongkai verify knows what the ledger says was cleared, and still reports anything else that is missing.",
    },
    Page {
        command: "gongkai archive",
        about: "Keep the own files of older years, which have a PDF or a page and no data",
        arguments: &[],
        after: "Examples:\n  gongkai archive add 2021-2022 2021-2022.pdf --note \"from the college's old site\"",
    },
    Page {
        command: "gongkai archive add",
        about: "Keep the PDF or page of an older year as it is, marked as not \
                checked by this program",
        arguments: &[
            ("year", "YEAR", "which year"),
            ("file", "FILE", "the PDF or page"),
            ("note", "TEXT", "where it comes from; printed on the page of versions"),
            (
                "checked_by_hand",
                "",
                "the program cannot read its words (a scan), and somebody has read every page: \
                 it holds no private data",
            ),
        ],
        after: "Examples:\n  gongkai archive add 2021-2022 2021-2022.pdf --note \"from the college's old site\"\n\nA file with what seems an identity number, a telephone number, a student number or other private data is not kept; fields, notes, properties and attached files of a PDF are looked at too, pictures are not. gongkai build then lists it among the years.",
    },
    Page {
        command: "gongkai appraisal",
        about: "Appraisals: start a round, print score sheets, count scores and grades",
        arguments: &[],
        after: "Examples:\n  gongkai appraisal new 2025-autumn-school\n  gongkai appraisal sheets 2025-autumn-school\n  gongkai appraisal results 2025-autumn-school\n  gongkai appraisal explain 2025-autumn-school NAME\n\nA round is called by its folder's name in content/YEAR/appraisal/. Filled sheets go into the folder 评分表 in it.\nresults shows every score, and explain what each rater gave: they are for the committee, not to be published.",
    },
    Page {
        command: "gongkai appraisal new",
        about: "Start a round: from another, with days, numbers and subjects as 待填 (to be filled \
                in), or with all of it as 待填",
        arguments: &[
            ("round", "ROUND", "what the new round is called: a-z, 0-9 and - only"),
            ("from", "ROUND", "the round to start from; if not given all is 待填"),
        ],
        after: "Examples:\n  gongkai appraisal new 2025-autumn-school\n  gongkai appraisal new 2025-autumn-school --from 2025-spring-school\n  gongkai appraisal new 2024-2025/2025-autumn-school    into another year\n\nWithout a year it goes into the newest one.",
    },
    Page {
        command: "gongkai appraisal sheets",
        about: "Make blank score sheets: an Excel file for each group of raters, and a PDF to print",
        arguments: &[
            ("round", "ROUND", "which round, such as 2025-autumn-school"),
            (
                "to",
                "DIR",
                "the folder to write to, empty or not there yet; ROUND-评分表 here if not given",
            ),
        ],
        after: "Examples:\n  gongkai appraisal sheets 2025-autumn-school",
    },
    Page {
        command: "gongkai appraisal results",
        about: "Count scores, places and grades from the sheets handed in",
        arguments: &[
            ("round", "ROUND", "which round, such as 2025-autumn-school"),
            ("format", "", "human is for people, json is for programs"),
            ("output", "FILE", DATA),
        ],
        after: "Examples:\n  gongkai appraisal results 2025-autumn-school",
    },
    Page {
        command: "gongkai appraisal explain",
        about: "Tell step by step how somebody's score and grade came about",
        arguments: &[
            ("round", "ROUND", "which round, such as 2025-autumn-school"),
            ("subject", "WHO", "the name of the person or body appraised"),
        ],
        after: "Examples:\n  gongkai appraisal explain 2025-autumn-school NAME",
    },
    Page {
        command: "gongkai completions",
        about: "Write the script with which a shell completes commands and options",
        arguments: &[
            ("shell", "", "which shell: bash, zsh, fish, powershell or elvish"),
            ("output", "FILE", DATA),
        ],
        after: "Examples:\n  gongkai completions bash > ~/.local/share/bash-completion/completions/gongkai\n  gongkai completions fish > ~/.config/fish/completions/gongkai.fish\n  gongkai completions powershell --output gongkai.ps1",
    },
    Page {
        command: "gongkai manual",
        about: "Write the help of every command as man pages, a file a command",
        arguments: &[("folder", "DIR", "the folder to write to; it must be empty or not exist")],
        after: "Examples:\n  gongkai --lang en manual man1",
    },
    Page {
        command: "gongkai help",
        about: "Show the help of a command, as --help does",
        arguments: &[("commands", "COMMAND", "which command; all of them if not given")],
        after: "Examples:\n  gongkai --lang en help build\n  gongkai --lang en help rules test",
    },
];

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;

    #[test]
    fn every_command_and_argument_has_its_english_words() {
        let mut commands = Vec::new();
        walk(&super::super::Arguments::command(), "", &mut commands);
        let known: Vec<&str> = PAGES.iter().map(|page| page.command).collect();
        let names: Vec<&str> = commands.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(known, names);
        for (page, (name, command)) in PAGES.iter().zip(&commands) {
            let known: Vec<&str> = page.arguments.iter().map(|(id, ..)| *id).collect();
            let ids: Vec<&str> = command.get_arguments().map(|a| a.get_id().as_str()).collect();
            assert_eq!(known, ids, "{name}");
            let named = |names: &[clap::builder::Str]| !names[0].is_ascii();
            for (argument, (id, value, _)) in command.get_arguments().zip(page.arguments) {
                let chinese = argument.get_value_names().is_some_and(named);
                assert_eq!(chinese, !value.is_empty(), "the value of {id} of {name}");
            }
        }
    }

    fn walk(command: &Command, above: &str, out: &mut Vec<(String, Command)>) {
        let path = format!("{above} {}", command.get_name());
        out.push((path.trim_start().to_owned(), command.clone()));
        command.get_subcommands().for_each(|command| walk(command, &path, out));
    }
}
