import { type ReadonlySignal, type Signal, signal } from '@preact/signals'

/** How this page can be put beside the programs of the device: by a press here, by hand as on iOS, or not (any more). */
export type Install = 'none' | 'prompt' | 'by-hand'

/** What Chromium hands out, once, instead of asking by itself. */
type InstallPrompt = Event & { prompt(): Promise<unknown> }
const isPrompt = (event: Event): event is InstallPrompt => 'prompt' in event

const state: Signal<Install> = signal<Install>('none')
export const install: ReadonlySignal<Install> = state
let waiting: InstallPrompt | null = null

const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true)
/** An iPad says that it is a Mac; no Mac has fingers. */
export const isIos = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)

/** Listens before the manifest is named, so that nothing is missed: browsers look at it then. */
export function startInstall(base: string): void {
  if (isInstalled()) return
  window.addEventListener('beforeinstallprompt', (event) => {
    if (!isPrompt(event)) return
    // No banner out of nowhere: the entry in the settings is the place.
    event.preventDefault()
    waiting = event
    state.value = 'prompt'
  })
  window.addEventListener('appinstalled', () => {
    waiting = null
    state.value = 'none'
  })
  addLink('manifest', `${base}/manifest.webmanifest`)
  addLink('apple-touch-icon', `${base}/icons/touch-180.png`)
  if (isIos()) state.value = 'by-hand'
}

function addLink(rel: string, href: string): void {
  const link = document.createElement('link')
  link.rel = rel
  link.href = href
  document.head.append(link)
}

/** The browser asks; it does so once for each prompt. */
export async function askToInstall(): Promise<void> {
  const asked = waiting
  waiting = null
  state.value = 'none'
  await asked?.prompt()
}
