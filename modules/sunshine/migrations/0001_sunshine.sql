create table disclosure_items (
    id bytea primary key,
    key text not null,
    area_path text not null,
    created_at bigint not null,
    unique (area_path, key)
);

create table disclosure_item_versions (
    id bytea primary key,
    item_id bytea not null references disclosure_items (id),
    number bigint not null,
    content text not null,
    drafted_by_id bytea,
    drafted_by text not null,
    drafted_at bigint not null,
    unique (item_id, number)
);

create table disclosure_item_publications (
    version_id bytea primary key references disclosure_item_versions (id),
    item_id bytea not null references disclosure_items (id),
    number bigint not null,
    published_by_id bytea,
    published_by text not null,
    published_at bigint not null,
    effective_on text not null
);
create index disclosure_item_publications_of_item on disclosure_item_publications (item_id, number);

create table heavy_traffic (
    id bytea primary key,
    area_path text not null,
    heavy bigint not null,
    since_on text not null,
    decision text not null,
    noted_by_id bytea,
    noted_by text not null,
    noted_at bigint not null
);
create index heavy_traffic_of_area on heavy_traffic (area_path, since_on);

-- A matter on its way to the board: what is written may change until it is submitted.
create table disclosure_drafts (
    id bytea primary key,
    code text not null unique,
    area_path text not null,
    item_id bytea not null references disclosure_items (id),
    version_id bytea not null references disclosure_item_versions (id),
    period text not null,
    corrects_id bytea references disclosure_drafts (id),
    content text not null,
    state text not null,
    events bigint not null,
    drafted_by_id bytea,
    drafted_by text not null,
    created_at bigint not null,
    moved_at bigint not null
);
create index disclosure_drafts_in_state on disclosure_drafts (state, area_path, moved_at);
create index disclosure_drafts_in_area on disclosure_drafts (area_path, created_at);

create table disclosure_events (
    disclosure_id bytea not null references disclosure_drafts (id),
    number bigint not null,
    act text not null,
    happened_on text not null,
    noted_at bigint not null,
    actor_id bytea,
    actor_name text not null,
    detail text not null,
    primary key (disclosure_id, number)
);

-- Lines that were brought in a file and wait for somebody to confirm them.
create table ledger_imports (
    id bytea primary key,
    disclosure_id bytea not null references disclosure_drafts (id),
    file_name text not null,
    lines text not null,
    problems text not null,
    brought_at bigint not null
);
create index ledger_imports_of_disclosure on ledger_imports (disclosure_id);

-- What was published. Rows are only added: there is no statement that changes what one says.
create table disclosures (
    id bytea primary key references disclosure_drafts (id),
    code text not null unique,
    area_id bytea not null references areas (id),
    area_path text not null,
    area_name text not null,
    item_id bytea not null references disclosure_items (id),
    version_id bytea not null references disclosure_item_versions (id),
    item_key text not null,
    item_title text not null,
    class text not null,
    shape text not null,
    period text not null,
    title text not null,
    words text not null,
    columns text not null,
    opening_fen bigint,
    income_fen bigint not null,
    expense_fen bigint not null,
    closing_fen bigint,
    corrects_id bytea references disclosures (id),
    drafted_by text not null,
    signed_by text not null,
    settled_on text not null,
    settled_by text not null,
    published_by text not null,
    published_on text not null,
    published_at bigint not null,
    display_days bigint not null,
    salt bytea not null
);
create index disclosures_on_board on disclosures (area_path, published_at, id);
create index disclosures_by_time on disclosures (published_at, id);
create index disclosures_of_item on disclosures (area_path, item_id, published_at);
create index disclosures_corrected on disclosures (corrects_id);

create table ledger_lines (
    disclosure_id bytea not null references disclosures (id),
    number bigint not null,
    dated_on text not null,
    account text not null,
    summary text not null,
    payee text not null,
    income_fen bigint not null,
    expense_fen bigint not null,
    balance_fen bigint not null,
    voucher text not null,
    primary key (disclosure_id, number)
);

create table disclosure_rows (
    disclosure_id bytea not null references disclosures (id),
    number bigint not null,
    cells text not null,
    primary key (disclosure_id, number)
);
