import type { CommandInput } from '#protocol/index.ts'
import type { SettingsPush } from '#protocol/settings.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { createTellOwn } from '#server/accounts/tell-own.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { findSettings, type SettingRow, saveSetting, told, versionOf } from './setting-store.ts'

export type SetNeeds = {
  storage: RoomStorage
  clock: Pick<Clock, 'nowMs'>
  /** Whether there is such a person under a name. */
  hasEntered(sql: Sql, id: string): Promise<boolean>
  /** Changes by person: each is told to all connections of that person. */
  choosing: Limiter
}

type Wish = CommandInput<'me.set_settings'>
type Choice = { value: string; seen: number; chosenMs: number; nowMs: number }

/** Two equal choices this close count as one: a repeat takes another time to travel than its first did. */
const SAME_MS = 2_000

/**
 * Whether a choice takes the place of what is stored. Who knew of that one follows it, whatever the clocks say (HOUSE-14). Two
 * who did not know of each other have no other order than their times; what was stored before our clock went back counts as of
 * now.
 */
export function takesPlaceOf(row: SettingRow | undefined, { value, seen, chosenMs, nowMs }: Choice): boolean {
  if (!row || row.version <= seen) return true
  const laterMs = chosenMs - Math.min(row.chosen_ms, nowMs)
  return row.value === value ? laterMs > SAME_MS : laterMs >= 0
}

/** Keeps what somebody has chosen for all of its devices, and tells it to nobody but its own connections. */
export function createSetSettings({ storage, clock, hasEntered, choosing }: SetNeeds) {
  /** A refusal is returned, for a throw would cost the batch a second run. */
  async function set(sql: Sql, who: string, { settings, seen, ago_ms: agoMs = 0 }: Wish) {
    if (!(await hasEntered(sql, who))) return new Refusal('login_first')
    const before = await findSettings(sql, who)
    const nowMs = clock.nowMs()
    const chosenMs = nowMs - agoMs
    const version = versionOf(before) + 1
    const changed = Object.entries(settings).flatMap(([name, value]): SettingRow[] => {
      if (value === undefined) return []
      const row = before.find((one) => one.name === name)
      return takesPlaceOf(row, { value, seen, chosenMs, nowMs }) ? [{ name, value, version, chosen_ms: chosenMs }] : []
    })
    for (const row of changed) await saveSetting(sql, who, row)
    // What was just written is known: `saveSetting` takes each row as it is.
    const kept = before.filter(({ name }) => !changed.some((row) => row.name === name))
    return { isNew: changed.length > 0, now: told([...kept, ...changed]) }
  }

  const tellOwn = createTellOwn('settings')

  return async function setSettings(principal: Principal, wish: Wish): Promise<SettingsPush> {
    choosing.require(principal.id)
    const done = await storage.write(({ sql }) => set(sql, principal.id, wish))
    if (done instanceof Refusal) throw done
    if (done.isNew) tellOwn(principal, done.now)
    return done.now
  }
}
