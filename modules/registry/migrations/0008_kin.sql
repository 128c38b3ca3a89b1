-- Near relatives of different households, as somebody declared them. Those of one household and
-- couples are known from the register itself.
create table kin (
    id bytea primary key,
    person_id bytea not null references persons (id),
    other_id bytea not null references persons (id),
    kind text not null,
    source text not null,
    noted_by_id bytea,
    noted_by text not null,
    noted_at bigint not null,
    ended_by text,
    ended_at bigint
);
create index kin_of_person on kin (person_id);
create index kin_of_other on kin (other_id);
