-- Who pays, and with what they authenticate. Amounts are nano-dollars.

create table ledger.account (
    id         text primary key check (id ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
    name       text        not null check (length(name) between 1 and 200),
    cell       text        not null,
    enabled    boolean     not null,
    version    bigint      not null check (version > 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz
);

create table ledger.api_key (
    id                  text primary key,
    hash                text        not null unique check (hash ~ '^[0-9a-f]{64}$'),
    account             text        not null references ledger.account (id),
    name                text        not null check (length(name) between 1 and 200),
    label               text        not null,
    management          boolean     not null,
    status              text        not null check (status in ('ACTIVE', 'DISABLED', 'REVOKED')),
    spend_limit         bigint check (spend_limit >= 0),
    limit_reset         text check (limit_reset in ('daily', 'weekly', 'monthly')),
    include_byok        boolean     not null,
    requests_per_minute integer check (requests_per_minute > 0),
    concurrency         integer check (concurrency > 0),
    allowed_models      jsonb       not null check (jsonb_typeof(allowed_models) = 'array'),
    expires_at          timestamptz,
    creator_user_id     text,
    external_user       text,
    version             bigint      not null check (version > 0),
    created_at          timestamptz not null default now(),
    updated_at          timestamptz
);

create index api_key_of_account on ledger.api_key (account, created_at, id);
