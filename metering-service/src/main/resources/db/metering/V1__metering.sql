-- One row an attempt: the half that usage.events brings and the half that ledger.events brings, in whichever order they come.
-- An attempt whose halves are both here has been added to the rollups, in the transaction that brought the second.
create table attempt (
    attempt_id              uuid primary key,
    has_usage               boolean     not null default false,
    has_charge              boolean     not null default false,
    -- what usage.events says
    account                 text,
    key                     text,
    model                   text,
    provider                text,
    endpoint                text,
    app                     text,
    outcome                 text,
    simulated               boolean,
    finished_at             timestamptz,
    delivered               boolean,
    prompt                  bigint,
    cached                  bigint,
    cache_write             bigint,
    image_prompt            bigint,
    audio_prompt            bigint,
    completion              bigint,
    reasoning               bigint,
    image_completion        bigint,
    audio_completion        bigint,
    input_images            bigint,
    output_images           bigint,
    web_searches            bigint,
    estimated               bigint,
    generation_ms           bigint,
    stated_charge           bigint,
    stated_cost             bigint,
    -- what ledger.events says
    month                   text,
    charge_account          text,
    charge_key              text,
    charge_endpoint         text,
    cost                    bigint,
    billed_cost             bigint,
    fee                     bigint,
    charge                  bigint,
    absorbed                bigint,
    first_half_at           timestamptz not null default now(),
    -- a half that could not be added up is refused by itself, and not its other half in its place
    check (not has_usage or (account is not null and key is not null and model is not null and provider is not null
        and endpoint is not null and app is not null and finished_at is not null and delivered is not null)),
    check (not has_charge or (month is not null and month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$' and charge is not null))
);
create index attempt_halves on attempt (first_half_at) where not (has_usage and has_charge);
create index attempt_age on attempt (first_half_at);

-- One row a request: that it closed (usage.events) and that its hold was released (ledger.events).
create table request (
    request_id              text primary key,
    closed                  boolean     not null default false,
    released                boolean     not null default false,
    month                   text,
    first_half_at           timestamptz not null default now(),
    check (not released or month is not null)
);
create index request_halves on request (first_half_at) where not (closed and released);
create index request_age on request (first_half_at);

-- What reports read. Buckets are UTC; month is the month in which the ledger booked the money, for tokens and requests too.
create table rollup_minute (
    bucket                  timestamptz not null,
    month                   text        not null,
    account                 text        not null,
    key                     text        not null,
    model                   text        not null,
    provider                text        not null,
    endpoint                text        not null,
    app                     text        not null,
    attempts                bigint      not null,
    requests                bigint      not null,
    simulated               bigint      not null,
    estimated               bigint      not null,
    prompt                  bigint      not null,
    cached                  bigint      not null,
    cache_write             bigint      not null,
    image_prompt            bigint      not null,
    audio_prompt            bigint      not null,
    completion              bigint      not null,
    reasoning               bigint      not null,
    image_completion        bigint      not null,
    audio_completion        bigint      not null,
    input_images            bigint      not null,
    output_images           bigint      not null,
    web_searches            bigint      not null,
    cost                    bigint      not null,
    billed_cost             bigint      not null,
    fee                     bigint      not null,
    charge                  bigint      not null,
    absorbed                bigint      not null,
    generation_ms           bigint      not null,
    primary key (bucket, month, account, key, model, provider, endpoint, app)
);
create table rollup_day (like rollup_minute);
alter table rollup_day add primary key (account, bucket, month, key, model, provider, endpoint, app);
create table rollup_month (like rollup_minute);
alter table rollup_month add primary key (month, bucket, account, key, model, provider, endpoint, app);

-- Closed requests, by the month in which the ledger released their holds.
create table rollup_request (
    month                   text        not null,
    account                 text        not null,
    key                     text        not null,
    outcome                 text        not null,
    requests                bigint      not null,
    primary key (month, account, key, outcome)
);

-- The whole platform, minute by minute: peaks are found here.
create table platform_minute (
    month                   text        not null,
    bucket                  timestamptz not null,
    requests                bigint      not null default 0,
    prompt                  bigint      not null default 0,
    completion              bigint      not null default 0,
    primary key (month, bucket)
);

-- Corrections that providers stated later, as they came; they change no rollup until the ledger books them.
create table correction (
    correction_id           uuid primary key,
    attempt_id              uuid        not null,
    usage                   jsonb       not null,
    reason                  text        not null,
    corrected_at            timestamptz not null
);

-- Which key has which hash.
create table key_name (
    key                     text primary key,
    hash                    text        not null unique,
    account                 text        not null,
    version                 bigint      not null
);
