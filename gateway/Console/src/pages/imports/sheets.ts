import { session } from '../../api/session'

export type What = 'organizations' | 'members' | 'pairs'

interface Sheet {
  permission: string
  /** Where the file is sent; the job's state, progress and refused rows are below it. */
  path: '/api/v1/organizations/imports' | '/api/v1/members/imports' | '/api/v1/pairing/imports'
  /** The headers that the service's sheet knows (its Columns), and a row that shows how they are filled. */
  columns: { title: string; required?: boolean; sample: string }[]
}

const column = (title: string, sample = '') => ({ title, sample })
const must = (title: string, sample = '') => ({ title, sample, required: true })

export const sheets: Record<What, Sheet> = {
  organizations: {
    permission: 'organizations.import',
    path: '/api/v1/organizations/imports',
    columns: [
      must('组织编码', 'SAMPLE01'), must('组织名称', '示例村党支部'), must('组织类别', '党支部'), must('党建类型', 'village'), column('上级组织编码'), column('行政区划代码'), column('单位名称'), column('单位类别'), column('成立日期', '2020-07-01'), column('外部编码'),
    ],
  },
  members: {
    permission: 'members.import',
    path: '/api/v1/members/imports',
    columns: [
      must('身份证号'), must('姓名', '示例'), column('性别', '男'), column('出生日期', '1980-01-31'), column('民族', '汉族'), column('学历', '大学'), must('所在党组织编码', 'SAMPLE01'), column('党籍状态', '正式党员'), column('申请入党日期'), column('入党日期', '2005-07-01'),
      column('转正日期', '2006-07-01'), column('手机号'), column('职业'), column('月收入'), column('收入类别'), column('标签'), column('外部编码'),
    ],
  },
  pairs: {
    permission: 'pairing.import',
    path: '/api/v1/pairing/imports',
    columns: [
      must('帮扶单位编码'), must('帮扶对象组织编码'), column('帮扶人编号'), column('帮扶人姓名'), column('帮扶对象编号'), column('帮扶对象姓名'), column('帮扶单位类别'), column('帮扶对象类别'), column('结对日期', '2026-03-01'),
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
