import { opcodes } from '#tests/kit/raw-socket.ts'
import { type Case, chopped, command, first, ping, text, unknown } from './case.ts'

const kinds = [
  ['text', opcodes.text],
  ['ping', opcodes.ping],
  ['pong', opcodes.pong],
  ['close', opcodes.close],
] as const

/** 3: bits that no extension has given a meaning. */
export const reservedBitCases: readonly Case[] = [
  ...kinds.flatMap(([kind, opcode], group) =>
    [1, 2, 3, 4, 5, 6, 7].map(
      (rsv): Case => ({
        id: `3.${group + 1}.${rsv}`,
        what: `a ${kind} with the reserved bits ${rsv.toString(2).padStart(3, '0')}`,
        sends: [text('', { rsv, opcode })],
        closes: 1002,
      }),
    ),
  ),
  {
    id: '3.5',
    what: 'a good message before one with a reserved bit',
    sends: [text(command(9)), text(command(10), { rsv: 1 })],
    answers: [unknown(9)],
    closes: 1002,
  },
  { id: '3.6', what: 'a reserved bit, byte by byte', sends: chopped(text(command(9), { rsv: 2 }), 1), closes: 1002 },
  {
    id: '3.7',
    what: 'a reserved bit in a continuation',
    sends: [first('['), text(']', { opcode: opcodes.continuation, rsv: 1 })],
    closes: 1002,
  },
]

/** 4: opcodes that nobody has defined, data and control. */
export const opcodeCases: readonly Case[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap((opcode): Case[] => {
  const id = `4.${opcode < 8 ? 1 : 2}.${opcode}`
  return [
    { id: `${id}.1`, what: `opcode ${opcode} without a body`, sends: [text('', { opcode })], closes: 1002 },
    { id: `${id}.2`, what: `opcode ${opcode} with one`, sends: [text('tea', { opcode })], closes: 1002 },
    {
      id: `${id}.3`,
      what: `opcode ${opcode} after a message, before a ping`,
      sends: [text(command(9)), text('tea', { opcode }), ping('never')],
      answers: [unknown(9)],
      closes: 1002,
    },
    {
      id: `${id}.4`,
      what: `opcode ${opcode} inside a message`,
      sends: [first('['), text('', { opcode })],
      closes: 1002,
    },
  ]
})
