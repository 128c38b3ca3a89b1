//! The life of a county with every act in it. **A new act gets one line here**, in the story where
//! it belongs: `tries.act("module.name", async || …)`.

mod accounts;
mod areas;
mod files;
mod life;
mod log;
mod messages;
mod programs;
mod registry;
mod sunshine;
mod supervision;
mod window;

use super::statement::Tries;
use crate::cast::{Cast, ITEM};

/// All of them, one after the other, in one county.
pub async fn all(tries: &Tries) {
    registry::areas_and_first_administrator(tries).await;
    let cast = Cast::with_items(tries, |item| item.code == ITEM).await;
    let people = registry::bodies_posts_and_people(tries).await;
    life::births_moves_and_deaths(tries).await;
    life::households(tries).await;
    life::merges(tries).await;
    accounts::links_sign_ins_and_a_new_year(tries, people.villager).await;
    let staff = window::Staff::of(tries, cast, people.villager).await;
    window::from_draft_to_rating(tries, &staff).await;
    window::with_the_word_of_another(tries, &staff).await;
    window::ends_at_the_counter(tries, &staff).await;
    files::papers(tries, &staff).await;
    window::items_and_what_the_law_accepts(tries, &staff).await;
    sunshine::from_catalogue_to_board(tries).await;
    sunshine::what_else_is_done(tries).await;
    sunshine::what_villagers_ask(tries, &staff.villager).await;
    supervision::findings_and_an_appraisal(tries).await;
    programs::subscribers(tries).await;
    log::witnesses(tries).await;
    programs::tokens_and_an_act_under_a_key(tries, cast, people.villager).await;
    messages::codes_an_inbox_and_a_visit(tries).await;
    areas::what_governments_decide(tries).await;
}
