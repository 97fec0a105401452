import * as v from 'valibot'
import { settingValues } from './setting-values.ts'

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const chosen = v.strictObject({
  theme: v.optional(v.picklist(settingValues.theme)),
  language: v.optional(v.picklist(settingValues.language)),
  send_key: v.optional(v.picklist(settingValues.send_key)),
  send_key_touch: v.optional(v.picklist(settingValues.send_key_touch)),
  join_lines: v.optional(v.picklist(settingValues.join_lines)),
  density: v.optional(v.picklist(settingValues.density)),
  motion: v.optional(v.picklist(settingValues.motion)),
  announcer: v.optional(v.picklist(settingValues.announcer)),
  opens_at: v.optional(v.picklist(settingValues.opens_at)),
  typing: v.optional(v.picklist(settingValues.typing)),
  receipts: v.optional(v.picklist(settingValues.receipts)),
  quiet: v.optional(v.picklist(settingValues.quiet)),
  sound: v.optional(v.picklist(settingValues.sound)),
})
/** All that was ever chosen; `version` grows by one with each change, and is 0 where there was none. Names and values may be of a newer client than whoever reads them. */
const all = { version: v.number(), settings: v.record(v.string(), v.string()) }

/** What one has chosen for all of one's devices (decision 0051). Refusals: login_first. */
export const readSettings = { input: v.strictObject({}), reply: v.object(all) }

/**
 * Chooses. Names that are not in `settings` stay as they are. `seen` is the version that one knew when one chose, and `ago_ms`
 * how long ago that was: what somebody knew of is followed; of two who did not know of each other the later one holds, whichever
 * comes first. The answer is what holds now. Again, after an answer that was lost: the same answer, nothing new (HOUSE-11).
 * Refusals: login_first, rate_limited, storage_full, draining.
 */
export const setSettings = {
  input: v.strictObject({ settings: chosen, seen: whole, ago_ms: v.optional(whole) }),
  reply: v.object(all),
}

/** To all connections of the person after a change: the whole truth. */
export const settingsPush = v.object(all)

export type SettingsPush = v.InferOutput<typeof settingsPush>
