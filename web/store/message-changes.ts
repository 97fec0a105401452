import { showToast } from '#web/kit/toast.ts'
import { heard } from '#web/store/heard.ts'
import { mentionedIds } from '#web/store/known-people.ts'
import { bodyOf, isOwnReaction, type ShownLine } from '#web/store/lines.ts'
import { dropRecalled, keepRecalled } from '#web/store/recalled-texts.ts'
import { me, room, roomName } from '#web/store/session.ts'
import { changeWish, wishes, wishOf, withReaction } from '#web/store/wishes.ts'
import { editor, keepEdit, startEdit } from '#web/store/writing-target.ts'
import { whyOf } from '#web/words/refusals.ts'
import { type ToolWords, toolWords } from '#web/words/tools.ts'

type Failed = keyof ToolWords['actions']['failed']

/** More than a person can want at a time; what waits for a lost line is bounded by it, too. */
const MOST_WISHES = 200

/** Writes an own message anew: the page shows it at once. The text comes back when it was refused. */
export async function editMessage(line: ShownLine, body: string): Promise<void> {
  const { seq } = line
  const inRoom = roomName.peek()
  changeWish(seq, (wish) => ({ ...wish, body }))
  const worked = await settle('edit', () => room.peek()?.edit(seq, body, mentionedIds(body)), {
    // Another edit may have been made meanwhile.
    done: () =>
      changeWish(seq, ({ body: now, ...wish }) => (now === undefined || now === body ? wish : { ...wish, body: now })),
    action: { label: toolWords().actions.editAgain, run: () => startEdit(line, body) },
  })
  if (!worked) keepEdit(line, body, inRoom)
}

editor.value = (line, body) => void editMessage(line, body)

/** Takes an own message back, or deletes it. A recalled text can be had again for a while. */
export async function eraseMessage(line: ShownLine, how: 'recall' | 'delete'): Promise<void> {
  const { seq } = line
  const inRoom = roomName.peek()
  if (how === 'recall') keepRecalled(seq, { body: bodyOf(line), re: line.re ?? null })
  changeWish(seq, (wish) => ({ ...wish, erase: how }))
  const worked = await settle(how === 'recall' ? 'recall' : 'erase', () => room.peek()?.erase(seq, how), {
    done: () => changeWish(seq, ({ erase: _done, ...wish }) => wish),
  })
  if (worked) keepEdit(line, undefined, inRoom)
  else dropRecalled(seq, inRoom)
}

/** Everybody's pins. */
export async function setPinned(seq: number, on: boolean): Promise<void> {
  await settle(on ? 'pin' : 'unpin', () => room.peek()?.pin(seq, on), { done: () => undefined })
}

const travelling = new Set<string>()

/** Gives a reaction, or takes it back. Pressed again while it travels, what was wanted last is sent after it. */
export async function toggleReaction(line: ShownLine, kind: string): Promise<void> {
  const { seq } = line
  const own = line.now?.reactions?.find((one) => one.kind === kind)
  const was = wishOf(seq).reactions?.get(kind) ?? (own ? isOwnReaction(line, own, me.peek()?.id ?? null) : false)
  if (wishes.peek().size >= MOST_WISHES && !wishes.peek().has(seq)) return
  changeWish(seq, (wish) => withReaction(wish, kind, !was))
  const key = `${roomName.peek()}#${seq} ${kind}`
  if (travelling.has(key)) return
  travelling.add(key)
  while (await sendReaction(seq, kind)) {
    // Another press came meanwhile.
  }
  travelling.delete(key)
}

/** Whether something else is wanted now. */
async function sendReaction(seq: number, kind: string): Promise<boolean> {
  const here = room.peek()
  const on = wishOf(seq).reactions?.get(kind)
  if (on === undefined) return false
  const isOver = () => wishOf(seq).reactions?.get(kind) === on
  const worked = await settle('react', () => room.peek()?.react(seq, kind, on), {
    done: () => isOver() && changeWish(seq, (wish) => withReaction(wish, kind, null)),
  })
  if (here !== room.peek()) return false
  if (!worked) changeWish(seq, (wish) => withReaction(wish, kind, null))
  return worked && wishOf(seq).reactions?.has(kind) === true
}

type Outcome = { done: () => unknown; action?: { label: string; run: () => void } }

/** Sends a change; `done` runs when the page has heard of it, and when it was refused, which a toast tells with its reason. */
async function settle(
  what: Failed,
  send: () => Promise<{ seq: number }> | undefined,
  { done, action }: Outcome,
): Promise<boolean> {
  const here = room.peek()
  const isHere = () => here === room.peek()
  try {
    const answer = await send()
    if (answer) await heard(answer.seq)
    if (isHere()) done()
    return true
  } catch (error) {
    if (isHere()) done()
    const say = toolWords().actions
    showToast(say.trouble(say.failed[what], whyOf(error, say.why)), {
      tone: 'refusal',
      ...(action && isHere() ? { action } : {}),
    })
    return false
  }
}
