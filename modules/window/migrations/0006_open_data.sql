create index cases_by_opening on cases (opened_at);
create index ratings_by_time on ratings (rated_at);
