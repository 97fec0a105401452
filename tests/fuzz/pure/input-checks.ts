import { commands } from '#protocol/index.ts'
import { isCommandName, requireInput } from '#server/gateway/require-input.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Dice } from '../dice.ts'
import { fromSchema } from '../from-schema.ts'
import { mutatedJson } from '../mutated-json.ts'
import { type AnyCheck, check, must, mustEqual } from './check.ts'

const names = Object.keys(commands).filter(isCommandName)
const isBadField = (error: unknown): boolean => error instanceof Refusal && error.code === 'bad_field'

const input = (dice: Dice) => {
  const name = dice.one(names)
  return { name, input: fromSchema(commands[name].input, dice) }
}

export const inputChecks: readonly AnyCheck[] = [
  check({
    name: 'commands: what their schemas describe they take',
    make: input,
    run: ({ name, input }) => requireInput(name, input),
    holds: ({ input }, taken) => mustEqual(taken, input, 'taken'),
  }),
  check({
    name: 'commands: any value is an input, or refused by the name of its field (T-16, T-25, T-50)',
    make: (dice) => {
      const { name, input: right } = input(dice)
      return { name, input: mutatedJson(right, dice) }
    },
    run: ({ name, input }) => requireInput(name, input),
    refuses: isBadField,
    holds: (_, taken) => must(typeof taken === 'object' && !Array.isArray(taken), `taken: ${JSON.stringify(taken)}`),
  }),
]
