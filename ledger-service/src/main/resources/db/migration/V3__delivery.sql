-- What makes delivery exact: progress in the log, what waits for Kafka and Redis, and what could not be booked.

create table ledger.consumer_progress (
    topic       text    not null,
    partition   integer not null,
    next_offset bigint  not null,
    primary key (topic, partition)
) with (fillfactor = 50);

create table ledger.outbox (
    id         bigint generated always as identity primary key,
    topic      text        not null,
    type       text        not null,
    event      jsonb       not null,
    created_at timestamptz not null default now()
);

-- Accounts whose state Redis has not been told yet.
create table ledger.balance_push (
    account text primary key,
    seq     bigint      not null,
    since   timestamptz not null default now()
) with (fillfactor = 50);

-- What each key spent in each window, in nano-dollars, always as the whole sum.
create table ledger.key_spend (
    account text    not null,
    key     text    not null,
    name    text    not null,
    spent   bigint  not null check (spent >= 0),
    pushed  boolean not null default false,
    primary key (account, key, name)
) with (fillfactor = 80);

create index key_spend_unpushed on ledger.key_spend (account) where not pushed;

-- Events that can be read but not booked; an operator decides.
create table ledger.quarantine (
    id            bigint generated always as identity primary key,
    topic         text        not null,
    partition     integer     not null,
    record_offset bigint      not null,
    record_key    text,
    type          text,
    reason        text        not null,
    detail        text        not null,
    value         bytea,
    created_at    timestamptz not null default now(),
    resolved_at   timestamptz,
    unique (topic, partition, record_offset)
);

-- Later, different statements of what was booked already: kept, never money.
create table ledger.usage_conflict (
    id            bigint generated always as identity primary key,
    topic         text        not null,
    partition     integer     not null,
    record_offset bigint      not null,
    event_id      text        not null,
    detail        text        not null,
    event         jsonb       not null,
    created_at    timestamptz not null default now(),
    unique (topic, partition, record_offset)
);

-- Counts the times that Redis was rebuilt.
create sequence ledger.redis_epoch;

insert into ledger.ledger_account (id, kind)
values ('revenue:fee', 'REVENUE'), ('house:loss', 'HOUSE'), ('source:promo', 'SOURCE');
