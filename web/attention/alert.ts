import type { Level } from '#protocol/reading.ts'
import type { Preferences } from '#web/store/preferences.ts'
import type { Incoming } from './incoming.ts'

/** How the reader stands to the page. `attentive`: it is seen and has the focus; `following`: the newest is in view. */
export type Standing = Pick<Preferences, 'quiet' | 'sound' | 'notify'> & {
  attentive: boolean
  following: boolean
  /** What the reader chose to hear of the room; null: as this device has it. */
  level: Level | null
}

/** What to do about messages that came: which tone to play, and of which messages to notify. */
export type Alert = { tone: 'mention' | 'message' | null; notice: readonly Incoming[] }

export const isNothing = ({ tone, notice }: Alert): boolean => tone === null && notice.length === 0

const wanted = (level: Preferences['sound'], incoming: readonly Incoming[]): readonly Incoming[] =>
  level === 'off' ? [] : level === 'all' ? incoming : incoming.filter(({ forMe }) => forMe)

/** A room's level says of what one hears; a device that is to be silent stays silent. */
function levelOf(device: Preferences['sound'], room: Level | null): Preferences['sound'] {
  if (room === null || device === 'off') return device
  return room === 'none' ? 'off' : room
}

/**
 * Nothing for what was missed, in do not disturb, and for whoever sees it come; no notification of a page that has the
 * attention (client.md 6.9).
 */
export function alertOf(incoming: readonly Incoming[], standing: Standing): Alert {
  const { quiet, sound, notify, attentive, following, level } = standing
  const live = incoming.filter((one) => one.live)
  if (quiet === 'on' || (attentive && following)) return { tone: null, notice: [] }
  const heard = wanted(levelOf(sound, level), live)
  const tone = heard.length === 0 ? null : heard.some(({ forMe }) => forMe) ? 'mention' : 'message'
  return { tone, notice: attentive ? [] : wanted(levelOf(notify, level), live) }
}
