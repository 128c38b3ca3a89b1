//! After sending: the code to keep, and what happens next, with dates.

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use law::window::{Limit, LimitUnit};
use platform::App;
use web::components::Confirmation;
use web::visit::Signed;
use web::{Access, Answer, Routes, Ui, page};

use super::wording;
use crate::actions::reading;
use crate::model::{File, MaterialState};

pub(super) fn routes() -> Routes {
    Routes::new().get("/applications/sent/{code}", Access::Person, sent)
}

/// It is sent.
#[derive(Template)]
#[template(path = "window/confirmation.html")]
pub(crate) struct SentPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    /// Where anybody can follow the case.
    pub(crate) address: String,
    /// The last day of the promise, if the case is accepted today and the calendar is known.
    pub(crate) if_today: Option<Date>,
}

impl SentPage {
    fn confirmation(&self) -> Confirmation {
        let (ui, file) = (&self.ui, &self.file);
        let mut done = Confirmation::new(ui, ui.t1("已经提交：{1}", &file.item.name))
            .code(&file.case.code, &self.address)
            .next(ui.t1("{1}先看材料齐不齐。缺什么会一次说全。", &file.holder.name));
        if let Some(clock) = file.current_clock() {
            done = done.next(ui.t1("最迟 {1} 前告诉您收不收。", ui.date(clock.due_on)));
        }
        if self.papers_wanted() {
            let to = file.holder.address.as_deref().unwrap_or(&file.holder.name);
            done = done.next(ui.t1("请把材料送到{1}，也可以交给村里的代办员。", to));
        }
        done = done.next(wording::promised_answer(ui, &file.item));
        if let Some(day) = self.if_today {
            done = done.next(ui.t1("如果今天受理，最迟 {1} 前答复您。", ui.date(day)));
        }
        match &file.holder.phone {
            Some(phone) => done.call(&file.holder.name, phone),
            None => done,
        }
    }

    fn papers_wanted(&self) -> bool {
        let wanted = |state| matches!(state, MaterialState::Missing | MaterialState::HandedIn);
        self.file.materials.iter().any(|paper| wanted(paper.state))
    }
}

async fn sent(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
) -> Answer {
    let address = format!("{}/track/{code}", app.settings.public_url);
    let (file, if_today) = app
        .db
        .read(move |tx| {
            let file = reading::by_code(tx, &code)?;
            reading::must_be_own(tx, &actor, &file)?;
            let (calendar, today) = (tx.calendar()?, tx.today());
            let Limit { days, unit } = file.item.promised_limit;
            let day = match unit {
                LimitUnit::CalendarDays => calendar.add_calendar_days_rolling(today, days),
                LimitUnit::WorkingDays | LimitUnit::SameDay => {
                    calendar.add_working_days(today, days)
                }
            };
            Ok((file, day.ok()))
        })
        .await?;
    let sent = SentPage { ui, file, address, if_today };
    page(&sent.ui, &sent)
}
