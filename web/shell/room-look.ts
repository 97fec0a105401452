import { computed, effect } from '@preact/signals'
import { roomInfo } from '#web/store/session.ts'

const hue = computed(() => roomInfo.value?.accent)

/** The page takes the accent of its room (tokens.css). Returns its stop. */
export function startRoomLook(): () => void {
  const { style } = document.documentElement
  return effect(() => {
    if (hue.value === undefined) style.removeProperty('--accent-hue')
    else style.setProperty('--accent-hue', `${hue.value}`)
  })
}
