// How far a case has come: its steps with their dates, in order.
import { days, today } from "./values.js";

const ways = {
  代办: { 委托: "委托日期", 受理: "受理日期", 代办: "代办日期", 回复: "回复日期", 上报: "上报日期", 回访: "回访日期" },
  议事五步: { 提出问题: "提出日期", 商议问题: "商议日期", 决议问题: "决议日期", 落实监督: "落实日期", 结果评价: "评价日期" },
  协商六步: { 收集意见: "收集日期", 确定议题: "议题日期", 开展协商: "协商日期", 情况通报: "通报日期", 制定方案: "方案日期", 发布公告: "公告日期" },
  点单派单接单: { 点单: "点单日期", 派单: "派单日期", 接单: "接单日期", 完成: "完成日期", 评价: "评价日期" },
};

// way returns the steps that a case has taken.
export function way(row, process) {
  if (row.步骤) return row.步骤.map((s) => ({ step: s.步骤, date: s.日期 }));
  return Object.entries(ways[process]).filter(([, key]) => row[key]).map(([step, key]) => ({ step, date: row[key] }));
}

// judge tells how a case stands that is over with the step last.
export function judge(row, process, last) {
  const steps = way(row, process);
  const end = steps.find((s) => s.step === last);
  const over = !!end && (process !== "协商六步" || !!row.落实结果);
  return {
    row, steps, over,
    stage: steps.at(-1)?.step,
    took: over ? days(steps[0].date, end.date) : null,
    late: !!row.时限 && !over && row.时限 < today,
  };
}
