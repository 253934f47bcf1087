-- The books: balanced transactions of postings, the charges and holds they come from. Amounts are nano-dollars.

create table ledger.ledger_account (
    id      text primary key,
    kind    text   not null check (kind in ('CUSTOMER', 'PAYABLE', 'REVENUE', 'HOUSE', 'SOURCE')),
    balance bigint not null default 0,
    -- grows with every change that Redis must learn of, releases of holds included
    seq     bigint not null default 0,
    constraint customer_credit_not_negative check (kind <> 'CUSTOMER' or balance >= 0)
);

create table ledger.ledger_transaction (
    id          uuid primary key,
    kind        text        not null check (kind in ('CHARGE', 'GRANT', 'CORRECTION')),
    account     text        not null,
    -- the caller's own id of it, so that a repeat is recognised
    external_id text unique,
    corrects    uuid references ledger.ledger_transaction (id),
    month       char(7)     not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    booked_at   timestamptz not null
);

create index ledger_transaction_of_account on ledger.ledger_transaction (account, booked_at);
create index ledger_transaction_not_of_usage on ledger.ledger_transaction (account) where kind <> 'CHARGE';

create table ledger.posting (
    transaction_id uuid     not null references ledger.ledger_transaction (id),
    line           smallint not null check (line >= 0),
    ledger_account text     not null,
    -- credit is positive, debit negative
    amount         bigint   not null check (amount <> 0),
    month          char(7)  not null,
    primary key (transaction_id, line)
);

create index posting_of_ledger_account on ledger.posting (ledger_account, month) include (amount);

-- Each statement that adds postings adds whole transactions, and carries them into the balances at once: a balance that is not the
-- sum of its postings cannot be written, and neither can an unbalanced transaction.
create function ledger.carry_postings() returns trigger language plpgsql as $$
declare
    unbalanced uuid;
    touched    bigint;
    carried    bigint;
begin
    select transaction_id into unbalanced from added group by transaction_id having sum(amount) <> 0 limit 1;
    if unbalanced is not null then
        raise exception 'postings of transaction % do not sum to zero', unbalanced using errcode = 'check_violation';
    end if;
    -- one order of locks for everybody
    perform 1 from ledger.ledger_account
     where id in (select distinct ledger_account from added) order by id for no key update;
    select count(distinct ledger_account) into touched from added;
    update ledger.ledger_account l set balance = l.balance + s.total
      from (select ledger_account, cast(sum(amount) as bigint) as total from added group by ledger_account) s
     where l.id = s.ledger_account;
    get diagnostics carried = row_count;
    if carried <> touched then
        raise exception 'posting to an unknown ledger account' using errcode = 'foreign_key_violation';
    end if;
    return null;
end $$;

create trigger carry_postings after insert on ledger.posting
    referencing new table as added for each statement execute function ledger.carry_postings();

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger posting_is_append_only before update or delete or truncate on ledger.posting
    for each statement execute function ledger.refuse_change();
create trigger ledger_transaction_is_append_only before update or delete or truncate on ledger.ledger_transaction
    for each statement execute function ledger.refuse_change();

-- Unit prices as they were embedded in a usage; the same id always means the same prices.
create table ledger.price_version (
    id     text primary key,
    prices jsonb not null
);

create trigger price_version_is_append_only before update or delete or truncate on ledger.price_version
    for each statement execute function ledger.refuse_change();

create table ledger.charge (
    attempt_id       uuid primary key references ledger.ledger_transaction (id),
    request_id       text        not null,
    attempt          integer     not null check (attempt > 0),
    account          text        not null,
    key              text        not null,
    model            text        not null,
    provider         text        not null,
    endpoint         text        not null,
    outcome          text        not null,
    price_version    text        not null references ledger.price_version (id),
    fee_basis_points integer     not null check (fee_basis_points between 0 and 10000),
    hold             bigint      not null check (hold >= 0),
    billed_before    bigint      not null check (billed_before >= 0),
    cost             bigint      not null check (cost >= 0),
    billed_cost      bigint      not null check (billed_cost >= 0),
    fee              bigint      not null check (fee >= 0),
    charge           bigint      not null check (charge >= 0),
    absorbed         bigint      not null check (absorbed >= 0),
    -- what the customer's credit could not cover, borne by the house; not zero only if something failed badly
    excess           bigint      not null default 0 check (excess between 0 and charge),
    -- the UsageRecorded as published, without its unit prices
    usage_event      jsonb       not null,
    month            char(7)     not null,
    booked_at        timestamptz not null,
    constraint charge_is_cost_and_fee check (charge = billed_cost + fee),
    constraint cost_is_borne check (cost = billed_cost + absorbed),
    constraint charge_within_hold check (billed_before + charge <= hold),
    constraint fee_is_exact check (fee = div(cast(billed_cost as numeric) * fee_basis_points, 10000)),
    constraint only_answers_are_billed check (charge = 0 or outcome in ('COMPLETED', 'CANCELLED', 'BUDGET_EXHAUSTED'))
);

create index charge_of_request on ledger.charge (request_id);

create trigger charge_is_append_only before update or delete or truncate on ledger.charge
    for each statement execute function ledger.refuse_change();

create table ledger.hold (
    request_id   text primary key,
    account      text        not null,
    key          text        not null,
    -- the highest that any event stated, and the highest that holds.v1 stated
    amount       bigint      not null check (amount >= 0),
    announced    bigint      not null default 0 check (announced >= 0),
    charged      bigint      not null default 0,
    limit_window text        not null default '',
    state        text        not null check (state in ('OPEN', 'RELEASED')),
    placed_at    timestamptz,
    deadline     timestamptz,
    outcome      text,
    attempts     integer,
    error_type   text,
    closed_at    timestamptz,
    month        char(7),
    released_at  timestamptz,
    -- whether Redis knows of the release
    pushed       boolean     not null default false,
    created_at   timestamptz not null default now(),
    constraint charged_within_hold check (charged between 0 and amount),
    constraint announced_within_hold check (announced <= amount),
    constraint released_once check ((state = 'RELEASED') = (released_at is not null and outcome is not null))
) with (fillfactor = 80);

create index hold_open on ledger.hold (account) where state = 'OPEN';
create index hold_unpushed on ledger.hold (account) where state = 'RELEASED' and not pushed;

create function ledger.refuse_reopening() returns trigger language plpgsql as $$
begin
    if old.state = 'RELEASED' and (new.state <> 'RELEASED' or new.released_at <> old.released_at
            or new.charged <> old.charged or new.outcome is distinct from old.outcome) then
        raise exception 'hold of % is released for good', old.request_id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger hold_is_released_once before update on ledger.hold
    for each row when (old.state = 'RELEASED') execute function ledger.refuse_reopening();
