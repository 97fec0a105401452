import { expect, test } from 'bun:test'
import { readPageAddress } from './page-address.ts'
import { shownHost } from './shown-host.ts'

const refused = [
  'ftp://tea.example/',
  'file:///etc/passwd',
  'data:text/html,x',
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[fd00::1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://10.0.0.1/',
  'http://localhost/',
  'http://redis/',
  'http://localhost./',
  'http://tea.example:8080/',
  'https://tea.example:80/',
  'http://user@tea.example/',
  'http://:secret@tea.example/',
  `https://tea.example/${'x'.repeat(2_000)}`,
  '',
]

test('[T-43] only pages of the public net, on their own ports, are asked', () => {
  expect(refused.filter((address) => readPageAddress(address, false) !== null)).toEqual([])
  const asked = [
    'http://tea.example/',
    'https://tea.example/a?b',
    'http://93.184.216.34/',
    'https://[2606:4700::1111]/',
  ]
  expect(asked.map((address) => readPageAddress(address, false)?.href)).toEqual(asked)
  expect(readPageAddress('https://tea.example/a#part', false)?.href).toBe('https://tea.example/a')
  // It is the guard that refuses, not the form.
  expect(readPageAddress('http://127.0.0.1:8080/', true)?.port).toBe('8080')
})

test('[T-46] a host is shown as people read it, where it can pass for no other one', () => {
  const host = (address: string) => shownHost(new URL(address))
  expect(host('https://茶馆.example/')).toBe('茶馆.example')
  expect(host('https://tea.example/')).toBe('tea.example')
  // Cyrillic letters that look like those of another name.
  expect(host('https://аррӏе.example/')).toMatch(/^xn--/)
  expect(host('https://bücher.example/')).toMatch(/^xn--/)
})
