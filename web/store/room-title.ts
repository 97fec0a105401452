import { computed, type ReadonlySignal } from '@preact/signals'
import type { RoomInfo } from '#protocol/rooms.ts'
import { me, place, roomInfo, roomName } from '#web/store/session.ts'
import { localeTag } from '#web/words/index.ts'

/** What a room is called: its title, or, in a private chat, the names of the others as `locale` lists them. */
export function titleOf({ title, people }: RoomInfo, mine: string | undefined, locale: string): string {
  if (!people) return title
  const others = people.filter(({ id }) => id !== mine)
  return new Intl.ListFormat(locale).format((others.length ? others : people).map(({ name }) => name))
}

/** What the page's room is called, before it is known by its address; '' where that says nothing to anybody. */
export const roomTitle: ReadonlySignal<string> = computed(() => {
  const name = roomName.value
  const known = roomInfo.value && titleOf(roomInfo.value, me.value?.id, localeTag.value)
  return known || (name.startsWith('~') ? '' : name || place.value.title)
})

/** What the browser's tab is called; as the server names the page (server/gateway/page.ts). */
export const pageTitle: ReadonlySignal<string> = computed(() => {
  const { title } = place.value
  const here = roomTitle.value
  return roomName.value === '' || here === '' ? title : `${here} · ${title}`
})
