import { expect, test } from 'bun:test'
import { Refusal } from '#server/kit/refusal.ts'
import { OpenFiles } from './open-files.ts'

test('[HOUSE-12] so many files a person and in all; who ends one may have another', () => {
  const open = new OpenFiles({ exportsPerPerson: 2, exportsOpen: 3 })
  const [first, second] = [open.begin('ada'), open.begin('ada')]
  expect(() => open.begin('ada')).toThrow(Refusal)
  const other = open.begin('bob')
  // What was refused was not counted: neither bob's own, nor the house's.
  for (let again = 0; again < 3; again++) expect(() => open.begin('bob')).toThrow(Refusal)
  first()
  expect(() => open.begin('bob')()).not.toThrow()
  other()
  second()
  for (const person of ['ada', 'ada', 'bob']) open.begin(person)
  expect(() => open.begin('eve')).toThrow(Refusal)
})
