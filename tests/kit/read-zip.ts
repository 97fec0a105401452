export type Entry = { name: string; bytes: Buffer }

/** What lies in an archive whose entries are stored as they are: read from the directory at its end (APPNOTE 6.3, 4.3.12). */
export function readZip(zip: Buffer): Entry[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const entries: Entry[] = []
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [bytes, nameBytes, extra] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30)]
    if (zip.readUInt16LE(at + 10) !== 0) throw new Error('It is packed')
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes)
    const head = zip.readUInt32LE(at + 42)
    const from = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28)
    entries.push({ name, bytes: zip.subarray(from, from + bytes) })
    at += 46 + nameBytes + extra + zip.readUInt16LE(at + 32)
  }
  return entries
}
