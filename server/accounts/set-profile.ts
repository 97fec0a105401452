import type { CommandInput } from '#protocol/index.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { updateProfile } from './account-store.ts'
import type { AccountNeeds } from './index.ts'
import { nameKey } from './name-key.ts'
import { requireName } from './name-rules.ts'
import { freeName, isTaken, type NameNeeds, takeOver } from './names.ts'
import type { Principal } from './principals.ts'

/** Takes a name and a bowl; the first time it also enters. The name is checked where it is stored (T-83). */
export function createSetProfile(needs: AccountNeeds, renames: Limiter) {
  const { storage, clock, principals, nameChars, onProfile } = needs
  function store({ id }: Principal, name: string, look: number): Promise<void> {
    return storage.write(async ({ sql }) => {
      const names: NameNeeds = {
        sql,
        nowMs: clock.nowMs(),
        isConnected: (other) => principals.find(other) !== undefined,
      }
      if (await isTaken(names, name, id)) {
        throw new Refusal('name_taken', { suggestion: await freeName(names, name, nameChars, id) })
      }
      await takeOver(sql, name, id)
      const known = await updateProfile(sql, id, { name, nameKey: nameKey(name), look, nowMs: names.nowMs })
      if (!known) throw new Refusal('login_first')
    })
  }

  return async function setProfile(principal: Principal, { name: raw, look }: CommandInput<'profile.set'>) {
    const name = requireName(raw, { max: nameChars })
    if (name === principal.name && look === principal.look && principal.entered) return { me: principal.me() }
    renames.require(principal.id)
    await store(principal, name, look).catch((error: unknown) => {
      renames.giveBack(principal.id)
      throw error
    })
    // Whoever lost the line long before this was stored and is back is another object, read before it.
    const now = principals.recall(principal.id) ?? principal
    const before = { name: now.name, entered: now.entered }
    Object.assign(now, { name, look, entered: true })
    onProfile(now, before)
    return { me: now.me() }
  }
}
