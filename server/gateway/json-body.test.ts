import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { readJson } from './json-body.ts'

const MOST = limits.commandBytes
const json = { 'content-type': 'application/json' }
const long = JSON.stringify('茶'.repeat(MOST / 3))

function request(body: string, headers: Record<string, string>, pieces = false): Request {
  const stream = () => new Response(body).body
  return new Request('http://localhost/api/session', { method: 'POST', headers, body: pieces ? stream() : body })
}

async function outcome(asked: Request): Promise<unknown> {
  const said = await readJson(asked)
  return said instanceof Response ? said.status : said.json
}

test.each([
  { how: 'announced', announced: true },
  { how: 'in pieces of no announced length', announced: false },
])('[T-40] JSON that comes $how is read to its bound in bytes, and no further', async ({ announced }) => {
  const sent = (body: string) => {
    const length = announced ? { 'content-length': String(Buffer.byteLength(body)) } : {}
    return outcome(request(body, { ...json, ...length }, !announced))
  }
  expect(await sent('{"locale":"zh-CN","name":"茶客"}')).toEqual({ locale: 'zh-CN', name: '茶客' })
  expect(await sent(JSON.stringify('x'.repeat(MOST - 2)))).toBe('x'.repeat(MOST - 2))
  expect(await sent(long)).toBe(413)
})

test('[T-40] a length that is announced beside pieces counts for nothing', async () => {
  expect(await outcome(request(long, { ...json, 'content-length': '5', 'transfer-encoding': 'chunked' }, true))).toBe(
    413,
  )
})

test('[T-19] [T-40] other types and packed bodies are not read', async () => {
  expect(await outcome(request('{}', { 'content-type': 'text/plain' }))).toBe(415)
  expect(await outcome(request('{}', { 'content-type': 'application/jsonp' }))).toBe(415)
  expect(await outcome(request('{}', { ...json, 'content-encoding': 'gzip' }))).toBe(415)
  expect(await outcome(request('{}', { 'content-type': 'Application/JSON; charset=utf-8' }))).toEqual({})
})
