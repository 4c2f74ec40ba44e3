//! The help pages in English; the Chinese ones stand beside the arguments they explain.
//! It must not say what the Chinese pages do not say.
//!
//! A new command or argument takes a line here, in the order of `Command` and of its fields;
//! a test names what is missing. What commands print is written with `both!` where it is said.

use super::usage::Page;

/// What `--output` says where data for programs are written.
const DATA: &str = "The file that data for other programs are written to. Without it they go to \
                    standard output, whose encoding some shells change when > redirects it";

/// A page a command, by the words that call it.
pub const PAGES: &[Page] = &[
    Page {
        command: "gongkai",
        about: "Turns the data and texts of an academic year into web pages and a PDF that can be \
                published. A single violation of the rules stops it",
        arguments: &[
            (
                "root",
                "DIR",
                "The folder of the site, which holds content/. Without it, the site is looked for \
                 from the current folder upwards",
            ),
            ("color", "", "When to print colours; auto prints them on a terminal only"),
            (
                "lang",
                "",
                "The language in which the program speaks: zh or en. What rules and authors say \
                 stays as it is",
            ),
            (
                "quiet",
                "",
                "Print less: check and build list what they found, and print nothing when they \
                 found nothing",
            ),
            (
                "verbose",
                "",
                "Print more: where the site is, and how much was found in each year and round",
            ),
        ],
        after: "Examples:\n  gongkai init my-site --sample makes a sample that can be built at once\n  gongkai import disclosure.docx  makes an academic year from an existing document\n  gongkai build                 builds all years into output/\n  gongkai check 2025-2026       checks one year and builds nothing\n  gongkai explain ROS-07        explains a rule\n\nExit codes: 0 when nothing was violated; 1 when there are violations and nothing was built; 2 when the machine, a theme or a font refused",
    },
    Page {
        command: "gongkai init",
        about: "Make a new site. It takes a college's name, and writes 待填 for everything that is \
                not known yet; --sample makes the complete sample of an invented college instead",
        arguments: &[
            ("folder", "DIR", "The folder to make. It must not exist yet, or be empty"),
            ("college", "NAME", "The full name of the college"),
            (
                "kind",
                "KIND",
                "The kind of the college, vocational or degree, in the words of the form",
            ),
            (
                "organisation",
                "UNION",
                "Whose site it is, in the words of the form: the union of students, the union of \
                 graduates, or the federation. Without it, the title of the document says it, or \
                 else it is the union of students",
            ),
            (
                "from",
                "FILE",
                "Write the first year from this existing document. The option may be given several \
                 times",
            ),
            (
                "year",
                "YEAR",
                "The first year. Without it, the year of the document is taken, or else 2025-2026",
            ),
            (
                "sample",
                "",
                "Make the complete sample of an invented college, which can be built at once",
            ),
        ],
        after: "Examples:\n  gongkai init my-site --from disclosure.docx\n  gongkai init sample --sample",
    },
    Page {
        command: "gongkai import",
        about: "Turn an existing disclosure into an academic year. It reads Word, web pages, PDF and \
                plain text, and a roster in a spreadsheet beside it",
        arguments: &[
            (
                "files",
                "FILE",
                "The files to read. The academic year comes last, if the document does not say it",
            ),
            ("dry_run", "", "Only list what would be written"),
            (
                "into",
                "",
                "Add the files that are missing from a year that exists, and change none of the \
                 others",
            ),
            (
                "replace",
                "",
                "Replace the files of a year that exists. The old files are kept aside",
            ),
        ],
        after: "Examples:\n  gongkai import disclosure.docx\n  gongkai import disclosure.doc roster.xlsx 2024-2025\n  gongkai import --dry-run disclosure.html",
    },
    Page {
        command: "gongkai build",
        about: "Check and build all years and the notices of all rounds of appraisals. A single \
                violation leaves everything as it was",
        arguments: &[
            (
                "output",
                "DIR",
                "The folder to build into. Without it, that is the folder output of the site",
            ),
            (
                "on",
                "DATE",
                "The day to build for. From the take-down date of a roster on, its names are masked \
                 and only numbers stay",
            ),
            (
                "internal",
                "DIR",
                "Also write the internal notices of the rounds, which hold contacts that are not \
                 public, into this folder. It must not lie within the output",
            ),
            (
                "strict",
                "",
                "Also build nothing when there are warnings or anything that cannot be verified",
            ),
        ],
        after: "Examples:\n  gongkai build\n  gongkai build --strict\n  gongkai build --on 2026-12-31\n  gongkai build --output www/disclosure",
    },
    Page {
        command: "gongkai check",
        about: "Check the content without building it",
        arguments: &[
            (
                "years",
                "YEAR",
                "The years (with their rounds of appraisals), the rounds, or the folders to check. \
                 Without any, everything is checked; what is found in a year still in work is listed \
                 then, and does not fail the run",
            ),
            (
                "format",
                "",
                "How findings are written: human is for people, json and sarif are for programs",
            ),
            ("output", "FILE", DATA),
            (
                "on",
                "DATE",
                "The day to check for, as in gongkai build --on. Without it, take-down dates that \
                 the machine's clock has passed are only warned of",
            ),
            (
                "strict",
                "",
                "Also exit with 1 when there are warnings or anything that cannot be verified",
            ),
            (
                "fresh",
                "",
                "Check everything anew. Without it, the findings of last time are listed for a year \
                 whose content, rules and program have not changed",
            ),
            ("watch", "", "Check again whenever a file changes, until Ctrl+C is pressed"),
        ],
        after: "Examples:\n  gongkai check\n  gongkai check 2024-2025 2025-2026\n  gongkai check 2025-spring-school\n  gongkai check --watch\n  gongkai check --strict --format sarif --output check.sarif",
    },
    Page {
        command: "gongkai diff",
        about: "Compare two years, two rounds of appraisals, two versions of a year, or two bundles \
                that were built",
        arguments: &[
            (
                "old",
                "OLD",
                "The older one: a year, a round of appraisals, a released version of either (such \
                 as 2025-2026/v1), a folder that was built, or a document.json",
            ),
            ("new", "NEW", "The newer one, written in the same way"),
            (
                "format",
                "",
                "The format to write; pdf and docx hold the table of a charter's amendments",
            ),
            ("output", "FILE", "The file to write. Without it, the comparison is printed"),
        ],
        after: "Examples:\n  gongkai diff 2024-2025 2025-2026\n  gongkai diff 2025-2026/v1 2025-2026          compares the last version with the present content\n  gongkai diff 2025-2026/v1 2025-2026/v2\n  gongkai diff 2024-autumn-school 2025-spring-school    compares two rounds of appraisals\n  gongkai diff old/output/2024-2025 2025-2026 --format markdown\n  gongkai diff 2024-2025 2025-2026 --format pdf --output amendments.pdf\n  gongkai diff 2024-2025 2025-2026 --format docx --output amendments.docx",
    },
    Page {
        command: "gongkai explain",
        about: "Explain a rule: what it checks, why it does, and how to put a finding right",
        arguments: &[("code", "CODE", "The code of the rule, such as ROS-07")],
        after: "Examples:\n  gongkai explain ROS-07",
    },
    Page {
        command: "gongkai fields",
        about: "List what can be written in each file: how it is written, whether it is required, \
                and who sees it, in the words of the form",
        arguments: &[
            ("format", "", "How it is written: text lists the fields here, html writes a page"),
            (
                "file",
                "FILE",
                "The content file to list; without it, all are listed. With html, this is the file \
                 to write",
            ),
        ],
        after: "Examples:\n  gongkai fields\n  gongkai fields site\n  gongkai fields --format html handbook/fields.html",
    },
    Page {
        command: "gongkai rules",
        about: "List the rules. rules test tries them on their cases, rules facts lists the facts \
                that they can read",
        arguments: &[
            (
                "format",
                "",
                "How they are written: text lists the rules on the terminal, html writes the handbook",
            ),
            ("folder", "DIR", "The folder that the handbook is written to"),
        ],
        after: "Examples:\n  gongkai rules\n  gongkai rules test\n  gongkai rules facts\n  gongkai rules --format html handbook",
    },
    Page {
        command: "gongkai rules test",
        about: "Try every rule on its own cases",
        arguments: &[("codes", "CODE", "Try the rules with these codes only")],
        after: "Examples:\n  gongkai rules test\n  gongkai rules test ROS-07 CH-24",
    },
    Page {
        command: "gongkai rules facts",
        about: "List every fact that a rule can read",
        arguments: &[],
        after: "Examples:\n  gongkai rules facts",
    },
    Page {
        command: "gongkai open",
        about: "Open the workbench in a browser. It shows drafts, findings and how far the work has \
                come, and follows every change of a file",
        arguments: &[("port", "PORT", "The port to use. Without it, a free one is taken")],
        after: "Examples:\n  gongkai open\n  gongkai open --root my-site",
    },
    Page {
        command: "gongkai serve",
        about: "Serve the workbench as open does, but print its address and open no browser",
        arguments: &[
            ("port", "PORT", "The port to use. Without it, a free one is taken"),
            (
                "listen",
                "ADDRESS",
                "The address to listen at. Without it, only this machine can open the workbench. At \
                 any other address, whoever has the token can read and change what is here",
            ),
            ("open", "", "Open the browser too"),
        ],
        after: "Examples:\n  gongkai serve\n  gongkai serve --port 8080 --open",
    },
    Page {
        command: "gongkai export",
        about: "Export a year or a round of appraisals as a web page, a Word file or tables. A single \
                violation stops it",
        arguments: &[
            ("name", "YEAR|ROUND", "The year, or the round of appraisals, to export"),
            (
                "single_file",
                "FILE",
                "Write one HTML file that holds its styles and has no script. Here, and with \
                 --fragment and --docx, - stands for standard output",
            ),
            (
                "fragment",
                "FILE",
                "Write the body of the page only: styles stand on every tag, and there is no id, \
                 class, script or style sheet",
            ),
            (
                "docx",
                "FILE",
                "Write a Word file in official form, with the answers ticked, whose headings and \
                 tables can be edited further",
            ),
            (
                "tables",
                "DIR",
                "Write each table as CSV (with a BOM) into an empty folder; columns.csv lists the \
                 keys of the columns",
            ),
            (
                "blank",
                "FILE",
                "Write the form of the year as an empty Word file, to be handed out and filled in",
            ),
            (
                "on",
                "DATE",
                "The day to export for; without it, today is taken. What is not released and has \
                 reached its take-down date names nobody only when this option is given",
            ),
        ],
        after: "Examples:\n  gongkai export 2025-2026 --single-file disclosure.html\n  gongkai export 2025-2026 --fragment body.html\n  gongkai export 2025-2026 --docx disclosure.docx\n  gongkai export 2025-spring-school --docx notice.docx\n  gongkai export 2025-2026 --tables tables\n  gongkai export 2025-2026 --blank blank.docx",
    },
    Page {
        command: "gongkai theme",
        about: "Work with themes, which give pages and PDF their look. theme eject copies the \
                built-in theme, so that it can be changed",
        arguments: &[],
        after: "Examples:\n  gongkai theme eject my-theme",
    },
    Page {
        command: "gongkai theme eject",
        about: "Copy the built-in theme to themes/<NAME>/, so that it can be changed",
        arguments: &[
            ("name", "NAME", "The name of the new theme. Without it, that is 本校 (our school)"),
            (
                "fonts",
                "",
                "Copy the fonts too (about 15 MB). The built-in fonts are used when they are not \
                 copied",
            ),
        ],
        after: "Examples:\n  gongkai theme eject\n  gongkai theme eject jubilee --fonts",
    },
    Page {
        command: "gongkai status",
        about: "List how far each year and each round of appraisals has come",
        arguments: &[
            (
                "on",
                "DATE",
                "The day on which take-down dates are judged. Without it, the machine's date is taken",
            ),
            ("format", "", "How it is written: human is for people, json is for programs"),
            ("output", "FILE", DATA),
        ],
        after: "Examples:\n  gongkai status\n  gongkai status --format json",
    },
    Page {
        command: "gongkai new",
        about: "Start a year from the one before. Structure and texts are kept, and what changes \
                every year is written as 待填 (to be filled in)",
        arguments: &[(
            "year",
            "YEAR",
            "The new year. Without it, the year after the newest one is taken",
        )],
        after: "Examples:\n  gongkai new\n  gongkai new 2026-2027\n  gongkai new 2026-2027/研究生会    starts the graduates' union alone\n\nWhere the year before has a folder 研究生会, the years of both unions are started.",
    },
    Page {
        command: "gongkai release",
        about: "Release a year or a round as a version. It is checked, built and kept with its \
                sources in content/releases, and never changes again",
        arguments: &[
            ("year", "YEAR", "The year, or the round of appraisals, to release"),
            (
                "note",
                "TEXT",
                "What is corrected. It is required from the second version on, here or as 更正说明 \
                 in 年度.yaml",
            ),
            (
                "on",
                "DATE",
                "The day of the release. It is printed on the pages and in the PDF of this version, \
                 and kept in the ledger and the feed. Without it, no day is printed",
            ),
            (
                "approved_by",
                "NAME",
                "Who approved the release. The name is kept in the ledger and is not published",
            ),
            ("sign", "KEYFILE", "Sign the ledger with this key of minisign (.key)"),
            (
                "password_file",
                "FILE",
                "The file whose first line is the password of the key. Without it, the password is \
                 taken from GONGKAI_KEY_PASSWORD in the environment, or asked for",
            ),
        ],
        after: "Examples:\n  gongkai release 2025-2026 --on 2025-11-14 --approved-by NAME\n  gongkai release 2025-2026 --note \"a misprint in article 12\" --on 2026-01-05\n  gongkai release 2025-2026 --sign ledger.key\n\n--sign writes content/releases/ledger.json.minisig. minisign -G makes the keys; do not keep them in the folder of the site. When the year has not changed, --sign signs the ledger anew and does nothing else.\nRun gongkai build afterwards: it puts the versions into output/YEAR/v1/, output/YEAR/v2/ and so on.",
    },
    Page {
        command: "gongkai publish",
        about: "Carry the built site to a folder or a server, and check it there. Only what changed \
                is carried, and a run that was broken off is continued by the next one",
        arguments: &[
            (
                "target",
                "PLACE",
                "Where to carry it: a name given in site.yaml, an address, or a folder",
            ),
            (
                "output",
                "DIR",
                "The folder of the built site. Without it, that is the folder output of the site",
            ),
            ("back", "", "Put back what stood there before the last publication"),
            ("with_names", "", "Put it back even though its files name people"),
            ("dry_run", "", "Only list what would be done"),
        ],
        after: "Examples:\n  gongkai publish /srv/www/gongkai --dry-run\n  gongkai publish live\n  gongkai publish sftp://web@www.example.edu.cn/srv/www/gongkai\n  gongkai publish live --back\n\nA site that was not built again after a release, a withdrawal or its undoing is not published.\nNames are given to places in site.yaml, as `gongkai fields site.yaml` describes. sftp:// uses the sftp of OpenSSH, rsync:// and rsync+ssh:// use rsync, and ftps://, davs:// and s3:// use curl; these programs belong to the system or are installed from it. The password is read from the variable GONGKAI_PUBLISH_PASSWORD, or from a file that site.yaml names.\nThe years are carried first, then the pages that link to them; what is no longer part of the site is removed last. Files that were not published are never touched. When the run is broken off, run it again.",
    },
    Page {
        command: "gongkai verify",
        about: "Verify an archive or a published folder: that no byte of it was changed, and that no \
                file was added or lost",
        arguments: &[
            (
                "folder",
                "DIR",
                "The folder to verify, or the address of a published site. Without it, that is \
                 content/releases of the site",
            ),
            ("allow_http", "", "Also fetch a site whose address is not encrypted"),
            (
                "ledger",
                "LEDGER",
                "The ledger that a downloaded site is compared with. Without it, that is \
                 content/releases/ledger.json of the site",
            ),
            ("head", "DIGEST", "The digest of the ledger, as it was copied at the release"),
            (
                "key",
                "PUBLIC KEY",
                "The public key of the signature: a .pub file of minisign, or its second line",
            ),
            (
                "report",
                "FILE.pdf",
                "Also prints on one page what was compared with what, and the result, for an \
                 inspector's files",
            ),
            ("on", "DATE", "The day printed on that page; a blank to fill in when not given"),
            ("format", "", "How it is written: human is for people, json is for programs"),
            ("output", "FILE", DATA),
        ],
        after: "Examples:\n  gongkai verify\n  gongkai verify backup/2025-2026/v1\n  gongkai verify https://xsh.example.edu.cn/gongkai/ --report record.pdf --on 2026-11-28\n  gongkai verify --head DIGEST\n  gongkai verify --key ledger.pub\n  gongkai --root my-site verify downloaded\n\nA downloaded site is compared with the ledger (content/releases) and the output of the site when they are at hand. Where there is no ledger, name one with --ledger.\nWhen the end of the ledger was cut off, or the whole archive was rewritten, only --head shows it, against the digest copied at the release. For a ledger signed with --sign, --key shows it too, but not that an archive was put back to the state of an earlier signature.",
    },
    Page {
        command: "gongkai restore",
        about: "Bring back the sources of a released version (content, forms, rules, theme and \
                fonts), make it again, and report whether it is the same",
        arguments: &[
            (
                "year",
                "YEAR",
                "The year, or the round of appraisals, such as \
                 2025-2026/appraisal/2025-spring-school",
            ),
            ("version", "VERSION", "The version, such as v1"),
            ("folder", "DIR", "The folder to put them into. It must not exist yet"),
        ],
        after: "Examples:\n  gongkai restore 2024-2025 v1 restored\n\nWhen the same version of gongkai makes it again, every byte must be as it was released. The files that differ are listed.",
    },
    Page {
        command: "gongkai withdraw",
        about: "Withdraw the roster of a released year, the results of a released round, or one \
                person. From then on every version's address shows the edition without them",
        arguments: &[
            ("year", "YEAR", "The year, or the round of appraisals"),
            ("on", "DATE", "The day from which they are withdrawn. It can be left out with --undo"),
            (
                "reason",
                "REASON",
                "The reason for the withdrawal, or for taking it back. The reason for a withdrawal \
                 is printed on the page of versions, so it must not name anybody",
            ),
            ("name", "NAME", "Withdraw this person only"),
            ("all", "", "Withdraw the whole roster"),
            ("undo", "", "Take the last withdrawal back"),
            ("yes", "", "Do it without asking"),
            ("dry_run", "", "Show what would happen, and do nothing"),
        ],
        after: "Examples:\n  gongkai withdraw 2023-2024 --all --on 2026-12-31 --reason \"the time is up\"\n  gongkai withdraw 2025-2026 --name NAME --on 2026-05-20 --reason \"at their own request\"\n  gongkai withdraw 2025-spring-school --all --on 2026-12-31 --reason \"the time is up\" --dry-run\n  gongkai withdraw 2025-2026 --undo --reason \"withdrawn by mistake\"\n\nThe command lists what will happen and, on a terminal, asks before it does it; --yes does not ask, and is needed where there is no terminal; --dry-run only lists. The old versions are no longer published; their digests stay in the ledger. Later corrections do not print whoever was withdrawn either. Run gongkai build afterwards: only then does it take effect.\nA withdrawal can be taken back with --undo as long as nothing was purged; the ledger keeps both entries.",
    },
    Page {
        command: "gongkai purge",
        about: "Delete the kept files that hold names which were withdrawn. The ledger keeps the \
                digests of these files",
        arguments: &[
            ("year", "YEAR", "The year, or the round of appraisals"),
            ("reason", "REASON", "The reason for the purge; it must not name anybody"),
            ("name", "NAME", "Delete what holds the name of this person only"),
            ("all", "", "Delete what holds any name of the roster"),
            ("yes", "", "Do it without asking"),
            ("dry_run", "", "Show what would be deleted, and do nothing"),
        ],
        after: "Examples:\n  gongkai purge 2023-2024 --all --reason \"the time is up\" --dry-run\n  gongkai purge 2023-2024 --all --reason \"the time is up\"\n  gongkai purge 2025-2026 --name NAME --reason \"at their own request\"\n\nOnly names that gongkai withdraw has withdrawn can be purged. The files are listed first, and on a terminal you are asked; --yes does not ask, and is needed where there is no terminal. Deleted files cannot be brought back. gongkai verify accepts that the files which the ledger lists as purged are missing, and reports any other file that is.",
    },
    Page {
        command: "gongkai archive",
        about: "Keep the original documents of older years, of which there is a PDF or a page and \
                no data",
        arguments: &[],
        after: "Examples:\n  gongkai archive add 2021-2022 2021-2022.pdf --note \"from the college's old site\"",
    },
    Page {
        command: "gongkai archive add",
        about: "Keep the PDF or page of an older year unchanged, marked as not checked by this \
                program",
        arguments: &[
            ("year", "YEAR", "The year; that of the second union is written 2021-2022/研究生会"),
            ("file", "FILE", "The PDF or page"),
            ("note", "TEXT", "Where it comes from; this is printed on the page of versions"),
            (
                "checked_by_hand",
                "",
                "Keep a file whose words the program cannot read (a scan), because somebody has \
                 read every page and found no private data",
            ),
        ],
        after: "Examples:\n  gongkai archive add 2021-2022 2021-2022.pdf --note \"from the college's old site\"\n\nA file is not kept when it seems to hold an identity number, a telephone number, a student number or other private data. The fields, notes, properties and attached files of a PDF are searched too; pictures cannot be. Run gongkai build afterwards: it lists the document among the years.",
    },
    Page {
        command: "gongkai appraisal",
        about: "Hold appraisals: start a round, make score sheets, count scores and grades",
        arguments: &[],
        after: "Examples:\n  gongkai appraisal new 2025-autumn-school\n  gongkai appraisal sheets 2025-autumn-school\n  gongkai appraisal results 2025-autumn-school\n  gongkai appraisal explain 2025-autumn-school NAME\n\nA round is called by the name of its folder in content/YEAR/appraisal/. Put filled sheets into the folder 评分表 in it.\nresults shows every score, and explain shows also what each rater gave. Both are for the committee and must not be published.",
    },
    Page {
        command: "gongkai appraisal new",
        about: "Start a round. One that starts from another has its days, numbers and subjects as \
                待填 (to be filled in); any other has everything as 待填",
        arguments: &[
            ("round", "ROUND", "The name of the new round, of the characters a-z, 0-9 and - only"),
            ("from", "ROUND", "The round to start from. Without it, everything is written as 待填"),
        ],
        after: "Examples:\n  gongkai appraisal new 2025-autumn-school\n  gongkai appraisal new 2025-autumn-school --from 2025-spring-school\n  gongkai appraisal new 2024-2025/2025-autumn-school    starts it in another year\n\nA name without a year starts the round in the newest year.",
    },
    Page {
        command: "gongkai appraisal sheets",
        about: "Make blank score sheets: an Excel file for each group of raters, and a PDF to print",
        arguments: &[
            ("round", "ROUND", "The round, such as 2025-autumn-school"),
            (
                "to",
                "DIR",
                "The folder to write to, which must be empty or not exist yet. Without it, that is \
                 ROUND-评分表 in the current folder",
            ),
        ],
        after: "Examples:\n  gongkai appraisal sheets 2025-autumn-school",
    },
    Page {
        command: "gongkai appraisal results",
        about: "Count scores, places and grades from the sheets that were handed in",
        arguments: &[
            ("round", "ROUND", "The round, such as 2025-autumn-school"),
            ("format", "", "How it is written: human is for people, json is for programs"),
            ("output", "FILE", DATA),
        ],
        after: "Examples:\n  gongkai appraisal results 2025-autumn-school",
    },
    Page {
        command: "gongkai appraisal explain",
        about: "Explain step by step how the score and the grade of one subject came about",
        arguments: &[
            ("round", "ROUND", "The round, such as 2025-autumn-school"),
            ("subject", "WHO", "The name of the person or body that is appraised"),
        ],
        after: "Examples:\n  gongkai appraisal explain 2025-autumn-school NAME",
    },
    Page {
        command: "gongkai completions",
        about: "Write the script with which a shell completes commands and options when Tab is pressed",
        arguments: &[
            ("shell", "", "The shell: bash, zsh, fish, powershell or elvish"),
            ("output", "FILE", DATA),
        ],
        after: "Examples:\n  gongkai completions bash > ~/.local/share/bash-completion/completions/gongkai\n  gongkai completions fish > ~/.config/fish/completions/gongkai.fish\n  gongkai completions powershell --output gongkai.ps1",
    },
    Page {
        command: "gongkai manual",
        about: "Write the help of every command as man pages, one file a command",
        arguments: &[(
            "folder",
            "DIR",
            "The folder to write to. It must not exist yet, or be empty",
        )],
        after: "Examples:\n  gongkai --lang en manual man1",
    },
    Page {
        command: "gongkai help",
        about: "Show the help of a command, as --help does",
        arguments: &[(
            "commands",
            "COMMAND",
            "The command to explain. Without it, all commands are listed",
        )],
        after: "Examples:\n  gongkai --lang en help build\n  gongkai --lang en help rules test",
    },
];

#[cfg(test)]
mod tests {
    use super::super::{Arguments, usage};
    use super::*;

    #[test]
    fn every_command_and_argument_has_its_english_words() {
        assert_eq!(usage::untranslated::<Arguments>(PAGES), Vec::<String>::new());
    }
}
