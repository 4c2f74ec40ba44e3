//! `gongkai release`: freezes a year as a version for good.

use std::fs;
use std::path::{Path, PathBuf};

use super::terminal::{self, Colour};
use super::{Exit, Outcome, academic_year};
use crate::academic_year::AcademicYear;
use crate::archive::{self, Archive, Signer};
use crate::failure::Failure;
use crate::pipeline::{self, Inputs, Releasing, Run};

/// 把一个学年作为一版公开：检查、生成、连同来源存入 content/releases，以后不再改动
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai release 2025-2026\n  gongkai release 2025-2026 --note 更正第十二条的错字\n  gongkai release 2025-2026 --sign 签名.key\n\n--sign 给账本签名，存为 content/releases/ledger.json.minisig；密钥由 minisign -G 生成，不要放进站点的文件夹。没有改动的学年加 --sign，只给账本重新签名。\n公开以后运行 gongkai build，各版放入 output/学年/v1/、v2/……"
)]
pub struct Arguments {
    /// 要公开的学年
    #[arg(value_name = "学年", value_parser = academic_year)]
    year: AcademicYear,
    /// 更正说明；第二版起要写，也可以写在 年度.yaml 的“更正说明”里
    #[arg(long, value_name = "说明")]
    note: Option<String>,
    /// 用这个密钥文件给账本签名（minisign 的 .key；有密码的会问）
    #[arg(long, value_name = "密钥文件")]
    sign: Option<PathBuf>,
}

pub fn run(root: &Path, arguments: Arguments, colour: Colour) -> Outcome {
    let Arguments { year, note, sign } = arguments;
    let signer = sign.as_deref().map(signer).transpose()?;
    let _lock = archive::lock(root)?;
    let run = Run::open(Inputs::read(root)?)?;
    let folder = run.choose(&[year])?[0];
    if terminal::findings(run.faults.clone(), &run.inputs.sources, colour).violations > 0 {
        println!("{year}  没有公开：先改好上面的");
        return Ok(Exit::Violations);
    }
    let note = note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    match pipeline::release(&run, folder, note)? {
        Releasing::Released(entry) => {
            println!(
                "{year}  已公开第 {} 版，存入 content/releases/{}",
                entry.version,
                entry.folder()
            );
            println!("账本摘要 {}", entry.digest);
            if let Some(signer) = &signer {
                tell_signed(root, signer)?;
            }
            println!(
                "把账本摘要抄到别处（如公文、邮件）；以后 gongkai verify --head 摘要 可以核对账本有没有被截短或重写"
            );
            println!("运行 gongkai build 放入 output");
            Ok(Exit::Clean)
        }
        Releasing::Refused(checked) => {
            let in_work = checked.in_work;
            let count = terminal::findings(checked.findings, &run.inputs.sources, colour);
            let why = if in_work { "状态是“在编”，" } else { "" };
            println!("{year}  {why}{}：没有公开", terminal::counted(count));
            Ok(Exit::Violations)
        }
        Releasing::Unchanged(entry) if signer.is_some() => {
            println!("{year}  和第 {} 版相同，没有要公开的改动", entry.version);
            signer.map_or(Ok(()), |signer| tell_signed(root, &signer))?;
            Ok(Exit::Clean)
        }
        Releasing::Unchanged(entry) => {
            let why = format!("和第 {} 版相同，没有要公开的改动", entry.version);
            Err(Failure::new(&folder.path, why))
        }
        Releasing::Unexplained(entry) => {
            let why = format!("已公开第 {} 版，再公开要说明更正了什么", entry.version);
            let help = format!("gongkai release {year} --note 说明");
            Err(Failure::new(&folder.path, why).with_help(help))
        }
    }
}

fn signer(file: &Path) -> Result<Signer, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::io(file, error))?;
    Signer::read(&file.display().to_string(), &text, || {
        eprintln!("这个密钥有密码，请输入（输入时不显示）");
        None
    })
}

fn tell_signed(root: &Path, signer: &Signer) -> Result<(), Failure> {
    let place = Archive::sign(root, signer)?;
    println!("账本已签名：{}", place.display());
    Ok(())
}
