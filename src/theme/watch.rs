//! A watch over templates while they run: their engines count no steps, and a theme may loop.
//! It must not know what a template makes, nor print: the program that sets the watch speaks.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use crate::failure::Failure;
use crate::language::both;

/// How long a template may run and how much memory the process may gain meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// In looks of the watch. It counts those and not the time, which goes on while a machine
    /// sleeps or is busy with something else.
    pub looks: u32,
    /// In bytes.
    pub memory: u64,
}

/// The time between two looks.
const LOOK: Duration = Duration::from_millis(20);

const GIB: u64 = 1024 * 1024 * 1024;

impl Bounds {
    /// What filling a page may take, half a minute; a long one takes a tenth of a second.
    pub const PAGE: Bounds = Bounds { looks: 1_500, memory: GIB };
    /// What setting a PDF may take, ten minutes; one of twenty sheets takes less than a second.
    pub const PDF: Bounds = Bounds { looks: 30_000, memory: 2 * GIB };
}

/// A template that runs.
struct Running {
    number: u64,
    template: PathBuf,
    bounds: Bounds,
    looks: u32,
    /// What the process held when it began.
    memory: Option<u64>,
}

/// The templates that run, oldest first, and how many ever did.
static RUNNING: Mutex<(Vec<Running>, u64)> = Mutex::new((Vec::new(), 0));
/// Tells how many bytes the process holds, where a system says so.
static MEMORY: OnceLock<fn() -> Option<u64>> = OnceLock::new();

/// Sets the watch: from now on `end` is called, in a thread of its own, with the template that went
/// beyond its bounds. It must end the process, for nothing else ends the template.
pub fn set(memory: fn() -> Option<u64>, end: impl Fn(&Failure) + Send + 'static) {
    if MEMORY.set(memory).is_ok() {
        thread::spawn(move || {
            loop {
                thread::sleep(LOOK);
                if let Some(failure) = look(memory) {
                    end(&failure);
                }
            }
        });
    }
}

/// Runs a template under the watch, if one is set.
pub fn watched<T>(template: &Path, bounds: Bounds, run: impl FnOnce() -> T) -> T {
    /// Takes the template off the list, however its run ends.
    struct Ended(u64);
    impl Drop for Ended {
        fn drop(&mut self) {
            running().0.retain(|it| it.number != self.0);
        }
    }
    let Some(memory) = MEMORY.get() else { return run() };
    let memory = memory();
    let _ended = {
        let mut running = running();
        running.1 += 1;
        let number = running.1;
        let template = template.to_owned();
        running.0.push(Running { number, template, bounds, looks: 0, memory });
        Ended(number)
    };
    run()
}

fn running() -> MutexGuard<'static, (Vec<Running>, u64)> {
    // A list is whole whatever happened to who held it.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts one look and returns what is wrong with the template that has run longest, if it went
/// beyond its bounds.
fn look(memory: fn() -> Option<u64>) -> Option<Failure> {
    let mut running = running();
    for it in &mut running.0 {
        it.looks += 1;
    }
    let it = running.0.first()?;
    let gained = memory().zip(it.memory).map_or(0, |(now, then)| now.saturating_sub(then));
    let message = match () {
        () if it.looks > it.bounds.looks => {
            let seconds = LOOK.as_millis() as u64 * u64::from(it.bounds.looks) / 1000;
            both!(
                "模板运行超过 {seconds} 秒，已经停止",
                "the template ran for more than {seconds} seconds and was stopped"
            )
        }
        () if gained > it.bounds.memory => {
            let most = it.bounds.memory / GIB;
            both!(
                "模板用的内存超过 {most} GiB，已经停止",
                "the template took more than {most} GiB of memory and was stopped"
            )
        }
        () => return None,
    };
    Some(Failure::new(&it.template, message).with_help(both!(
        "看看模板里有没有停不下来的循环；output 没有改动",
        "look for a loop in it that does not end; output is as it was"
    )))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::mpsc;

    use super::*;

    static HELD: AtomicU64 = AtomicU64::new(5);

    #[test]
    fn a_template_beyond_its_bounds_is_named() {
        let (told, heard) = mpsc::channel();
        set(
            || Some(HELD.load(Ordering::Relaxed)),
            move |failure| {
                told.send(failure.to_string()).unwrap();
            },
        );
        let short = Bounds { looks: 2, memory: GIB };
        let long = Bounds { looks: u32::MAX, memory: GIB };
        let path = Path::new("themes/自制/year.html");
        let said = watched(path, short, || heard.recv().unwrap());
        assert!(said.contains("year.html") && said.contains("超过 0 秒"), "{said}");
        while heard.try_recv().is_ok() {}
        let said = watched(path, long, || {
            HELD.store(6 + GIB, Ordering::Relaxed);
            heard.recv().unwrap()
        });
        assert!(said.contains("超过 1 GiB"), "{said}");
        assert!(running().0.is_empty());
    }
}
