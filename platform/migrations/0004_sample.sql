create table sample_marks (
    made_at bigint primary key
);
