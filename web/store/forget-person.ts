import { forgetUnsent } from '#web/kit/forget-unsent.ts'
import { forgetFiles } from '#web/kit/kept-files.ts'
import { browserStore } from './drafts.ts'
import { forgetFolded } from './folded-cards.ts'
import { forgetDrafts } from './forget-drafts.ts'
import { keepIgnored } from './ignored-kept.ts'
import { wipeCopy } from './offline-copy.ts'
import { forgetSettings } from './settings-kept.ts'
import { emptyComposer } from './timeline-commands.ts'

/** Whatever somebody who was deleted has on this page and this device: what is being written, drafts, what was not sent, what was kept for without a network (T-81). */
export function forgetPerson(principal: string | undefined): void {
  emptyComposer.run()
  wipeCopy().catch(() => undefined)
  forgetFolded()
  forgetSettings()
  if (principal === undefined) return
  keepIgnored(principal, [])
  forgetDrafts(browserStore(), principal)
  forgetDrafts(browserStore() && sessionStorage, principal)
  forgetUnsent(principal).catch(() => undefined)
  forgetFiles(principal).catch(() => undefined)
}
