import {
  ApartmentOutlined, ApiOutlined, BarChartOutlined, DashboardOutlined, FontSizeOutlined, HomeOutlined, IdcardOutlined, LogoutOutlined, MenuOutlined, ShareAltOutlined, SwapOutlined, TeamOutlined, TranslationOutlined, UploadOutlined, UserOutlined,
} from '@ant-design/icons'
import { App, Button, Drawer, Dropdown, Layout as AntLayout, Menu, type MenuProps } from 'antd'
import { memo, Suspense, useEffect, useState } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { remove } from '../api/client'
import { Problem } from '../api/problem'
import { session } from '../api/session'
import type { Post, SignedOut } from '../api/types'
import { Link } from '../shared/Link'
import { useNarrow, useWide } from '../shared/media'
import { speak, useSession } from '../texts'
import { MustChangePassword } from './MustChangePassword'
import { outcomeText, signOn } from './signOn'

type Item = { key: string; label: string; icon?: React.ReactNode; permission?: string | string[]; children?: Item[] }

export function Layout() {
  const { texts: t, large, language } = useSession()
  const [open, setOpen] = useState(false)
  const wide = useWide()
  const location = useLocation()
  useEffect(() => setOpen(false), [location.pathname])
  const { message } = App.useApp()
  useEffect(() => {
    const text = outcomeText(t, signOn.outcome)
    if (text) void (signOn.outcome === 'linked' ? message.success(text, 8) : message.warning(text, 8))
    signOn.outcome = null
  }, [message, t])

  const menu = <MainMenu pathname={location.pathname} />
  return (
    <AntLayout className="frame">
      <a className="skip" href="#content">{t.common.skip}</a>
      <header className="frame-header">
        {!wide && <Button type="text" icon={<MenuOutlined />} aria-label={t.common.menu} aria-expanded={open} onClick={() => setOpen(true)} />}
        <Link to="/" className="brand" aria-label={t.product}><img src="/favicon.svg" alt="" /><span>{t.product}</span></Link>
        <div className="space" />
        <PostSwitch />
        <Button type="text" icon={<FontSizeOutlined />} aria-pressed={large} aria-label={large ? t.account.normal : t.account.large} title={large ? t.account.normal : t.account.large} onClick={() => session.write(!large)} />
        <Button type="text" icon={<TranslationOutlined />} aria-label={t.account.language} title={t.account.language} onClick={() => void speak(language === 'en' ? 'zh-CN' : 'en')} />
        <OwnMenu />
      </header>
      <AntLayout hasSider={wide}>
        {wide && <AntLayout.Sider className="frame-sider" theme="light" width={large ? 250 : 200}><nav aria-label={t.common.menu} style={{ position: 'sticky', top: 56, maxHeight: 'calc(100vh - 56px)', overflowY: 'auto' }}>{menu}</nav></AntLayout.Sider>}
        <AntLayout.Content id="content" tabIndex={-1} style={{ minWidth: 0, outline: 'none' }}>
          <Suspense fallback={<div className="wait" role="status">{t.common.loading}</div>}><Outlet /></Suspense>
        </AntLayout.Content>
      </AntLayout>
      {!wide && <Drawer placement="left" open={open} onClose={() => setOpen(false)} size={260} title={t.common.menu} styles={{ body: { padding: 0 } }}><nav aria-label={t.common.menu}>{menu}</nav></Drawer>}
      <MustChangePassword />
    </AntLayout>
  )
}

/** Drawn when another page is opened, not for what changes in a page's address. */
const MainMenu = memo(function MainMenu({ pathname }: { pathname: string }) {
  const { texts: t } = useSession()
  const items: Item[] = [
    { key: '/', label: t.menu.home, icon: <HomeOutlined /> },
    { key: '/organizations', label: t.menu.organizations, icon: <ApartmentOutlined />, permission: 'organizations.read' },
    {
      key: 'members', label: t.menu.members, icon: <TeamOutlined />, permission: 'members.read', children: [
        { key: '/members', label: t.menu.memberList }, { key: '/transfers', label: t.menu.transfers }, { key: '/mobility', label: t.menu.mobility },
      ],
    },
    {
      key: 'assessment', label: t.menu.assessment, icon: <BarChartOutlined />, permission: 'assessment.read', children: [
        { key: '/assessment/schemes', label: t.menu.schemes }, { key: '/assessment/cycles', label: t.menu.cycles }, { key: '/rectifications', label: t.menu.rectifications },
        ...(session.can('assessment.consequences.read') ? [{ key: '/assessment/removals', label: t.menu.removals }] : []),
      ],
    },
    {
      key: 'pairing', label: t.menu.pairing, icon: <SwapOutlined />, permission: 'pairing.read', children: [
        { key: '/pairing/programmes', label: t.menu.programmes }, { key: '/pairing/pairs', label: t.menu.pairs },
      ],
    },
    { key: '/accounts', label: t.menu.accounts, icon: <IdcardOutlined />, permission: 'accounts.read' },
    { key: '/apps', label: t.menu.apps, icon: <ApiOutlined />, permission: 'apps.read' },
    {
      key: 'sharing', label: t.menu.sharing, icon: <ShareAltOutlined />, children: [
        { key: '/sharing/catalogue', label: t.sharing.catalogue },
        ...(session.can('sharing.read') ? [{ key: '/sharing/requests', label: t.sharing.requests }] : []),
        ...(session.can('sharing.report') ? [{ key: '/sharing/corrections', label: t.sharing.corrections }] : []),
      ],
    },
    { key: '/operations', label: t.menu.operations, icon: <DashboardOutlined />, permission: ['operations.read', 'audit.read'] },
    { key: '/imports', label: t.menu.imports, icon: <UploadOutlined />, permission: ['organizations.import', 'members.import', 'pairing.import'] },
  ]
  const allowed = items.filter(item => !item.permission || [item.permission].flat().some(permission => session.can(permission)))
  const leaves = allowed.flatMap(item => item.children ?? [item])
  const selected = leaves.filter(item => item.key === pathname || (item.key !== '/' && pathname.startsWith(item.key + '/'))).map(item => item.key)
  const shown: MenuProps['items'] = allowed.map(item => ({
    key: item.key, icon: item.icon,
    label: item.children ? item.label : <Link to={item.key}>{item.label}</Link>,
    ...(item.children ? { children: item.children.map(child => ({ key: child.key, label: <Link to={child.key}>{child.label}</Link> })) } : {}),
  }))
  return <Menu mode="inline" items={shown} selectedKeys={selected} defaultOpenKeys={['members', 'assessment', 'pairing']} style={{ borderInlineEnd: 0 }} />
})

export function postName(post: Post): string {
  const t = session.texts
  return `${t.roles[post.role] ?? post.role} · ${post.organizationName ?? t.account.everything}`
}

function PostSwitch() {
  const { texts: t, me } = useSession()
  const { message } = App.useApp()
  const acting = me?.posts.find(post => post.id === me.postId)
  if (!me || !acting) return null
  const name = postName(acting)
  const label = <span className="post"><IdcardOutlined /> <span>{name}</span></span>
  if (me.posts.length < 2) return <span className="post" title={name} style={{ whiteSpace: 'nowrap', textOverflow: 'ellipsis' }}>{label}</span>
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true, selectedKeys: [acting.id], items: me.posts.map(post => ({ key: post.id, label: postName(post) })),
        onClick: ({ key }) => void session.actUnder(key).then(() => message.info(t.account.switched(postName(me.posts.find(post => post.id === key)!)))),
      }}
    >
      <Button type="text" className="post" title={name} aria-label={`${t.account.post}: ${name}`}>{label}</Button>
    </Dropdown>
  )
}

function OwnMenu() {
  const { texts: t, me } = useSession()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const signOut = async () => {
    let continueAt: string | undefined
    try {
      // Who came from a provider of single sign-on goes on to sign out there; others are answered with nothing.
      continueAt = ((await remove('/api/v1/auth/session')) as SignedOut | undefined)?.continueAt
    } catch (failure) {
      // A session that is over already needs no ending.
      if (!(failure instanceof Problem) || failure.status !== 401) {
        void message.error(failure instanceof Error ? failure.message : String(failure))
        return
      }
    }
    session.forget()
    if (continueAt) location.assign(continueAt)
  }
  return (
    <Dropdown
      trigger={['click']} placement="bottomRight"
      menu={{
        items: [{ key: 'account', icon: <UserOutlined />, label: t.menu.account }, { type: 'divider' }, { key: 'out', icon: <LogoutOutlined />, label: t.account.signOut }],
        onClick: ({ key }) => void (key === 'out' ? signOut() : navigate('/account')),
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={`${t.account.title}: ${me?.displayName || me?.userName}`}>{narrow ? null : me?.displayName || me?.userName}</Button>
    </Dropdown>
  )
}
