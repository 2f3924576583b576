import { session } from '../../api/session'

export type What = 'organizations' | 'members' | 'pairs'

interface Sheet {
  permission: string
  /** Where the file is sent; the job's state, progress and refused rows are below it. */
  path: '/api/v1/organizations/imports' | '/api/v1/members/imports' | '/api/v1/pairing/imports'
  /** The service's columns (its Columns) in their order: what errors call them, their headers, and a row that shows how they are filled. */
  columns: { name: string; title: string; required?: boolean; sample: string }[]
}

const column = (name: string, title: string, sample = '') => ({ name, title, sample })
const must = (name: string, title: string, sample = '') => ({ name, title, sample, required: true })

export const sheets: Record<What, Sheet> = {
  organizations: {
    permission: 'organizations.import',
    path: '/api/v1/organizations/imports',
    columns: [
      must('code', '组织编码', 'SAMPLE01'), must('name', '组织名称', '示例村党支部'), must('kind', '组织类别', '党支部'), must('domain_type', '党建类型', 'village'), column('parent_code', '上级组织编码'), column('region_code', '行政区划代码'), column('unit_name', '单位名称'), column('unit_class', '单位类别'), column('established_on', '成立日期', '2020-07-01'), column('external_code', '外部编码'),
    ],
  },
  members: {
    permission: 'members.import',
    path: '/api/v1/members/imports',
    columns: [
      must('id_number', '身份证号'), must('name', '姓名', '示例'), column('sex', '性别', '男'), column('birth_date', '出生日期', '1980-01-31'), column('ethnicity', '民族', '汉族'), column('education', '学历', '大学'), must('organization_code', '所在党组织编码', 'SAMPLE01'), column('status', '党籍状态', '正式党员'), column('applied_on', '申请入党日期'), column('joined_on', '入党日期', '2005-07-01'),
      column('formal_on', '转正日期', '2006-07-01'), column('phone', '手机号'), column('occupation', '职业'), column('monthly_income', '月收入'), column('income_kind', '收入类别'), column('tags', '标签'), column('external_code', '外部编码'),
    ],
  },
  pairs: {
    permission: 'pairing.import',
    path: '/api/v1/pairing/imports',
    columns: [
      must('helper_code', '帮扶单位编码'), must('need_code', '帮扶对象组织编码'), column('helper_person_code', '帮扶人编号'), column('helper_person_name', '帮扶人姓名'), column('need_person_code', '帮扶对象编号'), column('need_person_name', '帮扶对象姓名'), column('helper_class', '帮扶单位类别'), column('need_class', '帮扶对象类别'), column('started_on', '结对日期', '2026-03-01'),
    ],
  },
}

export const allowedSheets = () => (Object.keys(sheets) as What[]).filter(what => session.can(sheets[what].permission))

const lastKey = 'partycloud.import.last'

/** The job that was looked at last, so that a reload or another page does not lose it. */
export const lastImport = {
  read: () => sessionStorage.getItem(lastKey),
  write: (address: string) => sessionStorage.setItem(lastKey, address),
}
