-- db-request-windows.giveBackRequests
with given as ( select *
  from unnest($1::bytea[], $2::bigint[], $3::int[]) as g (key, slot, points)), locked as ( select key
  from promptr.request_windows
  where key in (select key
  from given)
  order by key for update) update promptr.request_windows w
  set counts = ( select array_agg(case when n = w.slot - g.slot + 1 then greatest(0, c - g.points) else c end
  order by n)
  from unnest(w.counts) with ordinality as u (c, n))
  from given g
  where w.key = g.key and w.key in (select key
  from locked);

-- db-request-windows.takeRequests
insert into promptr.request_windows as w (key, slot, counts, granted) select $1, floor(extract(epoch
  from clock_timestamp()) / 30)::bigint, array_prepend($4::int + points, array_fill(0, array[30])), points
  from (select least($2::int, greatest(0, $3::int - $4::int)) as points) as first
  on conflict (key) do update
  set (slot, counts, granted) = ( select now.slot, array_prepend(kept.counts[1] + $4::int + points, kept.counts[2:31]), points
  from (select greatest(w.slot, excluded.slot) as slot) as now, lateral (select (array_fill(0, array[least(31, now.slot - w.slot)::int]) || w.counts)[1:31] as counts) as moved, lateral (select array_agg(case when n = now.slot - $6::bigint + 1 then greatest(0, c - $5::int) else c end
  order by n) as counts
  from unnest(moved.counts) with ordinality as u (c, n)) as kept, lateral (select greatest(0, $3::int - $4::int - sum(c))::int as free
  from unnest(kept.counts) as u (c)) as rest, lateral (select least($2::int, free, greatest(1, free / 8)) as points) as given)
  returning granted, slot, (select sum(c)::int
  from unnest(counts) as u (c)) as used, greatest(1, ceil(((slot + 1) * 30 - extract(epoch
  from clock_timestamp())) * 1000))::int as "slotEndsInMs", greatest(1, ceil(((slot + 1 + 31 - (select max(n)
  from unnest(counts) with ordinality as u (c, n)
  where c > 0)) * 30 - extract(epoch
  from clock_timestamp())) * 1000))::int as "freesInMs";
