import { describe, expect, test } from 'bun:test'
import { commandWords } from '#bin/docs-command-words.ts'
import type { CommandName } from '#protocol/index.ts'
import type { Locale } from '#protocol/people.ts'
import { type RefusalBody, type RefusalCode, refusals } from '#protocol/refusals.ts'
import { Refused } from '#sdk/index.ts'
import { allWords } from '#tests/kit/all-words.ts'
import { everywhere } from '#tests/kit/told-refusals.ts'
import { troubleFrom as nameTrouble } from '#web/accounts/name-trouble.ts'
import { whyNotSent } from '#web/messages/refusal-words.ts'
import { troubleFrom as roomTroubleFrom } from '#web/rooms/room-trouble.ts'
import { whyNotFound } from '#web/search/why-not-found.ts'
import { cardSentence, roomSentence } from '#web/shell/state-sentences.ts'
import { cardOf } from '#web/store/connection.ts'
import { noFile } from '#web/store/export-room.ts'
import { whyWords } from '#web/uploads/why-words.ts'
import { cardWords } from '#web/words/cards.ts'
import { filesWords } from '#web/words/files.ts'
import { forwardWords } from '#web/words/forward.ts'
import { loadWords, words } from '#web/words/index.ts'
import { ownDataWords } from '#web/words/own-data.ts'
import { personWords } from '#web/words/persons.ts'
import { pushWords } from '#web/words/push.ts'
import { refusalSentence, refusalWords, whyOf, whyOfCode } from '#web/words/refusals.ts'
import { roomWords } from '#web/words/rooms.ts'
import { storageWords } from '#web/words/storage.ts'
import { toolWords } from '#web/words/tools.ts'

const refused = (body: RefusalBody): Refused => new Refused({ limit: 30, retry_after_ms: 2_000, ...body })
const written = { title: 'Tea', topic: '', name: 'tea' }

type Told = (code: RefusalCode) => string | Promise<string>
const alone: Told = (code) => refusalSentence(refused({ code }))
const change: Told = (code) => whyOf(refused({ code }), toolWords().actions.why)
const rule: Told = (code) => whyOf(refused({ code }), personWords().why)
const post: Told = (code) => whyNotSent({ code, re: null, call: null, files: [] })
const room: Told = (code) => roomTroubleFrom(refused({ code }), written).text

/** What the page says where a command is refused. A string: why nobody asked for it, so that nothing is said. */
const told: { readonly [C in CommandName]: Told | string } = {
  hello: (code) =>
    cardSentence(cardOf({ name: 'stopped', code: 0, refusal: code }, { name: 'done' }, 0)?.kind ?? 'stopped'),
  heartbeat: 'the page asks it by itself, and a line that does not answer is renewed',
  'profile.set': async (code) => (await nameTrouble(refused({ code }), 32, words())).text,
  'profile.suggest': async (code) => (await nameTrouble(refused({ code }), 32, words())).text,
  'room.open': (code) => roomSentence(code).text,
  'room.join': (code) => roomSentence(code).text,
  'room.leave': 'leaving needs no permission, and what is not there is left already',
  'room.history': () => words().log.loadError,
  'room.pins': () => toolWords().actions.notLoaded,
  'message.post': post,
  'message.forward': (code) => whyOfCode(code, forwardWords().why),
  'message.edit': change,
  'message.erase': change,
  'message.react': change,
  'message.pin': change,
  'message.get': () => toolWords().actions.notLoaded,
  'message.edits': () => toolWords().actions.notLoaded,
  'message.hide_cards': () => cardWords().notRemoved,
  'me.erase_messages': alone,
  'me.delete': alone,
  'me.marks': 'the page asks it by itself, and shows whom it knows',
  'me.settings': 'the page asks it by itself, and goes on with what the device has kept',
  'me.set_settings': 'the device has kept it, and says it again',
  'room.make': room,
  'room.change': room,
  'room.directory': () => roomWords().directory.failed,
  'room.quit': alone,
  'room.members': () => personWords().failed.members,
  'room.mine': 'the page asks it by itself, again and again',
  'room.read': 'the page marks by itself, again and again',
  'room.set_level': alone,
  'room.files': () => filesWords().gallery.failed,
  'member.add': rule,
  'member.remove': rule,
  'member.ban': rule,
  'member.pardon': rule,
  'member.hand_over': rule,
  'person.mark': rule,
  'chat.open': (code) => refusalSentence(refused({ code }), roomWords().chatWhy),
  'owner.claim': alone,
  'push.key': () => pushWords().unreachable,
  'push.subscribe': () => pushWords().unreachable,
  'push.unsubscribe': 'the browser has ended it already',
  'typing.set': 'nobody waits for it',
  'search.messages': (code) => whyNotFound(code, 8),
  'storage.read': () => storageWords().failed,
  'pack.list': 'the page asks it by itself, and shows those that it knows',
  'pack.make': alone,
  'pack.change': alone,
  'pack.remove': alone,
}

/** What says nothing of what happened: it may stand for no code of ours. */
const vague = (): string[] => [
  refusalWords().because.other,
  refusalWords().sentence(refusalWords().because.other),
  ...Object.values(allWords).flatMap(({ why, uploads, forward }) => [why.other, uploads.why.other, forward.why.other]),
]

/** What is wrong with a sentence that is to be read by somebody who never heard of codes. */
function wrongWith(text: string, code: string, locale: Locale): string | null {
  if (text.trim() === '') return 'says nothing'
  if (text.includes(code) && code.includes('_')) return `says the code itself: ${text}`
  if (/[a-z]_[a-z]|undefined|\[object|NaN/.test(text)) return `is no sentence: ${text}`
  if (/\p{Script=Han}/u.test(text) !== (locale === 'zh-CN')) return `is in the wrong language: ${text}`
  return vague().includes(text) ? `does not say what happened: ${text}` : null
}

describe.each(['zh-CN', 'en'] as const)('[UX-20] every refusal is a sentence, %s:', (locale) => {
  test('of each command, each code that it may meet', async () => {
    await loadWords(locale)
    const wrong: string[] = []
    let asked = 0
    for (const [name, say] of Object.entries(told)) {
      const { refusals: own } = commandWords[name as CommandName]
      for (const code of typeof say === 'string' ? [] : [...own, ...everywhere]) {
        asked++
        const fault = wrongWith(await (say as Told)(code), code, locale)
        if (fault) wrong.push(`${name}, ${code}: ${fault}`)
      }
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(300)
  })

  test('of messages, files and exports: each code that there is', async () => {
    await loadWords(locale)
    const wrong: string[] = []
    const places: Record<string, Told> = {
      message: post,
      'message of a restored house': () => whyNotSent({ code: 'restored', re: null, call: null, files: [] }),
      file: (code) => whyWords({ code }),
      export: (code) => {
        const { status, headers } = { status: refusals[code].http, headers: { 'retry-after': '90' } }
        return refusalSentence(refused({ code: noFileCode(status, headers) }), ownDataWords().export.why)
      },
      anything: (code) => refusalWords().because[code],
    }
    for (const [place, say] of Object.entries(places))
      for (const code of Object.keys(refusals) as RefusalCode[]) {
        const fault = wrongWith(await say(code), code, locale)
        if (fault) wrong.push(`${place}, ${code}: ${fault}`)
      }
    for (const what of ['person', 'room', 'house', 'pixels', 'side', 'frames', 'time', 'broken'] as const)
      for (const code of ['quota_full', 'bad_picture'] as const) {
        const fault = wrongWith(whyWords({ code, what }), what, locale)
        if (fault) wrong.push(`file, ${code} of ${what}: ${fault}`)
      }
    expect(wrong).toEqual([])
  })

  test('a code of a newer server, and words that every object has, are told as what they are: something that did not work', async () => {
    await loadWords(locale)
    const { because, sentence } = refusalWords()
    for (const code of ['moon_too_full', 'constructor', '__proto__', 'toString']) {
      expect(whyOfCode(code)).toBe(because.other)
      expect(wrongWith(whyOfCode(code), code, locale)).toContain('does not say')
    }
    expect(refusalSentence(new Error('the line is lost'))).toBe(sentence(because.lost))
    expect(refusalSentence(refused({ code: 'rate_limited', retry_after_ms: 2_100 }))).toContain('3')
  })
})

/** A status without a body, as a HEAD is answered; 507 and the like are never a code that the page does not know. */
function noFileCode(status: number, headers: Record<string, string>): RefusalCode {
  const { code } = noFile(new Response(null, { status, headers }))
  return code === 'lost' ? 'internal' : code
}
