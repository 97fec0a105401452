import type { Locale } from '#protocol/people.ts'
import type { Sql } from '#server/storage/database.ts'
import type { Receiver } from './encrypt.ts'

/** Somebody's browser. `content`: with the words of messages, or only that there are some. */
export type Subscription = Receiver & { endpoint: string; content: 'full' | 'hidden'; locale: Locale }
/** As it is pushed to. `failures`: in a row. */
export type Known = Subscription & { failures: number }

/** More devices than this nobody carries: the oldest goes (T-74). */
const MOST_OF_A_PERSON = 10
/** An address that refuses this often in a row is dropped, though it never says that it is gone. */
const MOST_FAILURES = 20

/** False: the address is somebody else's, with other keys: whoever knows only the address does not take it over (T-74). */
export async function saveSubscription(
  sql: Sql,
  principalId: string,
  { endpoint, p256dh, auth, content, locale }: Subscription,
  nowMs: number,
): Promise<boolean> {
  const saved = await sql<{ endpoint: string }[]>`
    insert into push_subscriptions (endpoint, principal_id, p256dh, auth, content, locale, created_ms, failures)
    values (${endpoint}, ${principalId}, ${p256dh}, ${auth}, ${content}, ${locale}, ${nowMs}, ${0})
    on conflict (endpoint) do update set principal_id = excluded.principal_id, p256dh = excluded.p256dh,
      auth = excluded.auth, content = excluded.content, locale = excluded.locale, created_ms = excluded.created_ms, failures = 0
    where push_subscriptions.principal_id = excluded.principal_id
      or (push_subscriptions.p256dh = excluded.p256dh and push_subscriptions.auth = excluded.auth)
    returning endpoint`
  await sql`
    delete from push_subscriptions where principal_id = ${principalId} and endpoint not in (
      select endpoint from push_subscriptions where principal_id = ${principalId}
      order by created_ms desc, endpoint limit ${MOST_OF_A_PERSON})`
  return saved.length > 0
}

/** Only the subscriber's own. */
export async function deleteSubscription(sql: Sql, principalId: string, endpoint: string): Promise<void> {
  await sql`delete from push_subscriptions where endpoint = ${endpoint} and principal_id = ${principalId}`
}

/** Whoever has no session any more cannot come back, and is not pushed to. */
export async function findSubscriptions(sql: Sql, principalId: string): Promise<Known[]> {
  return sql<Known[]>`
    select endpoint, p256dh, auth, content, locale, failures from push_subscriptions as s
    where principal_id = ${principalId}
      and exists (select 1 from sessions where sessions.principal_id = s.principal_id)
    order by created_ms desc`
}

export async function hasSubscriptions(sql: Sql): Promise<boolean> {
  const rows = await sql<{ endpoint: string }[]>`select endpoint from push_subscriptions limit 1`
  return rows.length > 0
}

/** The push service says that nobody is there any more. */
export async function dropEndpoint(sql: Sql, endpoint: string): Promise<void> {
  await sql`delete from push_subscriptions where endpoint = ${endpoint}`
}

export async function noteFailure(sql: Sql, endpoint: string): Promise<void> {
  await sql`update push_subscriptions set failures = failures + 1 where endpoint = ${endpoint}`
  await sql`delete from push_subscriptions where endpoint = ${endpoint} and failures >= ${MOST_FAILURES}`
}

export async function noteSuccess(sql: Sql, endpoint: string): Promise<void> {
  await sql`update push_subscriptions set failures = 0 where endpoint = ${endpoint}`
}

/** Those of people whose sessions have ended. */
export async function sweepSubscriptions(sql: Sql): Promise<void> {
  await sql`
    delete from push_subscriptions
    where not exists (select 1 from sessions where sessions.principal_id = push_subscriptions.principal_id)`
}
