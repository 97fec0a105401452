import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import swift from 'highlight.js/lib/languages/swift'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import type { CodeKind, CodeToken } from './highlight.ts'

const lowlight = createLowlight({
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  php,
  python,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
})

/** The library's classes, as few colours. What is not here keeps the colour of text. */
const kinds: Readonly<Record<string, CodeKind>> = {
  'hljs-keyword': 'keyword',
  'hljs-built_in': 'keyword',
  'hljs-literal': 'keyword',
  'hljs-selector-tag': 'keyword',
  'hljs-selector-class': 'keyword',
  'hljs-selector-id': 'keyword',
  'hljs-tag': 'keyword',
  'hljs-name': 'keyword',
  'hljs-section': 'keyword',
  'hljs-title': 'name',
  'hljs-attr': 'name',
  'hljs-attribute': 'name',
  'hljs-property': 'name',
  'hljs-type': 'name',
  'hljs-meta': 'name',
  'hljs-string': 'string',
  'hljs-regexp': 'string',
  'hljs-symbol': 'string',
  'hljs-number': 'number',
  'hljs-comment': 'note',
  'hljs-quote': 'note',
  'hljs-doctag': 'note',
  'hljs-addition': 'added',
  'hljs-deletion': 'removed',
}

type Node = ReturnType<typeof lowlight.highlight>['children'][number]

/** The code in pieces; put together they are the code. Null for a language that is not known. */
export function tokensOf(language: string, text: string): readonly CodeToken[] | null {
  if (!lowlight.registered(language)) return null
  const tokens: CodeToken[] = []
  for (const node of lowlight.highlight(language, text).children) addTokens(node, null, tokens)
  return tokens
}

function addTokens(node: Node, around: CodeKind | null, tokens: CodeToken[]): void {
  if (node.type === 'text') tokens.push({ kind: around, text: node.value })
  if (node.type !== 'element') return
  const kind = kindOf(node.properties['className']) ?? around
  for (const child of node.children) addTokens(child, kind, tokens)
}

function kindOf(names: unknown): CodeKind | null {
  if (!Array.isArray(names)) return null
  for (const name of names) if (typeof name === 'string' && kinds[name]) return kinds[name]
  return null
}
