import type { ComponentType } from 'react'
import { createBrowserRouter, type RouteObject, useRouteError } from 'react-router'
import { Home } from '../pages/Home'
import { session } from '../api/session'
import { FailedPage } from './ErrorBoundary'
import { Link } from '../shared/Link'
import { PageHead } from '../shared/PageHead'
import { Layout } from './Layout'

type Page = { default: ComponentType }

/** A page of its own part of the script, loaded when it is opened; null opens it to everyone who is signed in. */
function page(path: string, permission: string | string[] | null, load: () => Promise<Page>): RouteObject {
  return {
    path,
    handle: { permission },
    lazy: async () => {
      const { default: Component } = await load()
      return { Component: permission && ![permission].flat().some(one => session.can(one)) ? NotAllowed : Component }
    },
    errorElement: <RouteFailure />,
  }
}

/** Why there is nothing here, and where to go on. */
function Refused({ title, text }: { title: string; text: string }) {
  return <div className="page"><PageHead title={title} /><div className="panel" role="alert">{text} <p style={{ marginBottom: 0 }}><Link to="/">{session.texts.problems.toHome}</Link></p></div></div>
}

function NotAllowed() {
  return <Refused title={session.texts.problems.forbiddenTitle} text={session.texts.problems.forbidden} />
}

function Loading() {
  return <div className="wait" role="status">{session.texts.common.loading}</div>
}

function NotFound() {
  return <Refused title={session.texts.problems.notFoundTitle} text={session.texts.problems.notFound} />
}

function RouteFailure() {
  return <FailedPage failure={useRouteError()} retry={() => location.reload()} />
}

export const createRoutes = () => createBrowserRouter([
  {
    path: '/',
    Component: Layout,
    HydrateFallback: Loading,
    errorElement: <RouteFailure />,
    children: [
      { index: true, Component: Home, errorElement: <RouteFailure /> },
      page('account', null, () => import('../pages/AccountPage')),
      page('accounts', 'accounts.read', () => import('../pages/accounts/AccountsPage')),
      page('accounts/:id', 'accounts.read', () => import('../pages/accounts/OneAccountPage')),
      page('apps', 'apps.read', () => import('../pages/apps/AppsPage')),
      page('apps/:id', 'apps.read', () => import('../pages/apps/OneAppPage')),
      page('apps/:id/webhooks/:webhookId', 'apps.read', () => import('../pages/apps/WebhookPage')),
      page('sharing/catalogue', null, () => import('../pages/sharing/CataloguePage')),
      page('sharing/requests', 'sharing.read', () => import('../pages/sharing/RequestsPage')),
      page('sharing/requests/:id', 'sharing.read', () => import('../pages/sharing/RequestPage')),
      page('sharing/corrections', 'sharing.report', () => import('../pages/sharing/CorrectionsPage')),
      page('sharing/corrections/:id', 'sharing.report', () => import('../pages/sharing/CorrectionPage')),
      page('signature-check', null, () => import('../pages/apps/SignatureCheckPage')),
      page('operations', ['operations.read', 'audit.read'], () => import('../pages/operations/OperationsPage')),
      page('organizations', 'organizations.read', () => import('../pages/organizations/OrganizationsPage')),
      page('organizations/list', 'organizations.read', () => import('../pages/organizations/OrganizationListPage')),
      page('organizations/:id', 'organizations.read', () => import('../pages/organizations/OrganizationsPage')),
      page('members', 'members.read', () => import('../pages/members/MembersPage')),
      page('members/:id', 'members.read', () => import('../pages/members/MemberPage')),
      page('transfers', 'members.read', () => import('../pages/members/TransfersPage')),
      page('mobility', 'members.read', () => import('../pages/members/MobilityPage')),
      page('imports', null, () => import('../pages/imports/ImportsPage')),
      page('imports/:what/:id', null, () => import('../pages/imports/ImportPage')),
      page('assessment/schemes', 'assessment.read', () => import('../pages/assessment/SchemesPage')),
      page('assessment/schemes/:id', 'assessment.read', () => import('../pages/assessment/SchemePage')),
      page('assessment/cycles', 'assessment.read', () => import('../pages/assessment/CyclesPage')),
      page('assessment/cycles/:id', 'assessment.read', () => import('../pages/assessment/CyclePage')),
      page('assessment/cycles/:id/selections', 'assessment.read', () => import('../pages/assessment/SelectionPage')),
      page('assessment/removals', 'assessment.consequences.read', () => import('../pages/assessment/RemovalsPage')),
      page('rectifications', 'assessment.read', () => import('../pages/assessment/RectificationsPage')),
      page('rectifications/ledger', 'assessment.read', () => import('../pages/assessment/LedgerPage')),
      page('rectifications/:id', 'assessment.read', () => import('../pages/assessment/RectificationPage')),
      page('pairing/programmes', 'pairing.read', () => import('../pages/pairing/ProgrammesPage')),
      page('pairing/programmes/:id', 'pairing.read', () => import('../pages/pairing/ProgrammePage')),
      page('pairing/pairs', 'pairing.read', () => import('../pages/pairing/PairsPage')),
      page('pairing/pairs/:id', 'pairing.read', () => import('../pages/pairing/PairPage')),
      { path: '*', Component: NotFound },
    ],
  },
])
