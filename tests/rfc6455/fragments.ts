import { limits } from '#protocol/limits.ts'
import { opcodes } from '#tests/kit/raw-socket.ts'
import {
  binary,
  type Case,
  chopped,
  command,
  first,
  fragments,
  last,
  middle,
  ping,
  pong,
  text,
  unknown,
} from './case.ts'

const whole = command(9, 200)
const most = limits.commandBytes
const piecesOf = (size: number) => fragments(chopped(Buffer.from(whole), size))
const shut = (opcode: number) => text('', { opcode, fin: false })

const joined: readonly Case[] = [
  ...[1, 2, 3, 7, 64, 125, 126, 127, 199].map(
    (size, at): Case => ({
      id: `5.1.${at + 1}`,
      what: `a message in pieces of ${size} bytes`,
      sends: piecesOf(size),
      answers: [unknown(9)],
      closes: null,
    }),
  ),
  ...[1, 2, 3, 7, 64].map(
    (size, at): Case => ({
      id: `5.2.${at + 1}`,
      what: `pieces of ${size} bytes in one segment`,
      sends: [Buffer.concat(piecesOf(size))],
      answers: [unknown(9)],
      closes: null,
    }),
  ),
  {
    id: '5.3.1',
    what: 'pieces of 7 bytes, written byte by byte',
    sends: chopped(Buffer.concat(piecesOf(7)), 1),
    answers: [unknown(9)],
    closes: null,
  },
  {
    id: '5.3.2',
    what: 'a ping after every piece',
    sends: piecesOf(64).flatMap((piece, at) => [piece, ping(`${at}`)]),
    pongs: ['0', '1', '2', '3'],
    answers: [unknown(9)],
    closes: null,
  },
  {
    id: '5.3.3',
    what: 'pieces without bytes between those with some, and at both ends',
    sends: fragments(['', whole.slice(0, 9), '', '', whole.slice(9), '']),
    answers: [unknown(9)],
    closes: null,
  },
  {
    id: '5.3.4',
    what: 'a message of empty pieces alone',
    sends: fragments(['', '', '']),
    answers: ['0 bad_json'],
    closes: null,
  },
  {
    id: '5.3.5',
    what: '10,000 empty pieces',
    sends: [first(whole), Buffer.concat(Array.from({ length: 10_000 }, () => middle())), last()],
    answers: [unknown(9)],
    closes: null,
  },
  {
    id: '5.3.6',
    what: 'a message that is never finished: a ping is answered meanwhile, and it can be finished',
    sends: [first(whole.slice(0, 20))],
    finish: last(whole.slice(20)),
    answers: [unknown(9)],
    closes: null,
  },
  {
    id: '5.3.7',
    what: 'as many bytes as are allowed, in pieces',
    sends: fragments(chopped(Buffer.from(command(9, most)), 1_000)),
    answers: [unknown(9)],
    closes: null,
  },
  {
    id: '5.3.8',
    what: 'two messages in pieces, one after the other',
    sends: [...piecesOf(64), ...fragments(['[10,', '"nosuch",""]'])],
    answers: [unknown(9), unknown(10)],
    closes: null,
  },
]

const broken: readonly Case[] = [
  { id: '5.4.1', what: 'a continuation of nothing', sends: [last('x')], closes: 1002 },
  { id: '5.4.2', what: 'one that is not the last', sends: [middle('x')], closes: 1002 },
  { id: '5.4.3', what: 'one without bytes', sends: [last()], closes: 1002 },
  {
    id: '5.4.4',
    what: 'a continuation after a whole message',
    sends: [text(command(9)), last('x')],
    answers: [unknown(9)],
    closes: 1002,
  },
  {
    id: '5.4.5',
    what: 'a continuation after the last piece',
    sends: [...piecesOf(64), last('x')],
    answers: [unknown(9)],
    closes: 1002,
  },
  { id: '5.5.1', what: 'a new text inside a message', sends: [first('['), text(command(9))], closes: 1002 },
  { id: '5.5.2', what: 'a new text in pieces inside a message', sends: [first('['), first('[')], closes: 1002 },
  { id: '5.5.3', what: 'binary inside a message', sends: [first('['), binary('x')], closes: 1002 },
  {
    id: '5.5.4',
    what: 'a new text behind pieces and a ping',
    sends: [first('['), middle('1'), ping('a'), text(command(9))],
    pongs: ['a'],
    closes: 1002,
  },
  {
    id: '5.6.1',
    what: 'pieces that are too much together',
    sends: [first('x'.repeat(40_000)), last('x'.repeat(40_000))],
    closes: 1009,
  },
  {
    id: '5.6.2',
    what: 'one byte too much, in pieces of 1,000',
    sends: fragments(chopped(Buffer.from(command(9, most + 1)), 1_000)),
    closes: 1009,
  },
  {
    id: '5.6.3',
    what: 'one byte too much, and it is not the end',
    sends: [first('x'.repeat(most)), middle('x')],
    closes: 1009,
  },
  {
    id: '5.7.1',
    what: 'a close without its end',
    sends: [shut(opcodes.close)],
    closes: 1002,
  },
  {
    id: '5.7.2',
    what: 'a ping without its end, inside a message',
    sends: [first('['), shut(opcodes.ping)],
    closes: 1002,
  },
  {
    id: '5.7.3',
    what: 'binary in pieces',
    sends: [text('x', { opcode: opcodes.binary, fin: false }), last('y')],
    closes: 1003,
  },
  {
    id: '5.7.4',
    what: 'pongs alone between the pieces',
    sends: [first('[9,'), pong('x'), pong(''), last('"nosuch",""]')],
    answers: [unknown(9)],
    closes: null,
  },
]

/** 5: messages in pieces. */
export const fragmentCases: readonly Case[] = [...joined, ...broken]
