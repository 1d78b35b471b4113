-- The request limit: how many requests each caller was let through in each of the last thirty-one slots of thirty
-- seconds. Their sum is what fifteen minutes may hold, wherever they begin. A crash of the database may forget
-- them, so no write-ahead log is paid for.
create unlogged table request_windows (
  key bytea primary key check (octet_length(key) = 32), -- a digest: the table must not become a list of addresses
  slot bigint not null check (slot >= 0),               -- the newest slot, in half minutes since 1970
  counts integer[] not null check (cardinality(counts) = 31 and array_position(counts, null) is null), -- newest first
  granted integer not null check (granted >= 0)         -- points the last statement was given
) with (fillfactor = 70);
create index request_windows_by_slot on request_windows (slot);

alter table request_windows enable row level security;
alter table request_windows force row level security;
create policy counting on request_windows to promptr_app using (true) with check (true);
create policy work on request_windows to promptr_jobs using (true);
grant select, insert, update on request_windows to promptr_app;
grant select, delete on request_windows to promptr_jobs;
