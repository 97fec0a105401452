import type { Bug } from './bug.ts'

/** Bugs of the roads beside the socket: pushes, and files over HTTP. */
export const roadBugs: readonly Bug[] = [
  {
    id: 'B-16',
    says: 'a push asks for no right, and a ban takes no place away',
    rules: ['C-9'],
    tour: 'roads',
    patches: [
      {
        file: 'server/rooms/ban-member.ts',
        find: '      await unseatIn(tx, at.room, at.person)\n',
        replace: '',
      },
      {
        file: 'server/push/occasion.ts',
        find: `  if (!row || !standing || can({ entered: row.entered === 1, standing }, 'read') !== null) return null\n`,
        replace: '  if (!row || !standing) return null\n',
      },
    ],
  },
  {
    id: 'B-17',
    says: 'a push tells of what was erased',
    rules: ['C-9'],
    tour: 'roads',
    // It has to come later than what may have been on its way.
    env: { PUSH_AFTER_SECONDS: '12' },
    patienceMs: 16_000,
    patches: [
      {
        file: 'server/push/occasion.ts',
        find: '    if (message.body === undefined) return []\n',
        replace: `    if (message.body === undefined) return [{ seq, message: { ...message, body: 'it was' }, forMe: false }]\n`,
      },
    ],
  },
  {
    id: 'B-18',
    says: 'what a push service refuses for a moment is never pushed again',
    rules: ['C-10'],
    tour: 'roads',
    patienceMs: 22_000,
    patches: [
      {
        file: 'server/push/push-sender.ts',
        find: '    if (mayPass(answer.status) && job.tries + 1 < MOST_TRIES) return',
        replace: '    if (mayPass(answer.status) && job.tries < 0) return',
      },
    ],
  },
  {
    id: 'B-19',
    says: 'a push leads to what is not there',
    rules: ['C-5'],
    tour: 'roads',
    patches: [{ file: 'server/push/push-note.ts', find: 'seq: newest.seq,', replace: 'seq: newest.seq + 1000,' }],
  },
  {
    id: 'B-20',
    says: 'a push has other words than the message',
    rules: ['C-2'],
    tour: 'roads',
    patches: [
      {
        file: 'server/push/push-note.ts',
        find: ': wordsOf(newest.message, locale), ...place',
        replace: ": wordsOf(newest.message, locale).replace('tea', 'Tea'), ...place",
      },
    ],
  },
  {
    id: 'B-21',
    says: 'a part of a file begins one byte late',
    rules: ['C-11'],
    tour: 'roads',
    patches: [
      {
        file: 'server/files/file-store-disk.ts',
        find: 'file.slice(range.from, range.to + 1)',
        replace: 'file.slice(range.from + 1, range.to + 2)',
      },
    ],
  },
  {
    id: 'B-22',
    says: 'a file is given to who was put out',
    rules: ['C-9'],
    tour: 'roads',
    patches: [
      {
        file: 'server/uploads/read-file.ts',
        find: '    return room_id !== null && (await mayRead(principal, room_id))\n',
        replace: '    return room_id !== null\n',
      },
    ],
  },
  {
    id: 'B-23',
    says: 'a file outlives its message',
    rules: ['C-9'],
    tour: 'roads',
    patches: [
      {
        file: 'server/uploads/file-rows.ts',
        find: 'delete from files where room_id = ',
        replace: 'delete from files where 1 = 0 and room_id = ',
      },
    ],
  },
  {
    id: 'B-24',
    says: 'a file that is not for somebody is an error',
    rules: ['C-11'],
    tour: 'roads',
    patches: [
      {
        file: 'server/uploads/read-file.ts',
        find: "    if (!row || !(await isFor(principal, row))) throw new Refusal('not_found')\n",
        replace: "    if (!row || !(await isFor(principal, row))) throw new Error('not for you')\n",
      },
    ],
  },
  {
    id: 'B-25',
    says: 'one is pushed what one says oneself',
    rules: ['C-10'],
    tour: 'roads',
    patches: [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands so in the source.
      { file: 'server/push/occasion.ts', find: '      and e.author_id <> ${principalId}\n', replace: '' },
    ],
  },
  {
    id: 'B-26',
    says: 'a push says the words that were to be hidden',
    rules: ['C-10'],
    tour: 'roads',
    patches: [
      { file: 'server/push/push-note.ts', find: "content === 'hidden' ? hidden : wordsOf", replace: 'wordsOf' },
    ],
  },
  {
    id: 'B-27',
    says: 'the bytes of a file are gone, and its message is not',
    rules: ['C-11'],
    tour: 'roads',
    patches: [
      {
        file: 'server/files/file-store-disk.ts',
        find: '    await this.#move(path, join(shelf, hash))\n',
        replace: '    await rm(path)\n',
      },
    ],
  },
  {
    id: 'B-28',
    says: 'the small form of a picture is now and then the large one',
    rules: ['C-11'],
    tour: 'roads',
    patches: [
      {
        file: 'server/uploads/read-file.ts',
        find: ' : thumbOf(row)\n',
        replace:
          ' : (globalThis.small = (globalThis.small ?? 0) + 1) % 2 ? thumbOf(row) : { hash: row.hash, type: facts.type }\n',
      },
    ],
  },
  {
    id: 'B-35',
    says: 'the bytes of a file are not in the bucket, and its message is there',
    rules: ['C-11'],
    tour: 'roads',
    bucket: true,
    patches: [
      {
        file: 'server/files/file-store-s3.ts',
        find: '    await rm(path, { force: true })\n',
        replace: '    await this.delete(hash)\n    await rm(path, { force: true })\n',
      },
    ],
  },
]
