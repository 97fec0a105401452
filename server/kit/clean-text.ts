import { Refusal } from './refusal.ts'

/** Control characters other than tab and line feed; NUL never comes this far. */
const CONTROL = /[^\P{Cc}\t\n]/gu

/**
 * Text as it is stored and counted: NFC, lines ended by a line feed, without control characters other than tab and line
 * feed. Refuses with `bad_text` what is no text: lone surrogates, NUL. Cleaning twice changes nothing more.
 */
export function requireText(value: string): string {
  if (!value.isWellFormed() || value.includes('\0')) throw new Refusal('bad_text')
  // Controls go before NFC, so that what they stood between is composed now and not when the text is cleaned again.
  return value.replaceAll('\r\n', '\n').replace(CONTROL, '').normalize('NFC')
}
