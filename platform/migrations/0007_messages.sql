create table messages (
    id bytea primary key,
    person_id bytea not null,
    kind text not null,
    urgency text not null,
    subject_id bytea,
    area_path text not null,
    sentence text not null,
    args_sealed bytea not null,
    href text not null,
    link text not null,
    phone_sealed bytea,
    once text unique,
    made_at bigint not null,
    read_at bigint,
    digest_on text
);
create index messages_of_person on messages (person_id, made_at);
create index messages_unread on messages (person_id, read_at);
create index messages_of_subject on messages (subject_id, made_at);
create index messages_for_digest on messages (urgency, digest_on, made_at);

create table visits (
    id bytea primary key,
    person_id bytea not null,
    subject_id bytea,
    area_path text not null,
    reason text not null,
    opened_at bigint not null,
    closed_at bigint,
    closed_how text
);
create index visits_of_area on visits (closed_at, area_path, opened_at);
create index visits_of_person on visits (person_id, closed_at);

create table tellings (
    id bytea primary key,
    visit_id bytea not null references visits (id),
    told_at bigint not null,
    actor_id bytea not null,
    actor_name text not null,
    how text not null,
    words text not null
);
create index tellings_of_visit on tellings (visit_id, told_at);

create table deliveries (
    id bytea primary key,
    message_id bytea references messages (id),
    person_id bytea not null,
    purpose text not null,
    words_sealed bytea,
    channel text not null,
    state text not null,
    reason text not null,
    tries bigint not null,
    made_at bigint not null,
    next_at bigint,
    settled_at bigint,
    visit_id bytea references visits (id)
);
create index deliveries_due on deliveries (next_at);
create index deliveries_of_message on deliveries (message_id);
create index deliveries_of_visit on deliveries (visit_id);
create index deliveries_by_state on deliveries (state, made_at);

create table delivery_attempts (
    delivery_id bytea not null references deliveries (id),
    number bigint not null,
    channel text not null,
    tried_at bigint not null,
    outcome text not null,
    primary key (delivery_id, number)
);

create table message_choices (
    person_id bytea primary key,
    duty_by text not null,
    digest_by text not null,
    second_step bigint not null,
    chosen_at bigint not null
);

create table mail_addresses (
    person_id bytea primary key,
    address_sealed bytea not null,
    address_index text not null unique,
    confirmed_at bigint not null
);

create table sign_in_codes (
    id bytea primary key,
    ticket_digest text not null unique,
    account_id bytea,
    purpose text not null,
    name_tag text not null,
    address text not null,
    code_tag text not null,
    mail_sealed bytea,
    made_at bigint not null,
    expires_at bigint not null,
    tries bigint not null,
    used_at bigint
);
create index sign_in_codes_of_name on sign_in_codes (name_tag, made_at);
create index sign_in_codes_of_address on sign_in_codes (address, made_at);
