import { type Case, close, command, fragments, ping, text, unknown } from './case.ts'

const half = text(command(9))
const early = (id: string, what: string, rest: Pick<Case, 'sends' | 'answers' | 'pongs' | 'closes'>): Case => ({
  id: `0.11.${id}`,
  what: `${what} in the segment of the head`,
  withHead: true,
  ...rest,
})

/** 0: who does not wait for the answer to the handshake. */
export const earlyCases: readonly Case[] = [
  early('1', 'a message', { sends: [text(command(9))], answers: [unknown(9)], closes: null }),
  early('2', 'a ping', { sends: [ping('p')], pongs: ['p'], closes: null }),
  early('3', 'ten messages', {
    sends: [Buffer.concat(Array.from({ length: 10 }, (_, at) => text(command(at + 1))))],
    answers: Array.from({ length: 10 }, (_, at) => unknown(at + 1)),
    closes: null,
  }),
  early('4', 'a message in pieces', {
    sends: [Buffer.concat(fragments(['[9,', '"nosuch"', ',""]']))],
    answers: [unknown(9)],
    closes: null,
  }),
  early('5', 'half a frame', {
    sends: [half.subarray(0, 9), half.subarray(9)],
    answers: [unknown(9)],
    closes: null,
  }),
  early('6', 'a close', { sends: [close(1000)], closes: 1000 }),
  early('7', 'a frame without a mask', { sends: [text('x', { masked: false })], closes: 1002 }),
  early('8', '20 kB', { sends: [text(command(9, 20_000))], answers: [unknown(9)], closes: null }),
]
