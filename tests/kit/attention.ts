import type { Guest } from './guest.ts'
import type { Visitor } from './page.ts'

/** What the page asked of the browser. `prompts` says for each whether it came from a press. */
export type Witness = { tones: number; prompts: boolean[]; notices: { title: string; body: string; open: boolean }[] }
type Answer = 'granted' | 'denied'

/** In place of what the headless shell has not: a person who is asked, a screen with notifications, a loudspeaker. */
export const stand = (
  { context }: Visitor,
  { permission, answer }: { permission: NotificationPermission; answer: Answer },
) =>
  context.addInitScript(
    ([now, next]) => {
      const witness: Witness = { tones: 0, prompts: [], notices: [] }
      Object.defineProperty(document, 'witness', { value: witness })
      class FakeNotification {
        static permission: string = now ?? 'default'
        static requestPermission(): Promise<string> {
          witness.prompts.push(navigator.userActivation.isActive)
          FakeNotification.permission = next ?? 'denied'
          return Promise.resolve(FakeNotification.permission)
        }
        onclick: (() => void) | null = null
        readonly notice: Witness['notices'][number]
        constructor(title: string, { body = '' }: NotificationOptions = {}) {
          this.notice = { title, body, open: true }
          witness.notices.push(this.notice)
          Object.defineProperty(document, 'clickNotice', { configurable: true, value: () => this.onclick?.() })
        }
        close() {
          this.notice.open = false
        }
      }
      Object.defineProperty(globalThis, 'Notification', { value: FakeNotification })
      const connect = AudioNode.prototype.connect
      Object.defineProperty(AudioNode.prototype, 'connect', {
        value(this: AudioNode, target: AudioNode) {
          if (target instanceof AudioDestinationNode) witness.tones++
          return Reflect.apply(connect, this, [target])
        },
      })
    },
    [permission, answer] as const,
  )

export const witness = ({ page }: Pick<Visitor, 'page'>): Promise<Witness> =>
  page.evaluate(() => {
    const found: unknown = Reflect.get(document, 'witness')
    return found as Witness
  })

/** Resolves when the page has asked for this much. */
export const asked = ({ page }: Visitor, least: { tones?: number; notices?: number }) =>
  page.waitForFunction(({ tones = 0, notices = 0 }) => {
    const now = Reflect.get(document, 'witness') as Witness
    return now.tones >= tones && now.notices.length >= notices
  }, least)

/** Chromium has no switch for a hidden tab in the headless shell: the page is told so, as a browser would tell it. */
export const hide = ({ page }: Pick<Visitor, 'page'>, hidden: boolean) =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (now ? 'hidden' : 'visible') })
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => !now })
    document.dispatchEvent(new Event('visibilitychange'))
    window.dispatchEvent(new Event(now ? 'blur' : 'focus'))
  }, hidden)

/** Resolves when the middle of the dot on the page's icon has this colour. `waitForFunction` takes a promise for a yes. */
export async function dotIs({ page }: Visitor, colour: string): Promise<void> {
  while ((await dotColour(page)) !== colour) await page.evaluate(() => new Promise(requestAnimationFrame))
}

const dotColour = (page: Visitor['page']): Promise<string> =>
  page.evaluate(async () => {
    const icon = new Image(40, 40)
    icon.src = document.querySelector<HTMLLinkElement>('link[rel=icon]')?.href ?? ''
    await icon.decode()
    const surface = new OffscreenCanvas(40, 40).getContext('2d')
    surface?.drawImage(icon, 0, 0, 40, 40)
    return surface?.getImageData(31, 9, 1, 1).data.slice(0, 3).join(',') ?? ''
  })
export const dots = { none: '37,109,90', message: '133,208,179', mention: '225,173,99' }
export const titleIs = ({ page }: Pick<Visitor, 'page'>, start: string) =>
  page.waitForFunction((wanted) => document.title.startsWith(wanted), start)

/** Resolves when it is stored. */
export const says = ({ room }: Guest, text: string, extra: { re?: number; mentions?: string[] }): Promise<number> =>
  new Promise((resolve) => {
    const cid = room.post(text, extra)
    const stop = room.listen({
      events: (events) => {
        const own = events.find((event) => event.cid === cid)
        if (own) resolve(own.seq)
      },
      snapshot: ({ lines }) => {
        const own = lines.find((line) => line.cid === cid)
        if (own) resolve(own.seq)
      },
    })
    void stop
  })
