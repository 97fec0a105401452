import { expect, test } from 'bun:test'
import { bytesOf, gifPicture, jpegPicture, pngPicture, webpPicture } from '#tests/kit/make-pictures.ts'
import { aacSound, flacSound, mp3Sound, mp4Film, oggSound, wavSound, webmFilm } from '#tests/kit/make-sounds.ts'
import { FIRST_BYTES, tellKind } from './first-bytes.ts'

const told = (bytes: Uint8Array): string => {
  const { kind, ...rest } = tellKind(bytes.subarray(0, FIRST_BYTES))
  return [kind, ...Object.values(rest)].join(' ')
}
const box = (brand: string): Buffer => bytesOf([0, 0, 0, 16], 'ftyp', brand, [0, 0, 0, 0])

test('[T-38] a file is what its first bytes say, whatever it is called', async () => {
  const cases: [Uint8Array, string][] = [
    [pngPicture(), 'picture png'],
    [await jpegPicture(), 'picture jpeg'],
    [gifPicture(), 'picture gif'],
    [await webpPicture(), 'picture webp'],
    [mp4Film(), 'media mp4'],
    [box('qt  '), 'media mp4'],
    [webmFilm(), 'media matroska'],
    [oggSound(), 'media ogg'],
    [wavSound(20), 'media wav'],
    [mp3Sound(), 'media mp3'],
    [mp3Sound({ tagged: true }), 'media mp3'],
    [flacSound(), 'media flac'],
    [aacSound(), 'media aac'],
    [box('heic'), 'file image/heic'],
    [box('avif'), 'file image/avif'],
    [bytesOf('%PDF-1.7'), 'file application/pdf'],
    [bytesOf('PK\x03\x04'), 'file application/zip'],
    [bytesOf('8BPS'), 'file image/vnd.adobe.photoshop'],
    [bytesOf('II*\0'), 'file image/tiff'],
    [bytesOf(Buffer.alloc(257), 'ustar'), 'file application/x-tar'],
    [bytesOf('RIFF\0\0\0\0JUNK'), 'file application/octet-stream'],
    [bytesOf('MZ\x90\0'), 'file application/octet-stream'],
    [bytesOf([0xff, 0xfb, 0x90, 0x40], Buffer.alloc(900)), 'file application/octet-stream'],
    [bytesOf([0xff, 0xf1, 0x50, 0x80, 0x04, 0], Buffer.alloc(900)), 'file application/octet-stream'],
    [bytesOf(), 'file application/octet-stream'],
  ]
  for (const [bytes, want] of cases) expect(told(bytes)).toBe(want)
})

test('[T-37] what could run in a page is text, and never called by its name', () => {
  for (const text of [
    '<!doctype html><script>alert(1)</script>',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    'alert(1)',
    '%!PS-Adobe-3.0',
    '\xef\xbb\xbf<html>',
  ])
    expect(told(bytesOf(text))).toBe('file text/plain')
  expect(told(Buffer.from('<html>\0'))).toBe('file application/octet-stream')
})

test('a text is UTF-8 without signs that no text has, also where the piece ends in the middle of a character', () => {
  expect(told(Buffer.from('你好\r\n\t再见'))).toBe('file text/plain')
  expect(told(Buffer.from(`a${'茶'.repeat(2_000)}`))).toBe('file text/plain')
  expect(told(Buffer.from('你好').subarray(0, 5))).toBe('file application/octet-stream')
  expect(told(bytesOf('caf\xe9'))).toBe('file application/octet-stream')
})
