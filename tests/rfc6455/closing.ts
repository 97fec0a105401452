import { type Case, chopped, close, command, first, last, ping, text, unknown } from './case.ts'

/** May stand in a close frame (RFC 6455, 7.4, and the registry of IANA). */
export const goodCodes: readonly number[] = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3001, 3500, 3999, 4000, 4001, 4400,
  4500, 4999,
]
/** May not: too low, reserved for what is no close frame, not given to anybody, or above all. */
export const badCodes: readonly number[] = [
  0, 1, 125, 126, 255, 256, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2500, 2999, 5000, 5001, 10_000, 32_767,
  32_768, 65_535,
]

const answered: readonly Case[] = [
  {
    id: '7.1.1',
    what: 'a message, then a close',
    sends: [text(command(9)), close(1000)],
    answers: [unknown(9)],
    closes: 1000,
  },
  { id: '7.1.2', what: 'two closes', sends: [close(1000), close(1000)], closes: 1000 },
  { id: '7.1.3', what: 'a ping after the close is not answered', sends: [close(1000), ping('late')], closes: 1000 },
  {
    id: '7.1.4',
    what: 'a message after the close is not answered',
    sends: [close(1000), text(command(9))],
    closes: 1000,
  },
  {
    id: '7.1.5',
    what: 'a close inside a message, which stays unsaid',
    sends: [first(command(9).slice(0, 5)), close(1000), last(command(9).slice(5))],
    closes: 1000,
  },
  {
    id: '7.1.6',
    what: '60,000 bytes, then a close in the same segment',
    sends: [Buffer.concat([text(command(9, 60_000)), close(1000), ping('late')])],
    answers: [unknown(9)],
    closes: 1000,
  },
  {
    id: '7.1.7',
    what: 'garbage after the close',
    sends: [close(1000), Buffer.from('ffffffffffff', 'hex')],
    closes: 1000,
  },
  { id: '7.1.8', what: 'a close, byte by byte', sends: chopped(close(1000, 'bye'), 1), closes: 1000 },
]

const bodies: readonly Case[] = [
  { id: '7.3.1', what: 'a close without a body', sends: [close(null)], closes: 1005 },
  { id: '7.3.2', what: 'a close of one byte', sends: [text('x', { opcode: 8 })], closes: 1002 },
  { id: '7.3.3', what: 'a close with a code', sends: [close(1000)], closes: 1000 },
  { id: '7.3.4', what: 'a close with a reason', sends: [close(1000, 'bye')], closes: 1000 },
  { id: '7.3.5', what: 'a close with a reason of 123 bytes', sends: [close(1000, 'x'.repeat(123))], closes: 1000 },
  { id: '7.3.6', what: 'a close with a reason of 124 bytes', sends: [close(1000, 'x'.repeat(124))], closes: 1002 },
  { id: '7.3.7', what: 'a close without a mask', sends: [text('', { opcode: 8, masked: false })], closes: 1002 },
  { id: '7.3.8', what: 'a close whose reason is Chinese', sends: [close(1000, '再见')], closes: 1000 },
  {
    id: '7.5.1',
    what: 'a close whose reason is no UTF-8',
    sends: [close(1000, Buffer.from('ceba2fff', 'hex'))],
    closes: 1007,
  },
  {
    id: '7.5.2',
    what: 'a close whose reason ends inside a sign',
    sends: [close(1000, Buffer.from('e88c', 'hex'))],
    closes: 1007,
  },
]

/** 7: how sockets end. What ends them is answered with a code, and then the line. */
export const closeCases: readonly Case[] = [
  ...answered,
  ...bodies,
  ...goodCodes.map(
    (code): Case => ({
      id: `7.7.${code}`,
      what: `${code} is answered with itself`,
      sends: [close(code)],
      closes: code,
    }),
  ),
  ...badCodes.map(
    (code): Case => ({
      id: `7.9.${code}`,
      what: `${code} is none of a close frame`,
      sends: [close(code)],
      closes: 1002,
    }),
  ),
]
