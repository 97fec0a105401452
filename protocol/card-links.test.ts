import { expect, test } from 'bun:test'
import { linksOf } from './card-links.ts'

const links = (body: string) => linksOf(body).map(({ link }) => link)

test('[F-27] the first three links of a message, each once, as they stand there', () => {
  expect(links('看 https://tea.example，和 https://tea.example/a?b=c#d.')).toEqual([
    'https://tea.example',
    'https://tea.example/a?b=c#d',
  ])
  expect(links('[tea](https://tea.example/x) *https://cup.example/* - https://tea.example/x')).toEqual([
    'https://tea.example/x',
    'https://cup.example/',
  ])
  expect(links('- https://a.example\n- https://b.example\nhttps://c.example https://d.example')).toEqual([
    'https://a.example',
    'https://b.example',
    'https://c.example',
  ])
  expect(linksOf('HTTPS://Tea.Example')).toEqual([{ href: 'https://tea.example/', link: 'HTTPS://Tea.Example' }])
})

test('nothing is asked for what is code, quoted or hidden, or no address of a page', () => {
  for (const body of [
    '`https://tea.example`',
    '```\nhttps://tea.example\n```',
    '> https://tea.example',
    '||https://tea.example||',
    '[mail](mailto:ada@tea.example)',
    'https://user@tea.example',
    'https://',
    'tea.example',
  ])
    expect([body, links(body)]).toEqual([body, []])
  expect(links('> quoted\n\nhttps://tea.example')).toEqual(['https://tea.example'])
})
