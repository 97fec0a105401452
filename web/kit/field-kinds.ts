type FieldKind = {
  autocapitalize: 'none' | 'sentences' | 'words' | 'characters'
  /** Spelt like this it becomes the attribute; as a property it is a flag, and 'off' would switch it on. */
  autoCorrect: 'on' | 'off'
  spellcheck: boolean
  autocomplete: 'off' | 'nickname'
  /** What Enter of a keyboard on glass is called. */
  enterkeyhint: 'enter' | 'done' | 'go' | 'search' | 'send'
}

/** What browser and keyboard are told about a text field: how words begin, what is corrected, remembered and offered. */
export const fieldKinds = {
  /** Sentences of one's own: messages, topics, descriptions. */
  prose: {
    autocapitalize: 'sentences',
    autoCorrect: 'on',
    spellcheck: true,
    autocomplete: 'off',
    enterkeyhint: 'enter',
  },
  /** What a room or a pack is called: no dictionary knows it. */
  title: {
    autocapitalize: 'sentences',
    autoCorrect: 'off',
    spellcheck: false,
    autocomplete: 'off',
    enterkeyhint: 'done',
  },
  /** One's own name; browsers know it (WCAG 1.3.5). */
  nickname: {
    autocapitalize: 'words',
    autoCorrect: 'off',
    spellcheck: false,
    autocomplete: 'nickname',
    enterkeyhint: 'go',
  },
  /** Part of a name or a word that is looked for: nothing is made of it. */
  find: { autocapitalize: 'none', autoCorrect: 'off', spellcheck: false, autocomplete: 'off', enterkeyhint: 'search' },
  /** Part of an address, or the name of an emoticon. */
  address: { autocapitalize: 'none', autoCorrect: 'off', spellcheck: false, autocomplete: 'off', enterkeyhint: 'done' },
  /** Letters from elsewhere, as they stand there. */
  code: {
    autocapitalize: 'characters',
    autoCorrect: 'off',
    spellcheck: false,
    autocomplete: 'off',
    enterkeyhint: 'go',
  },
} as const satisfies Record<string, FieldKind>
