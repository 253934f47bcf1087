-- Bodies too large for a Kafka record, in rows of at most one megabyte, for minutes. The schema exists already.

create table blobs.body (
    id         text        primary key,
    bytes      bigint      not null check (bytes >= 0),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index body_expiry on blobs.body (expires_at);

create table blobs.chunk (
    body    text  not null references blobs.body (id) on delete cascade,
    number  int   not null check (number >= 0),
    content bytea not null,
    primary key (body, number)
);
-- Prompts hardly compress and are read once.
alter table blobs.chunk alter column content set storage external;

-- Workers only read.
do $$
begin
    if exists (select from pg_roles where rolname = 'workers') then
        grant select on blobs.body, blobs.chunk to workers;
    end if;
end
$$;
