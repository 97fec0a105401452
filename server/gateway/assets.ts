import { join } from 'node:path'
import { StartRefused } from '#server/kit/start-refused.ts'

type BuiltFile = { type: string; etag: string; immutable: boolean; br: boolean; gz: boolean }
type Manifest = { build: string; js: string; css: string; files: Record<string, BuiltFile> }
type Served = BuiltFile & {
  plain: Uint8Array<ArrayBuffer>
  brotli: Uint8Array<ArrayBuffer> | null
  gzip: Uint8Array<ArrayBuffer> | null
}

/** The client as `bin/build.ts` made it, read once: nothing outside its manifest can be asked for. */
export type Assets = {
  build: string
  js: string
  css: string
  template: string
  respond(path: string, request: Request): Response | null
}

export async function readAssets(folder: string): Promise<Assets> {
  const manifest = await readManifest(folder)
  const files = new Map<string, Served>()
  for (const [path, file] of Object.entries(manifest.files)) files.set(path, await readServed(folder, path, file))
  const template = await Bun.file(join(folder, 'page.html')).text()
  const respond = (path: string, request: Request) => {
    const file = files.get(path)
    return file ? answer(file, request) : null
  }
  return { build: manifest.build, js: manifest.js, css: manifest.css, template, respond }
}

async function readManifest(folder: string): Promise<Manifest> {
  const file = Bun.file(join(folder, 'manifest.json'))
  if (!(await file.exists()))
    throw new StartRefused(`The page is not built: ${folder} is missing. Start with: npm start`)
  return file.json()
}

async function readServed(folder: string, path: string, file: BuiltFile): Promise<Served> {
  const read = (name: string) => Bun.file(join(folder, name)).bytes()
  return {
    ...file,
    plain: await read(path),
    brotli: file.br ? await read(`${path}.br`) : null,
    gzip: file.gz ? await read(`${path}.gz`) : null,
  }
}

function answer(file: Served, request: Request): Response {
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    ETag: file.etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers })
  const accepts = request.headers.get('accept-encoding') ?? ''
  if (file.brotli && /\bbr\b/.test(accepts))
    return new Response(file.brotli, { headers: { ...headers, 'Content-Encoding': 'br' } })
  if (file.gzip && /\bgzip\b/.test(accepts))
    return new Response(file.gzip, { headers: { ...headers, 'Content-Encoding': 'gzip' } })
  return new Response(file.plain, { headers })
}
