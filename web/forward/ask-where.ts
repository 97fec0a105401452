import { addExtra } from '#web/kit/slots.ts'
import type { ShownLine } from '#web/store/lines.ts'
import { ForwardPlace } from './ForwardDialog.tsx'
import { showForward } from './forwarding.ts'

let isPlaced = false

/** Opens the dialog over the page. */
export function askWhere(line: ShownLine): void {
  if (!isPlaced) addExtra('page', 40, ForwardPlace)
  isPlaced = true
  showForward(line)
}
