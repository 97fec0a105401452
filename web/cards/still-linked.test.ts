import { expect, test } from 'bun:test'
import { stillLinked } from './still-linked.ts'

const card = (link: string) => ({ link, host: 'tea.example', title: link })

test('[T-46] after an edit a card stands under its own link only, not under one that begins like it', () => {
  const cards = [card('https://tea.example/a'), card('https://tea.example/b')]
  const kept = (body: string) => stillLinked(cards, body).map(({ link }) => link)
  expect(kept('see https://tea.example/a and https://tea.example/b.')).toEqual(cards.map(({ link }) => link))
  expect(kept('see https://tea.example/abc')).toEqual([])
  expect(kept('see `https://tea.example/a` and [b](https://tea.example/b)')).toEqual(['https://tea.example/b'])
})
