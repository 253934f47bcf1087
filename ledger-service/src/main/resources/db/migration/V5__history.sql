-- What was, and what becomes of it later: states of accounts and keys, corrections of charges, closed months, providers' invoices.

-- Months that take no postings any more, and what they held when they were closed.
create table ledger.month_seal (
    month     char(7) primary key check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    sealed_at timestamptz not null default now()
);

create table ledger.period_close (
    month        char(7) primary key references ledger.month_seal (month),
    transactions bigint      not null,
    postings     bigint      not null,
    -- sum of all credits, which is that of all debits
    moved        bigint      not null,
    -- over the month's postings in a fixed order; README says which
    sha256       text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    closed_at    timestamptz not null default now()
);

create trigger month_seal_is_append_only before update or delete or truncate on ledger.month_seal
    for each statement execute function ledger.refuse_change();
create trigger period_close_is_append_only before update or delete or truncate on ledger.period_close
    for each statement execute function ledger.refuse_change();

-- The month in which the running transaction books: that of the clock, or the one after the last sealed month if the clock is behind.
-- The shared lock keeps the answer true until the transaction ends: whoever seals a month takes it for itself.
create function ledger.booking_month() returns char(7) language plpgsql volatile as $$
declare
    sealed char(7);
begin
    perform pg_advisory_xact_lock_shared(465557546756);
    select max(month) into sealed from ledger.month_seal;
    return greatest(to_char(now() at time zone 'UTC', 'YYYY-MM'),
        to_char(to_date(sealed, 'YYYY-MM') + interval '1 month', 'YYYY-MM'));
end $$;

-- Not a refusal of the contents: the same statement in a new transaction books in the open month.
create function ledger.refuse_sealed_month() returns trigger language plpgsql as $$
declare
    refused char(7);
begin
    perform pg_advisory_xact_lock_shared(465557546756);
    select min(month) into refused from added where month <= (select max(month) from ledger.month_seal);
    if refused is not null then
        raise exception 'month % is closed', refused using errcode = 'object_not_in_prerequisite_state';
    end if;
    return null;
end $$;

create trigger posting_is_of_an_open_month after insert on ledger.posting
    referencing new table as added for each statement execute function ledger.refuse_sealed_month();
create trigger ledger_transaction_is_of_an_open_month after insert on ledger.ledger_transaction
    referencing new table as added for each statement execute function ledger.refuse_sealed_month();
create trigger charge_is_of_an_open_month after insert on ledger.charge
    referencing new table as added for each statement execute function ledger.refuse_sealed_month();

-- Every state that an account and a key ever had, written in the statement that changes it.
create table ledger.account_history (
    number  bigint generated always as identity primary key,
    account text        not null,
    state   jsonb       not null,
    since   timestamptz not null
);

create index account_history_of_account on ledger.account_history (account, since);

create table ledger.api_key_history (
    number  bigint generated always as identity primary key,
    hash    text        not null,
    state   jsonb       not null,
    since   timestamptz not null
);

create index api_key_history_of_key on ledger.api_key_history (hash, since);

-- The clock, not the transaction's beginning: changes of one row wait for each other, so their instants follow their order.
create function ledger.remember_account() returns trigger language plpgsql as $$
begin
    insert into ledger.account_history (account, state, since) values (new.id, to_jsonb(new), clock_timestamp());
    return null;
end $$;

create function ledger.remember_api_key() returns trigger language plpgsql as $$
begin
    insert into ledger.api_key_history (hash, state, since) values (new.hash, to_jsonb(new), clock_timestamp());
    return null;
end $$;

create trigger account_is_remembered after insert or update on ledger.account
    for each row execute function ledger.remember_account();
create trigger api_key_is_remembered after insert or update on ledger.api_key
    for each row execute function ledger.remember_api_key();

insert into ledger.account_history (account, state, since)
select id, to_jsonb(a), coalesce(updated_at, created_at) from ledger.account a order by created_at, id;
insert into ledger.api_key_history (hash, state, since)
select hash, to_jsonb(k), coalesce(updated_at, created_at) from ledger.api_key k order by created_at, id;

create trigger account_history_is_append_only before update or delete or truncate on ledger.account_history
    for each statement execute function ledger.refuse_change();
create trigger api_key_history_is_append_only before update or delete or truncate on ledger.api_key_history
    for each statement execute function ledger.refuse_change();

-- A re-rating of a month under corrected prices, and the corrections it wants: one for each attempt at most.
create table ledger.rerate (
    id         text primary key check (length(id) between 1 and 128),
    month      char(7)     not null,
    endpoint   text,
    prices     jsonb       not null,
    created_at timestamptz not null default now()
);

create table ledger.rerate_correction (
    rerate        text not null references ledger.rerate (id),
    attempt_id    uuid not null references ledger.charge (attempt_id),
    -- the id under which it is booked
    correction    uuid not null unique,
    price_version text not null references ledger.price_version (id),
    primary key (rerate, attempt_id)
);

create trigger rerate_is_append_only before update or delete or truncate on ledger.rerate
    for each statement execute function ledger.refuse_change();
create trigger rerate_correction_is_append_only before update or delete or truncate on ledger.rerate_correction
    for each statement execute function ledger.refuse_change();

create index charge_of_month on ledger.charge (month, request_id);

-- Providers' invoices as they were handed in; comparing them posts nothing.
create table ledger.invoice (
    id         text primary key,
    provider   text        not null,
    month      char(7)     not null,
    lines      integer     not null check (lines > 0),
    created_at timestamptz not null default now()
);

create table ledger.invoice_line (
    invoice text    not null references ledger.invoice (id),
    line    integer not null check (line > 0),
    attempt uuid,
    request text,
    model   text,
    day     date,
    tokens  bigint,
    -- negative for what the provider gives back
    amount  bigint  not null,
    primary key (invoice, line),
    constraint line_can_be_found check (attempt is not null or request is not null or (model is not null and day is not null))
);
