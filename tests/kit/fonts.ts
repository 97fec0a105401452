import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const packages = path.resolve(import.meta.dir, '../../node_modules/@expo-google-fonts')

/** The weights that the page uses (client.md 4); a folder holds one file. */
const folders = [
  'inter/400Regular',
  'inter/500Medium',
  'inter/600SemiBold',
  'noto-sans-sc/400Regular',
  'noto-sans-sc/500Medium',
  'noto-sans-sc/600SemiBold',
  'noto-serif-sc/600SemiBold',
  'noto-color-emoji/400Regular',
]

/** What stands here for the fonts of people's systems: a bare Chromium draws Chinese as boxes. */
const faces: Readonly<Record<string, readonly string[]>> = {
  'system-ui': ['Inter', 'Noto Sans SC'],
  'sans-serif': ['Inter', 'Noto Sans SC'],
  'PingFang SC': ['Noto Sans SC'],
  serif: ['Noto Serif SC'],
  'Songti SC': ['Noto Serif SC'],
  monospace: ['Noto Sans SC'],
  emoji: ['Noto Color Emoji'],
}

/** Writes a fontconfig file into `folder`, and returns its path for `FONTCONFIG_FILE`. */
export function writeFontsConf(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'fonts.conf')
  writeFileSync(file, fontsConf(path.join(folder, 'fontconfig')))
  return file
}

function fontsConf(cache: string): string {
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((folder) => `  <dir>${escaped(path.join(packages, folder))}</dir>`),
    `  <cachedir>${escaped(cache)}</cachedir>`,
    ...Object.entries(faces).map(([name, families]) => replacement(name, families)),
    '  <match target="pattern"><edit name="family" mode="append" binding="weak">',
    '    <string>Inter</string><string>Noto Sans SC</string><string>Noto Color Emoji</string>',
    '  </edit></match>',
    '</fontconfig>',
  ]
  return `${lines.join('\n')}\n`
}

function replacement(name: string, families: readonly string[]): string {
  const strings = families.map((family) => `<string>${family}</string>`).join('')
  const test = `<test name="family"><string>${name}</string></test>`
  return `  <match target="pattern">${test}<edit name="family" mode="assign" binding="strong">${strings}</edit></match>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
