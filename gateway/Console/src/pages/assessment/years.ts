import dayjs from 'dayjs'

/** Next year and the five before it, as choices. */
export const years = () => Array.from({ length: 6 }, (_, back) => String(dayjs().year() + 1 - back)).map(year => ({ value: year, label: year }))
