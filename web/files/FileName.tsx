import { splitName } from './file-name.ts'

/** A name on one line: where it is too long it is cut in its middle, so that its ending is seen. */
export function FileName({ name }: { name: string }) {
  const [head, tail] = splitName(name)
  return (
    <bdi class="file-name" title={name}>
      <span>{head}</span>
      <span>{tail}</span>
    </bdi>
  )
}
