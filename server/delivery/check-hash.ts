import { createHmac } from 'node:crypto'

/**
 * Keyed hash of what was first sent with a cid: another wish with the same cid is a conflict (P-5). It outlives edits and
 * erasure, and says nothing about the words.
 */
export const createCheckHash =
  (secret: Buffer) =>
  (sent: string): string =>
    createHmac('sha256', secret).update(sent).digest('base64url').slice(0, 22)
