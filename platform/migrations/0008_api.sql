create table api_tokens (
    id bytea primary key,
    account_id bytea not null references accounts (id),
    name text not null,
    token_digest text not null unique,
    scopes text not null,
    -- The posts that were held when it was made: a token never grows with a new post.
    posts text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    ended_at bigint
);
create index api_tokens_of_account on api_tokens (account_id, created_at);
create index api_tokens_by_time on api_tokens (created_at, id);

create table api_answers (
    token_id bytea not null references api_tokens (id),
    idempotency_key text not null,
    request_digest text not null,
    status bigint not null,
    body text not null,
    answered_at bigint not null,
    primary key (token_id, idempotency_key)
);
create index api_answers_by_time on api_answers (answered_at);
