create table webhooks (
    id bytea primary key,
    address text not null,
    secret_sealed bytea not null,
    modules text not null,
    area_path text not null,
    made_by text not null,
    created_at bigint not null,
    -- The number of the last news: the receiver sees whether it missed one.
    last_number bigint not null,
    -- Failed tries in a row, when the next is due, and since when nothing was taken.
    tries bigint not null,
    due_at bigint not null,
    failing_since bigint,
    stopped_at bigint,
    ended_at bigint
);

create table webhook_news (
    id bytea primary key,
    webhook_id bytea not null references webhooks (id),
    body text not null,
    noted_at bigint not null,
    number bigint,
    tries bigint not null,
    outcome text,
    tried_at bigint,
    taken_at bigint
);
create index webhook_news_of on webhook_news (webhook_id, id);
create index webhook_news_waiting on webhook_news (webhook_id, id) where taken_at is null;
create index webhook_news_taken on webhook_news (taken_at);
