import { opcodes } from '#tests/kit/raw-socket.ts'
import { type Case, chopped, command, first, last, middle, ping, pong, text, unknown } from './case.ts'

const bytes125 = Buffer.from(Array.from({ length: 125 }, (_, at) => at * 2))

/** 2: pings and pongs. */
export const pingCases: readonly Case[] = [
  { id: '2.1', what: 'a ping without a body', sends: [ping()], pongs: [''], closes: null },
  { id: '2.2', what: 'a ping with words', sends: [ping('tea')], pongs: ['tea'], closes: null },
  {
    id: '2.3',
    what: 'a ping with bytes that are no text',
    sends: [ping(Buffer.from([0, 255, 254, 253]))],
    pongs: ['\0\xff\xfe\xfd'],
    closes: null,
  },
  {
    id: '2.4',
    what: 'a ping of 125 bytes',
    sends: [ping(bytes125)],
    pongs: [bytes125.toString('latin1')],
    closes: null,
  },
  { id: '2.5', what: 'a ping of 126 bytes', sends: [ping('x'.repeat(126))], closes: 1002 },
  {
    id: '2.6',
    what: 'a ping of 125 bytes, byte by byte',
    sends: chopped(ping(bytes125), 1),
    pongs: [bytes125.toString('latin1')],
    closes: null,
  },
  { id: '2.7', what: 'a pong that nobody asked for', sends: [pong()], closes: null },
  { id: '2.8', what: 'one with words', sends: [pong('tea')], closes: null },
  { id: '2.9', what: 'one before a ping', sends: [pong('tea'), ping('cup')], pongs: ['cup'], closes: null },
  {
    id: '2.10',
    what: 'ten pings, one after the other',
    sends: Array.from({ length: 10 }, (_, at) => ping(`p${at}`)),
    pongs: Array.from({ length: 10 }, (_, at) => `p${at}`),
    closes: null,
  },
  {
    id: '2.11',
    what: 'ten pings in one segment',
    sends: [Buffer.concat(Array.from({ length: 10 }, (_, at) => ping(`p${at}`)))],
    pongs: Array.from({ length: 10 }, (_, at) => `p${at}`),
    closes: null,
  },
  {
    id: '2.12',
    what: 'ten pings in one segment, the segment byte by byte',
    sends: chopped(Buffer.concat(Array.from({ length: 10 }, (_, at) => ping(`p${at}`))), 1),
    pongs: Array.from({ length: 10 }, (_, at) => `p${at}`),
    closes: null,
  },
  { id: '2.13', what: 'a ping in two pieces', sends: [ping('x', { fin: false }), last('y')], closes: 1002 },
  {
    id: '2.14',
    what: 'a pong in two pieces',
    sends: [text('x', { fin: false, opcode: opcodes.pong }), last('y')],
    closes: 1002,
  },
  { id: '2.15', what: 'a pong of 126 bytes', sends: [pong('x'.repeat(126))], closes: 1002 },
  { id: '2.16', what: 'a ping without a mask', sends: [ping('x', { masked: false })], closes: 1002 },
  {
    id: '2.17',
    what: 'pings and pongs between the pieces of a message',
    sends: [first(command(9).slice(0, 4)), ping('a'), pong('b'), middle(), ping('c'), last(command(9).slice(4))],
    pongs: ['a', 'c'],
    answers: [unknown(9)],
    closes: null,
  },
  {
    id: '2.18',
    what: 'a ping of 5 bytes whose length is told in 16 bits',
    sends: [ping('hello', { lengthBits: 16 })],
    closes: 1002,
  },
]
