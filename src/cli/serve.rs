//! `gongkai serve` and `gongkai open`: the site as a workbench in a browser.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;

use super::terminal::Terminal;
use super::today::today;
use super::{Exit, Outcome};
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::workbench::{Workbench, running};

/// 在浏览器里打开工作台：显示草稿、问题和进度，文件改动以后自动更新
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai open\n  gongkai open --root 我的站点")]
pub struct Open {
    /// 使用的端口；不写时用一个空闲的端口
    #[arg(long, value_name = "端口", default_value_t = 0, hide_default_value = true)]
    port: u16,
}

/// 和 open 一样提供工作台，但不打开浏览器，只显示地址
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai serve\n  gongkai serve --port 8080 --open")]
pub struct Serve {
    /// 使用的端口；不写时用一个空闲的端口
    #[arg(long, value_name = "端口", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// 监听的地址；不写时只有本机能打开，写了别的地址，知道口令的人都能查看和修改这里的内容
    #[arg(long, value_name = "地址")]
    listen: Option<IpAddr>,
    /// 同时打开浏览器
    #[arg(long)]
    open: bool,
}

/// Opens the workbench at a free port, in the browser; one of the same folder that is open already is
/// shown instead.
pub fn open(root: &Path, arguments: Open, terminal: Terminal) -> Outcome {
    if let Some(address) = running(root).filter(|_| arguments.port == 0) {
        terminal
            .say(both!("工作台已经开着：{address}", "the workbench is open already: {address}"));
        show(&address, terminal);
        return Ok(Exit::Clean);
    }
    let serve = Serve { port: arguments.port, listen: None, open: true };
    run(root, serve, terminal)
}

pub fn run(root: &Path, arguments: Serve, terminal: Terminal) -> Outcome {
    let Serve { port, listen, open } = arguments;
    let ip = listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let wanted = SocketAddr::new(ip, port);
    let refused = |error: std::io::Error| not_heard(wanted, &error);
    let listener = TcpListener::bind(wanted).map_err(refused)?;
    let at = listener.local_addr().map_err(refused)?;
    let bench = Workbench::open(root, at, terminal.language, today).map_err(refused)?;
    let address = format!("http://{at}{}", bench.path());
    if !ip.is_loopback() {
        terminal.note(warning(at));
    }
    terminal.say(both!("工作台：{address}", "workbench: {address}"));
    terminal.say(both!(
        "按 Ctrl+C 结束；保存过的都在文件里",
        "Ctrl+C ends it; what was saved is in the files"
    ));
    if open {
        show(&address, terminal);
    }
    bench.serve(&listener)
}

fn show(address: &str, terminal: Terminal) {
    if open::that_detached(address).is_err() {
        terminal.note(both!(
            "没能打开浏览器，请把上面的地址粘贴到浏览器里",
            "no browser could be opened; paste the address above into one"
        ));
    }
}

fn warning(at: SocketAddr) -> Both {
    both!(
        "注意：{at} 不只本机能连上。地址里的口令不加密，同一网络里的人可能看到；有口令的人能看、能改这里的内容。\n只在信得过的网络里这样用，用完就结束",
        "Mind: {at} can be reached from other machines. The token in the address is not encrypted; whoever has it can read and change what is here.\nUse this on a network you trust only, and end it afterwards"
    )
}

fn not_heard(at: SocketAddr, error: &std::io::Error) -> Failure {
    let why =
        both!("不能在这里提供工作台：{error}", "the workbench cannot be served here: {error}");
    Failure::new(at.to_string(), why).with_help(both!(
        "换一个端口（--port），或者不写端口",
        "choose another port (--port), or none"
    ))
}
