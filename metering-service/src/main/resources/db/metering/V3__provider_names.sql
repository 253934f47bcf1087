-- What providers are called, as the last usage event of each said.
create table provider_name (
    provider text primary key,
    name     text not null
);
