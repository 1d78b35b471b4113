import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

/** A secret with its key and the key's owner; whether they may be used is for the caller to see. */
export const keyBySecret = statement((p: { secretHash: Buffer }) =>
  build
    .selectFrom("api_key_secrets as secret")
    .innerJoin("api_keys as key", "key.id", "secret.api_key_id")
    .innerJoin("profiles as owner", "owner.id", "key.user_id")
    .select([
      "key.id as keyId",
      "key.user_id as userId",
      "key.scopes",
      "key.allowed_cidrs as allowedCidrs",
      "key.expires_at as expiresAt",
      "secret.not_after as notAfter",
      "owner.subscription_tier as tier",
      "owner.suspended_at as suspendedAt",
      "owner.erased_at as erasedAt",
    ])
    .where("secret.secret_hash", "=", p.secretHash),
);

type Calls = {
  readonly userId: string;
  /** The month and the day (UTC) the calls count in, as `2026-11-01`. */
  readonly month: string;
  readonly day: string;
  readonly limit: number;
  readonly now: Date;
  /** Uses older than this are noted anew. */
  readonly notedBefore: Date;
  /** One entry for each call, in the order they came. */
  readonly secretHashes: readonly Buffer[];
  readonly addresses: readonly (string | null)[];
};
export type Spent = {
  /** Places (from 1) of the calls whose secret is still alive, in order. */
  readonly live: number[];
  /** What the month held before; null when it had no row yet. */
  readonly before: number | null;
  /** Both null when nothing was left, or when another process opened the month at the same moment. */
  readonly used: number | null;
  readonly granted: number | null;
};

/**
 * Spends one call of the month for each live secret of an account that is open, as far as the quota goes, in the order the calls came; counts what
 * was granted by key and day; and notes when and from where key and secret were used, where the last note is old enough.
 * The month's row is locked before it is raised, so racing processes stand in line; notes skip what another one holds.
 */
export const spendCalls = statement((p: Calls) => ({
  compile: () =>
    sql<Spent>`
      with called as (
        select row_number() over (order by call.place) as turn, call.place::int as place, call.address::inet as address,
          key.id as api_key_id, secret.secret_hash
        from unnest(${p.secretHashes}::bytea[], ${p.addresses}::text[])
            with ordinality as call (secret_hash, address, place)
          join promptr.api_key_secrets secret on secret.secret_hash = call.secret_hash
          join promptr.api_keys key on key.id = secret.api_key_id
        where key.user_id = ${p.userId}::uuid
          and (secret.not_after is null or secret.not_after > ${p.now}::timestamptz)
          and (key.expires_at is null or key.expires_at > ${p.now}::timestamptz)
          and exists (select from promptr.profiles owner
            where owner.id = ${p.userId}::uuid and owner.suspended_at is null and owner.erased_at is null)
      ),
      wanted as (select count(*)::int as number from called),
      opened_before as (
        select used from promptr.quota_usage
        where user_id = ${p.userId}::uuid and kind = 'api_calls' and month = ${p.month}::date
        for update
      ),
      raised as (
        update promptr.quota_usage set used = least(opened_before.used + wanted.number, ${p.limit}::int)
        from opened_before, wanted
        where user_id = ${p.userId}::uuid and kind = 'api_calls' and month = ${p.month}::date
          and wanted.number > 0 and opened_before.used < ${p.limit}::int
        returning quota_usage.used, quota_usage.used - opened_before.used as granted
      ),
      opened as (
        insert into promptr.quota_usage (user_id, kind, month, used)
        select ${p.userId}::uuid, 'api_calls', ${p.month}::date, least(number, ${p.limit}::int)
        from wanted where number > 0 and not exists (select from opened_before)
        on conflict do nothing
        returning used, used as granted
      ),
      spent as (select used, granted from raised union all select used, granted from opened),
      counted as (
        insert into promptr.api_key_usage (api_key_id, user_id, day, calls)
        select api_key_id, ${p.userId}::uuid, ${p.day}::date, count(*)
        from called, spent where turn <= granted group by api_key_id
        on conflict (api_key_id, day) do update set calls = api_key_usage.calls + excluded.calls
      ),
      noted_keys as (
        update promptr.api_keys key set last_used_at = ${p.now}::timestamptz, last_used_ip = latest.address
        from (select distinct on (api_key_id) api_key_id, address from called order by api_key_id, place desc) latest
        where key.id = latest.api_key_id and key.id in (
          select id from promptr.api_keys
          where id in (select api_key_id from called)
            and (last_used_at is null or last_used_at <= ${p.notedBefore}::timestamptz)
          for no key update skip locked)
      ),
      noted_secrets as (
        update promptr.api_key_secrets set last_used_at = ${p.now}::timestamptz
        where secret_hash in (
          select secret_hash from promptr.api_key_secrets
          where secret_hash in (select secret_hash from called)
            and (last_used_at is null or last_used_at <= ${p.notedBefore}::timestamptz)
          for no key update skip locked)
      )
      select array(select place from called order by place) as live, (select used from opened_before) as before,
        spent.used, spent.granted
      from wanted left join spent on true`.compile(build),
}));
