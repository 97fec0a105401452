import { limits } from '#protocol/limits.ts'
import { binary, type Case, chopped, command, text, unknown } from './case.ts'

const most = limits.commandBytes
const sizes = [16, 125, 126, 127, 128, 65_535, most - 1, most]

/** 1: payloads of every length that has a form of its own. Binary is no language of ours: 1003. */
export const sizeCases: readonly Case[] = [
  { id: '1.1.1', what: 'a text of no bytes', sends: [text('')], answers: ['0 bad_json'], closes: null },
  { id: '1.1.2', what: 'a text of one byte', sends: [text('x')], answers: ['0 bad_json'], closes: null },
  ...sizes.map(
    (size, at): Case => ({
      id: `1.1.${at + 3}`,
      what: `a text of ${size} bytes`,
      sends: [text(command(9, size))],
      answers: [unknown(9)],
      closes: null,
    }),
  ),
  ...[997, 8_192].map(
    (size, at): Case => ({
      id: `1.1.${at + 11}`,
      what: `a text of ${most} bytes, written ${size} bytes at a time`,
      sends: chopped(text(command(9, most)), size),
      answers: [unknown(9)],
      closes: null,
    }),
  ),
  {
    id: '1.1.13',
    what: 'a text of 300 bytes, written byte by byte',
    sends: chopped(text(command(9, 300)), 1),
    answers: [unknown(9)],
    closes: null,
  },
  { id: '1.1.14', what: 'a text of one byte more than the limit', sends: [text(command(9, most + 1))], closes: 1009 },
  { id: '1.1.15', what: 'a text of 1 MB', sends: [text('x'.repeat(1_000_000))], closes: 1009 },
  ...[0, 1, 125, 126, 127, 65_535, most].map(
    (size, at): Case => ({
      id: `1.2.${at + 1}`,
      what: `${size} bytes of binary`,
      sends: [binary('x'.repeat(size))],
      closes: 1003,
    }),
  ),
  { id: '1.2.8', what: 'binary of one byte more than the limit', sends: [binary('x'.repeat(most + 1))], closes: 1009 },
]
