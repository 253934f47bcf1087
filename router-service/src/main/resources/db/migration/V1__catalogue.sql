-- The catalogue as it was last stated. Statements are the events themselves, so that nothing is lost between table and topic.

create table router.catalogue_import (
    number      bigint generated always as identity primary key,
    source      text        not null,
    models      integer     not null,
    providers   integer     not null,
    endpoints   integer     not null,
    prices      integer     not null,
    imported_at timestamptz not null default now()
);

create table router.provider (
    slug       text primary key,
    statement  jsonb  not null,
    revision   bigint not null
);

create table router.model (
    id         text primary key,
    statement  jsonb  not null,
    revision   bigint not null
);

create table router.endpoint (
    id         text primary key,
    model      text   not null,
    provider   text   not null,
    statement  jsonb  not null,
    revision   bigint not null
);

create table router.price_version (
    id         text primary key,
    endpoint   text        not null,
    valid_from timestamptz not null,
    statement  jsonb       not null,
    revision   bigint      not null,
    unique (endpoint, valid_from)
);

-- Bills were made from these: they are added, never changed.
create function router.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'price versions are never changed';
end $$;

create trigger price_version_is_append_only
    before update or delete or truncate on router.price_version
    for each statement execute function router.refuse_change();

-- What operators switched; a provider without a row is on.
create table router.provider_switch (
    slug       text primary key,
    enabled    boolean     not null,
    changed_at timestamptz not null default now()
);

-- Documents that operators imported, laid over the packaged catalogue in the order of their numbers.
create table router.catalogue_layer (
    number      bigint generated always as identity primary key,
    name        text        not null unique,
    content     text        not null,
    imported_at timestamptz not null default now()
);

create table router.outbox (
    id         bigint generated always as identity primary key,
    type       text        not null,
    event      jsonb       not null,
    created_at timestamptz not null default now()
);
