import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { showToast } from '#web/kit/toast.ts'
import { words } from '#web/words/index.ts'

type Attach = typeof import('#web/uploads/index.ts')

const loaded: Signal<Attach | null> = signal<Attach | null>(null)

/** What attaches files to a message and sends them. Null until the page was idle, or somebody asked for it. */
export const attach: ReadonlySignal<Attach | null> = loaded

/** Fetches it, with how it looks; rejects where the server is not reached. */
export async function loadAttach(): Promise<Attach> {
  const found = await import('#web/uploads/index.ts')
  await found.startUploads()
  loaded.value = found
  return found
}

/** Opens what one can attach, beside the button that was pressed. */
export function openAttach(button: HTMLElement): void {
  loadAttach().then(
    ({ openAttachMenu }) => openAttachMenu(button),
    () => showToast(words().refused.unreachable),
  )
}
