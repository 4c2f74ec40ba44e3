//! `gongkai verify`: checks an archive byte for byte, on any machine.

use std::path::{Path, PathBuf};

use super::check::Tool;
use super::progress::Progress;
use super::terminal::{Form, Goal, Terminal};
use super::{Exit, Outcome, write};
use crate::archive::{Held, Key, Known, LEDGER, SIGNATURE, Signed, Verified, known_ledger};
use crate::bundle::{Faults, fetched};
use crate::failure::Failure;
use crate::language::{Both, Language, both, number_of};
use crate::pipeline;
use crate::render::pdf::{Certificate, Fonts, certificate};
use crate::source::read_note;
use crate::theme::Theme;

/// 核对存档或者公开的文件夹：字节有没有改动，文件有没有增加或者缺失
#[derive(clap::Args, Default)]
#[command(
    after_help = "例子：\n  gongkai verify\n  gongkai verify 网站备份/2025-2026/v1\n  gongkai verify https://xsh.example.edu.cn/gongkai/ --report 核对记录.pdf --on 2026-11-28\n  gongkai verify --head 账本摘要\n  gongkai verify --key 公钥.pub\n  gongkai --root 我的站点 verify 下载的网站\n\n核对下载的网站时，如果能找到站点的账本（content/releases）和 output，就一并对照；没有账本时，用 --ledger 指明账本文件。\n账本的末尾被截短、或者整个存档被重写，只有用 --head 和公开时抄下的账本摘要相比，才能发现；账本用 --sign 签过名时，用 --key 也能发现，但发现不了整个存档退回到较早一次签名时的状态。"
)]
pub struct Arguments {
    /// 要核对的文件夹，或者公开的网址；不写时是站点里的 content/releases
    #[arg(value_name = "文件夹")]
    folder: Option<PathBuf>,
    /// 地址没有加密（http）时，也读取
    #[arg(long)]
    allow_http: bool,
    /// 核对下载的网站时用来对照的账本；不写时是站点里的 content/releases/ledger.json
    #[arg(long, value_name = "账本")]
    ledger: Option<PathBuf>,
    /// 公开时抄下的账本摘要
    #[arg(long, value_name = "摘要", value_parser = digest)]
    head: Option<String>,
    /// 签名的公钥：minisign 的 .pub 文件，或者其中第二行
    #[arg(long, value_name = "公钥")]
    key: Option<String>,
    /// 另把对照了什么、结果怎样印成一页 PDF，给检查的人存档
    #[arg(long, value_name = "文件.pdf")]
    report: Option<PathBuf>,
    /// 印在那一页上的核对日期；不写时留空，由人填写
    #[arg(long, value_name = "日期", value_parser = super::day, requires = "report")]
    on: Option<time::Date>,
    /// 结果的格式：human 给人看，json 给程序读
    #[arg(long, default_value = "human", value_name = "human|json")]
    format: Form,
    #[command(flatten)]
    goal: Goal,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    arguments.goal.fits(arguments.format == Form::Human)?;
    let own = root.join("content/releases");
    if arguments.folder.is_none() && !own.exists() {
        return Err(nothing_released(root, own));
    }
    let folder = arguments.folder.clone().unwrap_or(own);
    match folder.to_str().filter(|it| it.starts_with("https://") || it.starts_with("http://")) {
        Some(address) => on_the_web(root, address, None, arguments, terminal),
        None => {
            let whole =
                Looked { folder: &folder, shown: &folder, faults: Vec::new(), carried: None };
            in_folder(root, whole, arguments, terminal)
        }
    }
}

/// Says that there is no archive yet, or no site.
fn nothing_released(root: &Path, archive: PathBuf) -> Failure {
    let other = both!(
        "；要核对别的文件夹或者网址的，写在 gongkai verify 后面",
        "; to verify another folder or an address, write it behind gongkai verify"
    );
    match root.join("content").is_dir() {
        true => {
            let why = both!(
                "还没有公开过任何一版，没有可以核对的存档",
                "nothing was released yet: there is no archive to verify"
            );
            let help =
                both!("公开一版用 gongkai release 学年", "gongkai release YEAR releases a version");
            Failure::new(archive, why).with_help(help + other)
        }
        false => {
            let why = both!(
                "这里没有 content 文件夹，不是站点",
                "no folder content is here: this is no site"
            );
            let help = both!(
                "到站点里运行，或者用 --root 指明站点",
                "run it in the site, or name the site by --root"
            );
            Failure::new(root, why).with_help(help + other)
        }
    }
}

/// Checks what the web serves at an address against what was `carried` there.
pub(super) fn published(
    root: &Path,
    address: &str,
    carried: PathBuf,
    terminal: Terminal,
) -> Outcome {
    on_the_web(root, address, Some(carried), Arguments::default(), terminal)
}

/// Brings a published site into a folder of its own for the while, and checks it there.
fn on_the_web(
    root: &Path,
    address: &str,
    carried: Option<PathBuf>,
    arguments: Arguments,
    terminal: Terminal,
) -> Outcome {
    let folder = std::env::temp_dir().join(format!("gongkai-verify-{}", std::process::id()));
    std::fs::create_dir(&folder).map_err(|error| Failure::io(&folder, error))?;
    let outcome = fetched(address, root, &folder, arguments.allow_http).and_then(|faults| {
        let brought = Looked { folder: &folder, shown: Path::new(address), faults, carried };
        in_folder(root, brought, arguments, terminal)
    });
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

/// A folder that is looked at.
struct Looked<'a> {
    folder: &'a Path,
    /// What it is called where it is spoken of.
    shown: &'a Path,
    /// What is known to be wrong with some files.
    faults: Faults,
    /// What it must hold, where that is not the site's own output.
    carried: Option<PathBuf>,
}

fn in_folder(root: &Path, looked: Looked, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Looked { folder, shown, faults: known_faults, carried } = looked;
    let key = arguments.key.as_deref().map(key).transpose()?;
    let (mut known, from) = known(root, folder, arguments.ledger)?;
    if carried.is_some() {
        known.output = carried;
    }
    let progress = Progress::new(both!("核对", "verifying"), 1, terminal);
    let tell = &mut |done, of| progress.stand(done, of);
    let mut verified = pipeline::verify_in_steps(folder, key.as_ref(), &known, tell)?;
    progress.finish();
    // Why a file did not come says more than that it is not there.
    verified.faults.retain(|(path, _)| !known_faults.iter().any(|(other, _)| other == path));
    verified.faults.extend(known_faults);
    verified.faults.sort_by(|a, b| a.0.cmp(&b.0));
    let head = arguments.head.as_deref();
    let told = Told::gather(&verified, head, &known, from.as_deref());
    let nothing = verified.bundles == 0 && verified.head.is_none() && told.wrong == 0;
    if let Some(path) = arguments.report.as_ref().filter(|_| !nothing) {
        let on = arguments.on.map(|date| date.to_string());
        write_report(path, &told.certificate(shown, on, &verified, head, &known))?;
    }
    if arguments.format == Form::Json {
        let (exit, data) = as_data(shown, &verified, head, &known, terminal.language);
        arguments.goal.data(&data)?;
        return Ok(exit);
    }
    for (path, what) in &verified.faults {
        let path = shown.join(path);
        terminal.say(both!("{}：", "{}: ", path.display()) + what.clone());
    }
    if nothing {
        let why = both!("这里没有公开包，也没有账本", "neither a bundle nor a ledger is here");
        return Err(Failure::new(shown, why));
    }
    // What it came to is the last line, where scripts look.
    if let Some(path) = &arguments.report {
        terminal.say(both!("已写入 {}", "wrote {}", path.display()));
    }
    let wrong = told.wrong;
    told.all().for_each(|words| terminal.say(words));
    Ok(if wrong > 0 { Exit::Violations } else { Exit::Clean })
}

/// Prints the record of a check, with the program's own theme and fonts: it is no page of the site's.
fn write_report(path: &Path, record: &Certificate) -> Result<(), Failure> {
    let bytes = certificate(record, &Theme::built_in(), &Fonts::built_in())?;
    write::file(path, &bytes)
}

/// What is said of a check, in the order in which it is said.
#[derive(Default)]
struct Told {
    /// How many things are wrong.
    wrong: usize,
    found: Vec<Both>,
    /// What it was held against.
    against: Vec<Both>,
    /// What could not be known.
    unknown: Vec<Both>,
    counted: Vec<Both>,
    came_to: Both,
}

impl Told {
    fn gather(verified: &Verified, head: Option<&str>, known: &Known, from: Option<&Path>) -> Self {
        let mut told = Self { wrong: verified.faults.len(), ..Self::default() };
        told.line_ends(verified);
        told.head(verified, head, known);
        told.what_it_was_held_against(verified, from, known);
        told.what_is_not_shown(verified, head.is_some());
        told.count(verified);
        told
    }

    fn all(self) -> impl Iterator<Item = Both> {
        let Self { found, against, unknown, counted, came_to, .. } = self;
        found.into_iter().chain(against).chain(unknown).chain(counted).chain([came_to])
    }

    fn line_ends(&mut self, verified: &Verified) {
        if verified.line_ends > 0 {
            self.found.push(both!(
            "只有换行不同的 {} 个文件，多半被 Git 或上传程序转换了换行。存档和 output 不能转换：站点里要有 .gitattributes（gongkai init 和 release 会写），然后重新取出：git rm -r --cached --quiet . 再 git reset --hard；上传用二进制方式",
            "{} files differ in line ends alone, which Git or an upload in text mode converts. Archive and output must not be converted: keep a .gitattributes in the site (gongkai init and release write it), then check out again: git rm -r --cached --quiet . and git reset --hard; upload in binary mode",
            verified.line_ends
        ));
        }
    }

    fn head(&mut self, verified: &Verified, head: Option<&str>, known: &Known) {
        match (&verified.head, head) {
            (Some(head), Some(given)) if head.as_str() != given => {
                self.wrong += 1;
                if let Some(at) = verified.chain.iter().position(|digest| digest.as_str() == given)
                {
                    let (nth, more) = (at + 1, verified.chain.len() - at - 1);
                    self.found.push(both!(
                    "给出的是账本第 {nth} 条的摘要：到这一条为止没有被改写，后面又接了 {more} 条；如果是后来公开、撤下或归档的，请改用那时抄下的摘要核对",
                    "the digest given is that of entry {nth}: up to it nothing was rewritten, and {more} more follow; if you released, withdrew or archived since, give the digest copied then"
                ));
                }
                self.found.push(both!(
                "账本摘要是 {head}，和给出的 {given} 不同：账本被截短、接长或重写过",
                "the digest of the ledger is {head}, not {given} as given: it was cut short, added to or rewritten"
            ));
            }
            (Some(_), Some(_)) => self.found.push(both!(
                "账本摘要和给出的相同",
                "the digest of the ledger is the one that was given"
            )),
            (Some(head), None) => {
                self.found.push(both!("账本摘要 {head}", "digest of the ledger {head}"));
            }
            (None, Some(given)) if known.ledger.as_ref().is_some_and(|it| it.head() == given) => {
                self.found.push(both!(
                    "所对照的账本的摘要和给出的相同",
                    "the digest of the ledger it was held against is the one that was given"
                ));
            }
            (None, Some(_)) => {
                self.wrong += 1;
                self.found.push(both!(
                    "没有可信的账本，账本摘要无从核对",
                    "there is no sound ledger here whose digest could be checked"
                ));
            }
            (None, None) => {}
        }
    }

    fn count(&mut self, verified: &Verified) {
        if verified.purged > 0 {
            let files = number_of(verified.purged, "个文件", "file");
            self.counted.push(
                both!("账本写明已清除 ", "purged as the ledger says: ")
                    + files
                    + both!("，它们不在是对的", ", rightly not there"),
            );
        }
        if verified.older > 0 {
            let files = number_of(verified.older, "个旧年度原件", "older year's own file");
            self.counted.push(
                both!("其中 ", "among them ")
                    + files
                    + both!(
                        "只核对有没有改动，内容未经本程序核查",
                        ": checked for changes only, not for what it says"
                    ),
            );
        }
        if verified.unlisted > 0 {
            let files = number_of(verified.unlisted, "个文件", "file");
            self.counted.push(
                both!("另有 ", "")
                    + files
                    + both!(
                        "不属于任何公开包（首页、样式等），没有核对",
                        " besides, of no bundle (front page, styles and the like): not checked"
                    ),
            );
        }
        let bundles = number_of(verified.bundles, "个公开包", "bundle");
        let files = number_of(verified.files, "个文件", "file");
        let came_to = match self.wrong {
            0 => both!("没有发现改动", "no change found"),
            n => both!("{n} 处不对", "{n} wrong"),
        };
        self.came_to = both!("核对了 ", "checked ")
            + bundles
            + both!("、", ", ")
            + files
            + both!("：", ": ")
            + came_to;
    }

    /// Says what a copy of a site was held against, and what could not be known for want of it.
    fn what_it_was_held_against(
        &mut self,
        verified: &Verified,
        from: Option<&Path>,
        known: &Known,
    ) {
        if verified.head.is_some() || verified.bundles == 0 {
            return;
        }
        let held = verified.held;
        if let (true, Some(ledger)) = (held.ledger, from) {
            let head = known.ledger.as_ref().map_or("", |ledger| ledger.head());
            self.against.push(both!(
                "已对照账本 {}（摘要 {head}）：各版的清单",
                "held against the ledger {} (digest {head}): the list of each version",
                ledger.display()
            ));
        }
        if held.unreleased > 0 {
            self.against.push(both!(
                "其中 {} 个公开包还没有公开成版本，账本里没有它们",
                "{} of the bundles are not released, and the ledger does not have them",
                held.unreleased
            ));
        }
        if held.output {
            self.against.push(both!(
                "已逐个文件对照站点自己的 output",
                "held against the site's own output, file by file"
            ));
            return;
        }
        if held.ledger && !held.whole && held.unreleased == 0 {
            // A part of a site that was released is known by its ledger alone.
            return;
        }
        let lacking = match (held.ledger, held.site_list) {
            (true, true) => both!(
                "没有站点的 output 可以对照：首页、各版本页、搜索、样式和还没有公开成版本的内容，和 site.json 一起改掉的看不出来",
                "without the site's output, a front page, list of versions, search, style or unreleased bundle changed together with site.json goes unnoticed"
            ),
            (true, false) => both!(
                "没有 site.json，也没有站点的 output 可以对照：账本以外的文件（首页、各版本页、搜索、样式）有没有改动看不出来",
                "without site.json or the site's output, changes to what the ledger does not have (front page, versions, search, styles) go unnoticed"
            ),
            (false, true) => both!(
                "没有账本，也没有站点的 output 可以对照：只知道每个文件和 site.json 相符；和 site.json 一起改掉的文件、一起删去的版本，看不出来。用 --root 指明站点，或用 --ledger 指明账本",
                "without a ledger or the site's output, all that is known is that each file is as site.json has it: what was changed or deleted together with that list goes unnoticed; name the site by --root or its ledger by --ledger"
            ),
            (false, false) => both!(
                "没有账本，也没有站点的 output 可以对照：和自己的清单一起改掉的公开包、整个删去的版本，看不出来。用 --root 指明站点，或用 --ledger 指明账本",
                "without a ledger or the site's output, a bundle changed together with its list, or a version deleted whole, goes unnoticed; name the site by --root or its ledger by --ledger"
            ),
        };
        self.unknown.push(lacking);
    }

    /// Says what this run could not have seen.
    fn what_is_not_shown(&mut self, verified: &Verified, has_head: bool) {
        let is_named = |file: &str| verified.faults.iter().any(|(path, _)| path == file);
        if verified.head.is_none() && !verified.held.ledger {
            let why = match is_named(LEDGER) {
                true => both!("账本不可信", "the ledger is not sound"),
                false => both!("这里没有账本", "there is no ledger here"),
            };
            self.unknown.push(
                why + both!(
                    "，只按各公开包自己的清单核对",
                    ": each bundle is checked by its own list only"
                ),
            );
        }
        match verified.signed {
        _ if verified.head.is_none() => {}
        Signed::Checked if !is_named(SIGNATURE) => {
            self.unknown.push(both!(
                "账本的签名和给出的公钥相符",
                "the signature of the ledger is of the key that was given"
            ));
            if !has_head {
                self.unknown.push(both!(
                    "没有给出 --head：整个存档退回到较早一次签名时的样子，看不出来",
                    "without --head, an archive put back to how it was signed earlier goes unnoticed"
                ));
            }
        }
        Signed::Unchecked if !has_head => self.unknown.push(both!(
            "账本有签名，没有用 --key 核对；也没有给出 --head：账本末尾被截短或整个重写，看不出来",
            "the ledger is signed, but without --key or --head a ledger cut short or rewritten whole goes unnoticed"
        )),
        _ if !has_head && !is_named(SIGNATURE) => self.unknown.push(both!(
            "没有给出 --head 或 --key：账本末尾被截短或整个重写，看不出来",
            "without --head or --key, a ledger cut short or rewritten whole goes unnoticed"
        )),
        _ => {}
    }
        for release in &verified.unsettled {
            self.unknown.push(both!(
            "{release} 还放在准备时的名称下，内容完整；下次运行 gongkai release 会改过来",
            "{release} still bears the name it was made ready under, and is whole; the next gongkai release settles it"
        ));
        }
        if verified.unjudged > 0 {
            self.unknown.push(both!(
                "账本或者清单损坏，有 {} 个文件无从核对",
                "the ledger or a list is damaged: {} files could not be checked",
                verified.unjudged
            ));
        }
    }

    /// Puts the check on the page of its record.
    fn certificate(
        &self,
        of: &Path,
        on: Option<String>,
        verified: &Verified,
        head: Option<&str>,
        known: &Known,
    ) -> Certificate {
        let Held { ledger, site_list, output, .. } = verified.held;
        let own = verified.head.as_deref();
        let digest = own.or(known.ledger.as_ref().map(|ledger| ledger.head()));
        let named = |file: &str| verified.faults.iter().any(|(path, _)| path == file);
        let with = match (own.is_some() || ledger, digest) {
            (true, Some(digest)) => format!("已对照，账本摘要 {digest}"),
            _ if named(LEDGER) => "账本不可信".to_owned(),
            _ => "没有账本".to_owned(),
        };
        let yes = |held: bool| if held { "已逐个文件对照" } else { "没有对照" }.to_owned();
        let given = match head {
            None => "没有给出".to_owned(),
            Some(given) if digest == Some(given) => format!("{given}，相同"),
            Some(given) => format!("{given}，不同"),
        };
        let signed = match verified.signed {
            Signed::Not => "没有签名",
            Signed::Unchecked => "有签名，没有给出公钥",
            Signed::Checked if named(SIGNATURE) => "和给出的公钥不符",
            Signed::Checked => "和给出的公钥相符",
        };
        let lists = match verified.faults.len() {
            0 => "每个文件都相符".to_owned(),
            n => format!("{n} 处不符，列在下面"),
        };
        let held_against = [
            ("各公开包的清单和摘要", lists),
            ("账本", with),
            ("整个网站的清单（site.json）", yes(site_list)),
            ("站点自己的 output", yes(output)),
            ("公开时抄下的账本摘要", given),
            ("账本的签名", signed.to_owned()),
        ];
        let faults = verified.faults.iter().map(|(path, what)| format!("{path}：{what}"));
        Certificate {
            of: of.display().to_string(),
            on,
            came_to: self.came_to.to_string(),
            is_sound: self.wrong == 0,
            held_against: held_against.map(|(what, how)| (what.to_owned(), how)).into(),
            unknown: self.unknown.iter().map(Both::to_string).collect(),
            faults: faults.collect(),
            program: concat!("gongkai ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// Finds what is known of a site besides the folder to be checked: its ledger, or one that is given,
/// and its output; returns where the ledger is, too.
fn known(
    root: &Path,
    folder: &Path,
    given: Option<PathBuf>,
) -> Result<(Known, Option<PathBuf>), Failure> {
    let own = root.join("content/releases").join(LEDGER);
    let ledger = given.or_else(|| own.is_file().then_some(own));
    let ledger = ledger.filter(|_| !folder.join(LEDGER).exists());
    let output = root.join("output");
    let full = |path: &Path| path.canonicalize().ok();
    let within =
        full(folder).zip(full(&output)).is_none_or(|(folder, own)| folder.starts_with(own));
    let known = Known {
        ledger: ledger.as_deref().map(known_ledger).transpose()?,
        output: (!within).then_some(output),
    };
    Ok((known, ledger))
}

/// Reads a digest as it is printed: 64 hexadecimal digits.
fn digest(text: &str) -> Result<String, Both> {
    let digest: String = text.split_whitespace().collect::<String>().to_lowercase();
    match digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()) {
        true => Ok(digest),
        false => Err(both!(
            "账本摘要是 64 位的数字和字母 a—f，要写全",
            "a digest is 64 digits and letters a–f, all of them"
        )),
    }
}

/// Reads a public key: a file, or the key itself.
fn key(given: &str) -> Result<Key, Failure> {
    let text = match Path::new(given).exists() {
        true => read_note(Path::new(given))?,
        false => given.to_owned(),
    };
    Key::read(&text).ok_or_else(|| {
        let what = both!(
            "不是 minisign 的公钥，也没有这个文件",
            "no public key of minisign, and no such file"
        );
        Failure::new(given, what).with_help(both!(
            "公钥是 .pub 文件，或者其中以 RW 开头的一行",
            "a public key is a .pub file, or the line in it that begins with RW"
        ))
    })
}

/// Writes the same as data; what is said in words there follows from the flags.
fn as_data(
    folder: &Path,
    verified: &Verified,
    head: Option<&str>,
    known: &Known,
    language: Language,
) -> (Exit, serde_json::Value) {
    let Verified { bundles, files, older, purged, unlisted, unjudged, line_ends, held, .. } =
        verified;
    let own = verified.head.as_deref().or(known.ledger.as_ref().map(|ledger| ledger.head()));
    let head_matches = head.map(|head| own == Some(head));
    let nothing = *bundles == 0 && verified.head.is_none() && verified.faults.is_empty();
    let is_sound = verified.faults.is_empty() && head_matches != Some(false) && !nothing;
    let faults = verified.faults.iter().map(
        |(path, what)| serde_json::json!({ "path": path, "what": what.in_language(language) }),
    );
    let data = serde_json::json!({
        "schema": 1,
        "tool": Tool::own(),
        "folder": folder.display().to_string(),
        "sound": is_sound,
        "faults": faults.collect::<Vec<_>>(),
        "head": verified.head,
        "head_matches": head_matches,
        "signature": match verified.signed {
            Signed::Not => "none",
            Signed::Unchecked => "unchecked",
            Signed::Checked => "checked",
        },
        "held_against": {
            "ledger": held.ledger,
            "site_list": held.site_list,
            "output": held.output,
            "unreleased": held.unreleased,
        },
        "bundles": bundles,
        "files": files,
        "older": older,
        "purged": purged,
        "unlisted": unlisted,
        "unjudged": unjudged,
        "line_ends": line_ends,
        "unsettled": verified.unsettled,
    });
    let exit = match (nothing, is_sound) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Clean,
        (false, false) => Exit::Violations,
    };
    (exit, data)
}
