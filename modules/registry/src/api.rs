//! The registry for programs: areas and who is there for everybody; people, bodies and posts for
//! those whose post it is.

mod bodies;
mod body_list;
mod open_data;
mod people;
mod places;

use platform::{Text, text};
use web::Routes;

const PLACES: Text = text("区域和组织");
const PEOPLE: Text = text("人口登记");
const POSTS: Text = text("组织和任职");

/// The addresses and who may open them.
pub(crate) fn routes() -> Routes {
    places::routes()
        .and(people::routes())
        .and(body_list::routes())
        .and(bodies::routes())
        .and(open_data::routes())
}
