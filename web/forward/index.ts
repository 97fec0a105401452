import { loadLateStyles } from '#web/kit/late-styles.ts'
import type { ShownLine } from '#web/store/lines.ts'
import { offerReload } from '#web/store/offer-reload.ts'

/** Asks where to say a message of the page's room again. What asks comes from the server when it is first wanted. */
export async function openForward(line: ShownLine): Promise<void> {
  try {
    const [{ askWhere }] = await Promise.all([import('./ask-where.ts'), loadLateStyles()])
    askWhere(line)
  } catch {
    offerReload()
  }
}
