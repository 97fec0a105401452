import { limits } from '#protocol/limits.ts'
import { binary, type Case, close, first, fragments, last, ping, text } from './case.ts'

const most = limits.commandBytes
const nonsense = 'error bad_json'

/** The classic gateway at `/` has the same frames; what its protocol does otherwise, and a look at each group. */
export const classicCases: readonly Case[] = (
  [
    {
      id: '1.c1',
      what: 'as many bytes as are allowed',
      sends: [text('x'.repeat(most))],
      answers: [nonsense],
      closes: null,
    },
    { id: '1.c2', what: 'one byte more', sends: [text('x'.repeat(most + 1))], closes: 1009 },
    { id: '1.c3', what: 'binary', sends: [binary('x')], closes: 1003 },
    { id: '2.c1', what: 'a ping', sends: [ping('tea')], pongs: ['tea'], closes: null },
    { id: '2.c2', what: 'a ping of 126 bytes', sends: [ping('x'.repeat(126))], closes: 1002 },
    { id: '3.c1', what: 'reserved bits', sends: [text('x', { rsv: 4 })], closes: 1002 },
    { id: '4.c1', what: 'an opcode that nobody has defined', sends: [text('x', { opcode: 3 })], closes: 1002 },
    {
      id: '5.c1',
      what: 'pieces with a ping between them',
      sends: [first('x'), ping('p'), last('y')],
      pongs: ['p'],
      answers: [nonsense],
      closes: null,
    },
    { id: '5.c2', what: 'a continuation of nothing', sends: [last('x')], closes: 1002 },
    { id: '5.c3', what: 'too much in pieces', sends: fragments(['x'.repeat(most), 'y']), closes: 1009 },
    { id: '6.c1', what: 'slash in two bytes', sends: [text(Buffer.from('c0af', 'hex'))], closes: 1007 },
    { id: '7.c1', what: 'a close', sends: [close(1000, 'bye')], closes: 1000 },
    { id: '7.c2', what: 'a close with a code that is none', sends: [close(999)], closes: 1002 },
    { id: '9.c1', what: '2^63 - 1 bytes are claimed', sends: [text('x', { claims: 2n ** 63n - 1n })], closes: 1009 },
    { id: '9.c2', what: 'no mask', sends: [text('x', { masked: false })], closes: 1002 },
    {
      id: '9.c3',
      what: 'forty texts that are nonsense never close: its pages have no other words',
      sends: [Buffer.concat(Array.from({ length: 40 }, () => text('x')))],
      answers: Array.from({ length: 40 }, () => nonsense),
      closes: null,
    },
    {
      id: '0.c1',
      what: 'a frame in the segment of the head',
      sends: [text('x')],
      withHead: true,
      answers: [nonsense],
      closes: null,
    },
  ] satisfies Omit<Case, 'door'>[]
).map((one) => ({ ...one, door: 'classic' }))
