import type { Handlers } from '#server/accounts/caller.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { createSetSettings, type SetNeeds } from './set-settings.ts'
import { findSettings, told } from './setting-store.ts'

export type SettingsNeeds = Omit<SetNeeds, 'clock' | 'choosing'> & {
  clock: SetNeeds['clock'] & { steadyMs(): number }
  quota: { changesBurst: number; changesPerSecond: number }
}

/** What people have chosen for all of their devices (decision 0051). It goes with its person: the rows hang on it. */
export function createSettings(needs: SettingsNeeds) {
  const { storage, clock, quota } = needs
  const choosing = new Limiter({ burst: quota.changesBurst, perSecond: quota.changesPerSecond }, clock.steadyMs)
  const setSettings = createSetSettings({ ...needs, choosing })
  const handlers: Handlers<'me.settings' | 'me.set_settings'> = {
    'me.settings': {
      right: 'enter',
      handle: async ({ principal }) => told(await findSettings(storage.read, principal.id)),
    },
    'me.set_settings': { right: 'enter', handle: ({ principal }, wish) => setSettings(principal, wish) },
  }
  return {
    handlers,
    /** Drops budgets that are full again; call it now and then. */
    sweepBudgets: () => choosing.sweep(),
  }
}

export type PersonSettings = ReturnType<typeof createSettings>
