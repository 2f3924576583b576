import type { Locale } from 'antd/es/locale'
import { useSyncExternalStore } from 'react'
import dayjs from 'dayjs'
import { type Language, session } from '../api/session'
import type { Texts } from './zh'

export interface Speech {
  texts: Texts
  antd: Locale
}

let current: Speech

/** Loads a language's texts, those of the components and the calendar's, and speaks it from now on. */
export async function speak(language: Language): Promise<void> {
  const [texts, antd] = language === 'en'
    ? await Promise.all([import('./en').then(module => module.en), import('antd/es/locale/en_US').then(module => module.default)])
    : await Promise.all([import('./zh').then(module => module.zh), import('antd/es/locale/zh_CN').then(module => module.default), import('dayjs/locale/zh-cn')])
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn')
  current = { texts, antd: unwrap(antd) }
  document.title = texts.product
  session.speak(language, texts)
}

// The locales are CommonJS modules, which come with or without a wrapper.
const unwrap = (locale: Locale | { default: Locale }): Locale => ('default' in locale && !('locale' in locale) ? locale.default : locale as Locale)

export function useSession() {
  useSyncExternalStore(session.subscribe, session.snapshot)
  return session
}

export function useTexts(): Texts {
  return useSession().texts
}

export const antdLocale = () => current.antd
export type { Texts }
