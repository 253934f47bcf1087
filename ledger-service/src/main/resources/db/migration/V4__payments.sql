-- Money that comes in and goes out again: payments, refunds, adjustments, vouchers; and charges that become others. Amounts are
-- nano-dollars.

alter table ledger.ledger_transaction drop constraint ledger_transaction_kind_check;
alter table ledger.ledger_transaction add constraint ledger_transaction_kind_check
    check (kind in ('CHARGE', 'GRANT', 'CORRECTION', 'PAYMENT', 'VOUCHER', 'REFUND', 'ADJUSTMENT'));
alter table ledger.ledger_transaction add column reason text check (length(reason) between 1 and 500);

alter table ledger.ledger_account drop constraint ledger_account_kind_check;
alter table ledger.ledger_account add constraint ledger_account_kind_check
    check (kind in ('CUSTOMER', 'PAYABLE', 'REVENUE', 'HOUSE', 'SOURCE', 'SUSPENSE'));

insert into ledger.ledger_account (id, kind)
values ('source:voucher', 'SOURCE'), ('source:adjustment', 'SOURCE'), ('suspense:payments', 'SUSPENSE');

-- One row a payment, whichever events told of it.
create table ledger.payment (
    id           uuid primary key,
    provider     text        not null check (length(provider) between 1 and 64),
    payment_id   text        not null check (length(payment_id) between 1 and 255),
    -- the event that told of it first
    event_id     text        not null,
    -- whom the payer named; an account only if there is one of that name
    reference    text,
    currency     text        not null check (currency ~ '^[a-z]{3}$'),
    minor_amount bigint      not null check (minor_amount > 0),
    amount       bigint      not null check (amount > 0),
    refunded     bigint      not null default 0,
    -- whose credit it became; null while it waits in suspense
    account      text references ledger.account (id),
    -- deferred: the row is written first, because it is what makes a payment count once
    received_in  uuid        not null references ledger.ledger_transaction (id) deferrable initially deferred,
    credited_in  uuid references ledger.ledger_transaction (id) deferrable initially deferred,
    received_at  timestamptz not null,
    credited_at  timestamptz,
    unique (provider, payment_id),
    constraint refunded_within_payment check (refunded between 0 and amount),
    constraint credited_to_somebody check ((account is null) = (credited_in is null) and (account is null) = (credited_at is null))
);

create index payment_unassigned on ledger.payment (received_at) where account is null;
create index payment_of_account on ledger.payment (account, received_at);

create function ledger.refuse_other_payment() returns trigger language plpgsql as $$
begin
    if old.account is distinct from new.account and old.account is not null
            or old.amount <> new.amount or old.provider <> new.provider or old.payment_id <> new.payment_id
            or new.refunded < old.refunded then
        raise exception 'payment % is what it is', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger payment_stays before update on ledger.payment for each row execute function ledger.refuse_other_payment();

create table ledger.refund (
    transaction_id uuid primary key references ledger.ledger_transaction (id),
    payment        uuid        not null references ledger.payment (id),
    amount         bigint      not null check (amount > 0),
    -- what the account's free credit did not cover, borne by the house
    uncovered      bigint      not null check (uncovered between 0 and amount),
    booked_at      timestamptz not null
);

create index refund_of_payment on ledger.refund (payment);
create trigger refund_is_append_only before update or delete or truncate on ledger.refund
    for each statement execute function ledger.refuse_change();

-- One row an event of a payment provider that meant something; an event is dealt with once.
create table ledger.payment_event (
    provider       text        not null,
    event_id       text        not null check (length(event_id) between 1 and 255),
    type           text        not null,
    payment_id     text,
    outcome        text        not null check (outcome in
        ('CREDITED', 'UNASSIGNED', 'REPEATED', 'CONTRADICTION', 'REFUNDED', 'WAITING', 'REFUSED')),
    detail         text        not null default '',
    -- of a refund: the sum that went back of the payment so far, in the payment's minor units; null if the whole payment did
    refunded_minor bigint,
    tries          integer     not null default 1,
    received_at    timestamptz not null default now(),
    primary key (provider, event_id)
);

create index payment_event_open on ledger.payment_event (provider, payment_id) where outcome = 'WAITING';
create index payment_event_age on ledger.payment_event (received_at);

create table ledger.voucher_batch (
    id         uuid primary key,
    -- the operator's own id of it, so that a repeat is recognised
    name       text        not null unique,
    label      text        not null check (length(label) between 1 and 200),
    amount     bigint      not null check (amount > 0),
    count      integer     not null check (count > 0),
    expires_at timestamptz,
    created_at timestamptz not null
);

create table ledger.voucher (
    hash           text primary key check (hash ~ '^[0-9a-f]{64}$'),
    batch          uuid    not null references ledger.voucher_batch (id),
    number         integer not null check (number > 0),
    -- its last characters, to recognise it by
    label          text    not null,
    state          text    not null check (state in ('OPEN', 'REDEEMED', 'WITHDRAWN')),
    account        text references ledger.account (id),
    transaction_id uuid unique references ledger.ledger_transaction (id),
    ended_at       timestamptz,
    unique (batch, number),
    constraint redeemed_by_somebody check ((state = 'REDEEMED') = (account is not null)
        and (state = 'REDEEMED') = (transaction_id is not null) and (state = 'OPEN') = (ended_at is null))
);

create function ledger.refuse_second_end() returns trigger language plpgsql as $$
begin
    raise exception 'voucher % has ended', old.label using errcode = 'restrict_violation';
end $$;

create trigger voucher_ends_once before update or delete on ledger.voucher
    for each row when (old.state <> 'OPEN') execute function ledger.refuse_second_end();

-- How often each account tried codes in its present minute.
create table ledger.redemption_attempts (
    account  text primary key,
    minute   timestamptz not null,
    attempts integer     not null
) with (fillfactor = 50);

-- Corrections that providers stated, until their difference is booked.
create table ledger.usage_correction (
    id         uuid primary key,
    attempt_id uuid        not null,
    request_id text        not null,
    account    text        not null,
    usage      jsonb       not null,
    reason     text        not null,
    state      text        not null check (state in ('WAITING', 'BOOKED', 'REFUSED')),
    detail     text        not null default '',
    stated_at  timestamptz not null default now()
);

create index usage_correction_waiting on ledger.usage_correction (stated_at) where state = 'WAITING';

-- What an attempt's charge became, correction after correction; the charge itself stays as it was booked. Each column of money has what
-- counts from then on, and with _change what the correction's transaction moved.
create table ledger.charge_correction (
    id                 uuid primary key references ledger.ledger_transaction (id),
    attempt_id         uuid        not null references ledger.charge (attempt_id),
    number             integer     not null check (number > 0),
    request_id         text        not null,
    account            text        not null,
    provider           text        not null,
    usage              jsonb       not null,
    price_version      text        not null references ledger.price_version (id),
    fee_basis_points   integer     not null check (fee_basis_points between 0 and 10000),
    hold               bigint      not null check (hold >= 0),
    billed_before      bigint      not null check (billed_before >= 0),
    cost               bigint      not null check (cost >= 0),
    billed_cost        bigint      not null check (billed_cost >= 0),
    fee                bigint      not null check (fee >= 0),
    charge             bigint      not null check (charge >= 0),
    absorbed           bigint      not null check (absorbed >= 0),
    cost_change        bigint      not null,
    billed_cost_change bigint      not null,
    fee_change         bigint      not null,
    charge_change      bigint      not null,
    absorbed_change    bigint      not null,
    reason             text        not null,
    month              char(7)     not null,
    booked_at          timestamptz not null,
    unique (attempt_id, number),
    constraint corrected_charge_is_cost_and_fee check (charge = billed_cost + fee),
    constraint corrected_cost_is_borne check (cost = billed_cost + absorbed),
    constraint corrected_charge_within_hold check (billed_before + charge <= hold),
    constraint corrected_fee_is_exact check (fee = div(cast(billed_cost as numeric) * fee_basis_points, 10000))
);

create index charge_correction_of_request on ledger.charge_correction (request_id);
create index charge_correction_of_month on ledger.charge_correction (month);
create trigger charge_correction_is_append_only before update or delete or truncate on ledger.charge_correction
    for each statement execute function ledger.refuse_change();
