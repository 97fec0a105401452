import type { Preferences } from '#web/store/preferences.ts'
import type { Incoming } from './incoming.ts'

/** How the reader stands to the page. `attentive`: it is seen and has the focus; `following`: the newest is in view. */
export type Standing = Pick<Preferences, 'quiet' | 'sound' | 'notify'> & { attentive: boolean; following: boolean }

/** What to do about messages that came: which tone to play, and of which messages to notify. */
export type Alert = { tone: 'mention' | 'message' | null; notice: readonly Incoming[] }

export const isNothing = ({ tone, notice }: Alert): boolean => tone === null && notice.length === 0

const wanted = (level: Preferences['sound'], incoming: readonly Incoming[]): readonly Incoming[] =>
  level === 'off' ? [] : level === 'all' ? incoming : incoming.filter(({ forMe }) => forMe)

/**
 * Nothing for what was missed, in do not disturb, and for whoever sees it come; no notification of a page that has the
 * attention (client.md 6.9).
 */
export function alertOf(incoming: readonly Incoming[], standing: Standing): Alert {
  const { quiet, sound, notify, attentive, following } = standing
  const live = incoming.filter((one) => one.live)
  if (quiet === 'on' || (attentive && following)) return { tone: null, notice: [] }
  const heard = wanted(sound, live)
  const tone = heard.length === 0 ? null : heard.some(({ forMe }) => forMe) ? 'mention' : 'message'
  return { tone, notice: attentive ? [] : wanted(notify, live) }
}
