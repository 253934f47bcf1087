-- Which request an idempotency key stands for. The schema exists already. One history numbers these migrations and those of blobs.

create table ingress.idempotency_key (
    account    text        not null,
    key_hash   bytea       not null,
    body_hash  bytea       not null,
    request_id text        not null,
    accepted   boolean     not null default false,
    claimed_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    primary key (account, key_hash)
);
create index idempotency_key_age on ingress.idempotency_key (created_at);
