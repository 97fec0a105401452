import { computed, effect, untracked } from '@preact/signals'
import { type Settings, settingsOf } from '#protocol/setting-values.ts'
import { followMySettings, type MySettings } from '#sdk/my-settings.ts'
import { coarsePointer } from '#web/kit/media.ts'
import {
  defaults,
  KEY,
  localeOf,
  type Preferences,
  preferences,
  rereadPreferences,
  withChosen,
} from '#web/store/preferences.ts'
import { after, client, entered, me, platformNow } from '#web/store/session.ts'
import { settingsKeep } from '#web/store/settings-kept.ts'

/**
 * What of the choices goes with a person to its other devices (decision 0051). The rest belongs to the device: each browser is asked
 * for itself whether it may notify, and a notification is read by whoever stands before this screen.
 */
export function asSettings(now: Preferences, touch: boolean): Partial<Settings> {
  const { theme, language, density, motion, announcer, typing, receipts, quiet, sound } = now
  return {
    ...{ theme, language, density, motion, announcer, typing, receipts, quiet, sound },
    join_lines: now.joinLines,
    opens_at: now.opensAt,
    // Enter means one thing on a keyboard and another on a screen: each kind of device has its own.
    ...(touch ? { send_key_touch: now.sendKey } : { send_key: now.sendKey }),
  }
}

/** What was chosen elsewhere, over what holds here. */
export function withSettings(now: Preferences, chosen: Partial<Settings>, touch: boolean): Preferences {
  const { join_lines: joinLines, opens_at: opensAt, send_key, send_key_touch, ...same } = chosen
  return withChosen(now, { ...same, joinLines, opensAt, sendKey: touch ? send_key_touch : send_key })
}

/** What of `now` is not as it was in `before`. */
export function changedFrom(before: Partial<Settings>, now: Partial<Settings>): Partial<Settings> {
  const was: Readonly<Record<string, string | undefined>> = before
  return settingsOf(Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== was[name])))
}

const isEmpty = (chosen: Partial<Settings>): boolean => Object.keys(chosen).length === 0
const shownNow = (): Partial<Settings> => asSettings(preferences.peek(), coarsePointer.peek())
const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

/** What this device would show without anybody having chosen. That a language was chosen says its cookie. */
function usual(): Partial<Settings> {
  const isChosen = cookies().includes('teahouse_lang=')
  const language = localeOf(isChosen ? navigator.language : document.documentElement.lang)
  return asSettings({ ...defaults, language }, coarsePointer.peek())
}

/** In a frame that is locked up they are not empty, but refused. */
function cookies(): string {
  try {
    return document.cookie
  } catch {
    return ''
  }
}

/** Another page of this browser has chosen: it also says so to the server. */
let isOfOtherPage = false

function hearOtherPage({ key }: StorageEvent): void {
  if (key !== KEY) return
  isOfOtherPage = true
  rereadPreferences()
  isOfOtherPage = false
}

/** Keeps the choices of this page, of the other pages of this browser, and of the person's other devices together. */
export function startSharedSettings(): void {
  addEventListener('storage', hearOtherPage)
  const person = computed(() => me.value?.id)
  const isApart = computed(() => preferences.value.devices === 'this')
  let wasApart = false
  effect(() => {
    const [now, id] = [client.value, person.value]
    const isBack = wasApart
    wasApart = isApart.value
    if (!now || !id || isApart.value) return
    return untracked(() => follow(now, id, isBack))
  })
}

/** `isBack`: it went its own way, and has from now on what the others have. */
function follow(now: NonNullable<typeof client.value>, person: string, isBack: boolean): () => void {
  const keep = settingsKeep(person)
  const kept = keep.read()
  if (isBack && kept) keep.write({ ...kept, version: 0, told: {} })
  const platform = { after, nowMs: platformNow, randomBytes }
  const followed = followMySettings({ client: now, platform, keep })
  const stopKeeping = keepTogether(followed, isBack || kept === null)
  const stopAsking = effect(() => {
    if (entered.value) followed.ask()
  })
  return () => {
    stopAsking()
    stopKeeping()
    followed.stop()
  }
}

/** `isNew`: this device was never told what this person has chosen, which goes before what was chosen here. */
function keepTogether(followed: MySettings, isNew: boolean): () => void {
  let waitsForFirst = isNew
  let shown = shownNow()
  const show = (chosen: Partial<Settings>) => {
    const touch = coarsePointer.peek()
    const next = withSettings(preferences.peek(), chosen, touch)
    shown = asSettings(next, touch)
    if (!isEmpty(changedFrom(shownNow(), shown))) preferences.value = next
  }
  const say = (chosen: Partial<Settings>) => {
    if (!isEmpty(chosen)) followed.choose(chosen)
  }
  // What nobody has ever said anywhere, and is not as usual, was chosen here: it is what this person wants.
  const sayOwn = (chosen: Partial<Settings>) => say(changedFrom({ ...usual(), ...chosen }, shownNow()))
  if (!isNew) sayOwn(followed.settings ?? {})
  const stopListening = followed.listen((chosen) => {
    show(chosen)
    if (waitsForFirst) sayOwn(chosen)
    waitsForFirst = false
  })
  const stopWatching = effect(() => {
    const now = asSettings(preferences.value, coarsePointer.peek())
    const changed = changedFrom(shown, now)
    shown = now
    if (!isOfOtherPage) say(changed)
  })
  // A tablet that was put on its keyboard.
  const stopTurning = effect(() => {
    void coarsePointer.value
    untracked(() => show(waitsForFirst ? {} : (followed.settings ?? {})))
  })
  return () => {
    stopListening()
    stopWatching()
    stopTurning()
  }
}
