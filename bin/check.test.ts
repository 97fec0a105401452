import { describe, expect, test } from 'bun:test'
import { countTests, failedTests } from './check.ts'

describe('countTests', () => {
  test('reads the summary, not what tests print', () => {
    const output = '7 pass\n(pass) says 9 fail\n\n 12 pass\n 1 skip\n 3 fail\nRan 16 tests across 2 files. [1.00s]'
    expect(countTests(1, output)).toMatchObject({ passed: 12, failed: 3 })
  })

  test('reads through colours', () => {
    expect(countTests(0, '\u001b[32m 2 pass\u001b[0m\n\u001b[2m 0 fail\u001b[0m')).toMatchObject({
      passed: 2,
      failed: 0,
    })
  })

  test('a run without a test is a failure', () => {
    expect(countTests(0, ' 0 pass\n 4 skip\n 0 fail')).toMatchObject({ passed: 0, failed: 1 })
    expect(countTests(1, 'Test filter "./x/" had no matches')).toMatchObject({ passed: 0, failed: 1 })
  })

  test('a crash after passed tests is a failure', () => {
    expect(countTests(132, '(pass) a\npanic: oh no')).toMatchObject({ failed: 1 })
    expect(countTests(1, ' 5 pass\n 0 fail\n 1 error')).toMatchObject({ passed: 5, failed: 1 })
  })
})

describe('failedTests', () => {
  test('names the file of each, once', () => {
    const output = [
      'bun test v1.4.5',
      'tests/browser/a.test.ts:',
      'error: expect(received)',
      '\u001b[31m(fail)\u001b[0m says a [3.00ms]',
      'tests/wire/b.test.ts:',
      'just words',
      'tests/wire/c.test.ts:',
      '(fail) says c',
      '(fail) says d',
      '',
      '3 tests failed:',
      '(fail) says a [3.00ms]',
    ].join('\n')
    expect(failedTests(output)).toEqual([
      { file: 'tests/browser/a.test.ts', test: 'says a [3.00ms]' },
      { file: 'tests/wire/c.test.ts', test: 'says c' },
      { file: 'tests/wire/c.test.ts', test: 'says d' },
    ])
  })

  test('what stands under no file is nowhere', () => {
    expect(failedTests('(fail) (unnamed)\n1 fail')).toEqual([])
  })
})
