-- What corrections changed, as the ledger booked them; each has been added to the rollups, in the transaction that brought it.
create table charge_correction (
    correction_id           uuid primary key,
    attempt_id              uuid        not null,
    month                   text        not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    booked_at               timestamptz not null,
    account                 text        not null,
    key                     text        not null,
    model                   text        not null,
    provider                text        not null,
    endpoint                text        not null,
    app                     text        not null,
    -- differences, which may be negative
    cost                    bigint      not null,
    billed_cost             bigint      not null,
    fee                     bigint      not null,
    charge                  bigint      not null,
    absorbed                bigint      not null
);
create index charge_correction_month on charge_correction (month);
