import { expect, test } from 'bun:test'
import { Refusal } from '#server/kit/refusal.ts'
import { OpenFiles } from './open-files.ts'

function newFiles(quota: { exportsPerPerson: number; exportsOpen: number }) {
  const files = new OpenFiles(quota)
  const cut: string[] = []
  const begin = (person: string, network = 'near') =>
    files.begin({ person, network, cut: () => void cut.push(`${person} of ${network}`) })
  return { files, cut, begin }
}

test('[HOUSE-12] so many files a person and in all; who ends one may have another', () => {
  const { begin, cut } = newFiles({ exportsPerPerson: 2, exportsOpen: 3 })
  const [first, second] = [begin('ada'), begin('ada')]
  expect(() => begin('ada')).toThrow(Refusal)
  const other = begin('bob')
  // What was refused was not counted: neither bob's own, nor the house's.
  for (let again = 0; again < 3; again++) expect(() => begin('bob')).toThrow(Refusal)
  first()
  // To end once more what has ended takes nothing from anybody.
  first()
  expect(() => begin('bob')()).not.toThrow()
  other()
  second()
  for (const person of ['ada', 'bob', 'cy']) begin(person)
  expect(() => begin('eve')).toThrow(Refusal)
  expect(cut).toEqual([])
})

test('[T-63] where all places are taken, who has fewer takes the oldest of the network, else of the person, that has two more', () => {
  const { files, begin, cut } = newFiles({ exportsPerPerson: 2, exportsOpen: 4 })
  for (const person of ['ada', 'ada', 'bob', 'cy']) begin(person)
  begin('far', 'far')
  expect(cut).toEqual(['ada of near'])
  // Three and one are not even yet, two and two are.
  files.requirePlace({ person: 'further', network: 'far' })
  begin('further', 'far')
  expect(cut).toEqual(['ada of near', 'ada of near'])
  expect(() => begin('furthest', 'far')).toThrow(Refusal)
  expect(() => begin('eve')).toThrow(Refusal)
  const house = newFiles({ exportsPerPerson: 2, exportsOpen: 4 })
  for (const person of ['ada', 'ada', 'bob', 'cy']) house.begin(person)
  expect(() => house.begin('bob')).toThrow(Refusal)
  house.begin('eve')
  expect(house.cut).toEqual(['ada of near'])
  expect(() => house.begin('dan')).toThrow(Refusal)
})
