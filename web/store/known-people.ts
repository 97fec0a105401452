import { computed, type ReadonlySignal } from '@preact/signals'
import { limits } from '#protocol/limits.ts'
import { findCall } from '#protocol/mention-all.ts'
import { mentionsIn } from '#protocol/mentions.ts'
import type { Named, Person } from '#protocol/people.ts'
import { people } from '#web/store/people.ts'
import { roomInfo } from '#web/store/session.ts'
import { timeline } from '#web/store/timeline-store.ts'

/** People whom one may mean here: who is present, the people of a private chat, and who wrote what the page holds. Who spoke last comes first. */
export const knownPeople: ReadonlySignal<ReadonlyMap<string, Person>> = computed(() => {
  const known = new Map<string, Person>()
  const { lines, tail } = timeline.value
  const { list } = people.value
  for (const line of [...lines, ...tail].reverse()) {
    if (!known.has(line.by.id)) known.set(line.by.id, list?.get(line.by.id) ?? line.by)
  }
  for (const person of [...(list?.values() ?? []), ...(roomInfo.value?.people ?? [])])
    if (!known.has(person.id)) known.set(person.id, person)
  return known
})

/** For the wire, which has no empty list of mentions. */
export function mentionedIds(body: string): string[] | undefined {
  const ids = mentionsOf(body).map(({ id }) => id)
  return ids.length > 0 ? ids : undefined
}

/** How a text calls everybody, each way once, as names of nobody: their id is ''. */
export function callsIn(body: string): readonly Named[] {
  const names = new Set<string>()
  let rest = body
  for (let call = findCall(rest); call; call = findCall(rest)) {
    names.add(rest.slice(call.at + 1, call.at + call.length))
    rest = rest.slice(call.at + call.length)
  }
  return [...names].map((name) => ({ id: '', name }))
}

/** Whom a text names: by the rule with which it will be shown. At most as many as a message may have. */
export function mentionsOf(body: string): readonly Named[] {
  if (!body.includes('@')) return []
  return mentionsIn(body, knownPeople.peek().values()).slice(0, limits.mentions)
}
