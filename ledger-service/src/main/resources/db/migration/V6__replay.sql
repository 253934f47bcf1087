-- A row says that these books are a replay's: charges and releases are dated by their events. Such books and those of the database's clock
-- are never mixed; the service refuses to start with the other setting.
create table ledger.replay (
    only_row   boolean primary key default true check (only_row),
    begun_at   timestamptz not null default now()
);
