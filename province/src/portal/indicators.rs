//! The page of all indicators: how many colleges meet each, how that moved, and a chart.
//! It must not know a college.

use gongkai::failure::Failure;
use serde::Serialize;

use super::{Frame, Portal, Summary};

impl Portal<'_> {
    pub(super) fn all_indicators(&self, summaries: &[Summary]) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            years: &'a [String],
            rows: Vec<Moved>,
            bars: Vec<Bar>,
            height: usize,
            said: String,
        }
        #[derive(Serialize)]
        struct Moved {
            name: String,
            cells: Vec<String>,
            gained: usize,
            lost: usize,
        }
        #[derive(Serialize)]
        struct Bar {
            no: i64,
            y: usize,
            width: usize,
            words: String,
        }
        let newest = self.years.len().checked_sub(1);
        let before = newest.and_then(|newest| newest.checked_sub(1));
        let count = |year: usize, nth: usize, is: &str| {
            summaries.iter().filter(|it| self.answer(it, year, nth) == is).count()
        };
        let moved = |nth: usize, from: &str, to: &str| {
            let (Some(newest), Some(before)) = (newest, before) else { return 0 };
            let has = |it: &&Summary| {
                self.answer(it, before, nth) == from && self.answer(it, newest, nth) == to
            };
            summaries.iter().filter(has).count()
        };
        let rows = self.indicators.iter().enumerate().map(|(nth, (_, no, words))| {
            let cells = (0..self.years.len()).map(|year| {
                let (yes, no) = (count(year, nth, "是"), count(year, nth, "否"));
                if yes + no == 0 { "—".to_owned() } else { format!("{yes} / {}", yes + no) }
            });
            Moved {
                name: format!("{no}. {words}"),
                cells: cells.collect(),
                gained: moved(nth, "否", "是"),
                lost: moved(nth, "是", "否"),
            }
        });
        let of_newest = |nth| newest.map_or(0, |year| count(year, nth, "否"));
        let not_met: Vec<usize> = (0..self.indicators.len()).map(of_newest).collect();
        let most = not_met.iter().max().copied().unwrap_or(0).max(1);
        let bars = self.indicators.iter().zip(&not_met).enumerate().map(|(i, ((_, no, _), n))| {
            Bar { no: *no, y: i * 34, width: n * 500 / most, words: n.to_string() }
        });
        let said = self.indicators.iter().zip(&not_met);
        let said: Vec<String> = said.map(|((_, no, _), n)| format!("第 {no} 项 {n} 所")).collect();
        let about = "各项指标有多少学校写“是”，和上一学年相比怎样变动。";
        let view = View {
            frame: self.frame("indicators.html", "各项指标", about),
            years: &self.years,
            rows: rows.collect(),
            bars: bars.collect(),
            height: self.indicators.len() * 34,
            said: said.join("，"),
        };
        self.fill("province-indicators.html", "indicators.html", &view)
    }
}
