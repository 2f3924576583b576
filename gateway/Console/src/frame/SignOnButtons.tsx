import { IdcardOutlined } from '@ant-design/icons'
import { Button, Divider } from 'antd'
import { get } from '../api/client'
import { useLoad } from '../shared/useLoad'
import { useSession } from '../texts'
import { startAddress } from './signOn'

/**
 * The other ways to sign in, where there are any; without them the page is as it ever was. (The icon of a door would suit better, but it carries an
 * empty style of its own, which the page's policy refuses.)
 */
export function SignOnButtons() {
  const { texts: t, language } = useSession()
  const providers = useLoad(signal => get('/api/v1/auth/providers', { signal }), [])
  if (!providers.data?.items.length) return null
  return (
    <>
      <Divider plain>{t.signOn.or}</Divider>
      {providers.data.items.map(one => (
        <Button key={one.provider} block icon={<IdcardOutlined />} href={startAddress(one.provider)} style={{ marginBottom: 8 }}>{language === 'en' ? one.titleEn : one.titleZh}</Button>
      ))}
    </>
  )
}
