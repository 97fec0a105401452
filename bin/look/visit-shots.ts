import { looks, type Pose, type Shot } from './studio.ts'

/** Somebody who comes for the first time, and rooms in which nobody has spoken. */
export const visitShots: readonly Shot[] = [
  {
    what: 'first-visit',
    looks: [...looks(['desktop', 'phone', 'small']), 'tablet light zh', 'laptop dark en'],
    pose: ({ dialog }) => dialog.waitFor(),
  },
  {
    what: 'own-name',
    looks: ['phone light zh', 'phone dark en', 'desktop light en'],
    pose: async (visitor) => {
      await visitor.dialog.waitFor()
      await visitor.writeOwnName(visitor.locale === 'zh-CN' ? '听雨' : 'heron')
    },
  },
  {
    what: 'looking',
    looks: ['desktop light en', 'phone dark zh'],
    pose: async (visitor) => {
      await visitor.dialog.getByRole('button', { name: visitor.words.enter.look }).click()
      await visitor.isIn()
    },
  },
  {
    what: 'empty',
    looks: ['desktop light zh', 'phone dark en', 'phone light zh', 'small light en'],
    at: (locale) => ({ path: `/r/${locale === 'zh-CN' ? '新茶桌' : 'new-table'}` }),
    pose: (visitor) => visitor.enter(),
  },
  {
    what: 'nowhere',
    looks: ['desktop light zh', 'phone dark en'],
    at: () => ({ path: '/r/~0000000000ab' }),
    pose: ({ page }) => page.locator('.state-card').waitFor(),
  },
] satisfies readonly (Shot & { pose: Pose })[]
