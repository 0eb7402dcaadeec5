// What a board shows besides its sums: shares, and every record as a row.
import { figure, nested, table } from "./html.js";
import { cases, level } from "./own.js";
import { after, concealed, days, fen, hundredths, median, num, on, percent, precision, tally, today, unit } from "./values.js";

export const yuan = (f) => f / 100;
const counts = (key, sums) => table(key, "name count", Object.entries(sums ?? {}));
const pairs = (key, columns, sums, last = (v) => v) => table(key, columns, Object.entries(sums ?? {}).map(([k, v]) => [...k.split(" "), last(v)]));
const middle = (key, a) => {
  const list = Object.entries(a.t.days ?? {}).flatMap(([n, times]) => Array(times).fill(Number(n)));
  return list.length ? figure(key, median(list)) : "";
};
const under = (sums, list) => Object.fromEntries(Object.entries(sums).filter(([k]) => k.startsWith(list + " ")).map(([k, v]) => [k.slice(list.length + 1), v]));

// balanced: whether what all have is known: in the sample nobody says anything of money who does
// not say what there was.
export const balanced = (a) => a.n.incomeUnits > 0;

// told: a total gives nobody away who is not named.
export const told = (a) => a.h.hidden === 0 || a.h.hidden >= 3;

function points(u, a, f) {
  let out = told(a) ? figure("total", a.n.total) + figure("average", hundredths(a.n.total, a.n.people)) : "";
  out += counts("levels", a.t.levels);
  if (!f) return out;
  const items = (f.办法.项目 ?? []).map((i) => i.名称 ?? i);
  out += figure("method", f.办法.名称) + (items.length ? figure("items", items.join("、")) : "");
  out += table("list", ["name group category rank total last change level", ...items.map((i) => "parts." + i), "balance entries"].join(" "), a.own.list.filter((p) => p.open).map((p) => [
    p.name, p.group, f.办法.比较范围 && p.category, p.rank, p.total, p.last, p.last && p.total - p.last, p.level?.名称, ...items.map((i) => p.parts[i]), p.balance,
    nested("entries", "code date item matter amount counts corrects", p.entries.map((e) => [e.code, e.date, e.item, e.matter, e.amount, e.counts, e.corrects])),
  ]));
  const sold = (g) => (f.兑换 ?? []).reduce((all, r) => all + (r.商品 === g.名称 ? num(r.数量) : 0), 0);
  out += table("goods", "name price unit sold left", (f.商品 ?? []).map((g) => [g.名称, num(g.单价), unit(g.库存), sold(g), num(g.库存) - sold(g)]));
  if (f.兑换) out += figure("redeemed.count", f.兑换.length) + figure("redeemed.points", f.商品.reduce((all, g) => all + num(g.单价) * sold(g), 0));
  const all = (key) => (f.活动 ?? []).reduce((sum, r) => sum + num(r[key]), 0);
  out += table("activities", "date name invited came rate", (f.活动 ?? []).map((r) => [r.日期, r.名称, num(r.应到), num(r.实到), percent(num(r.实到), num(r.应到))]));
  if (f.活动) out += figure("attendance", percent(all("实到"), all("应到")));
  out += table("matters", "code matter min limit", (f.清单 ?? []).map((m) => [m.编号, m.事项, m.分值, m.上限]));
  return f.分红 ? out + figure("dividend.poolYuan", yuan(fen(f.分红.资金池))) : out;
}

function star(u, a, f) {
  const homes = num(u.files.unit.总户数);
  const levels = [5, 4, 3, 2, 1].filter((n) => a.t.levels?.[level(n)]);
  let out = figure("households", homes) + figure("share", percent(a.n.total, homes)) + figure("applied", percent(a.n.applicants, homes)) + figure("meanStars", hundredths(a.n.starsHeld, a.n.total));
  out += counts("ways", a.t.ways) + table("levels", "name stars count share", levels.map((n) => [level(n), n, a.t.levels[level(n)], percent(a.t.levels[level(n)], a.n.total)]));
  if (a.units.length) out += figure("meanPerUnit", Math.round((a.n.total * 10) / a.units.length) / 10);
  if (!f) return out;
  const byCode = new Map(u.files.households.户.map((h) => [h.编号, h]));
  return out + table("list", "name group stars kinds from to", a.own.list.filter((h) => h.decided || h.notice).map((h) => {
    const who = byCode.get(h.row.户);
    return [who.户主, who.组, h.stars, Array.isArray(h.row.得星) ? h.row.得星.join("、") : "", h.from, h.to];
  }));
}

function grid(u, a, f) {
  return counts("tiers", a.t.tiers) + counts("roles", a.t.roles) + table("list", "code name tier parent range households wardens", (f?.网格 ?? []).map((g) => [
    g.编号, g.名称, g.级别, g.上级, g.范围?.join("、"), num(g.户数), nested("wardens", "name role phone", (g.网格员 ?? []).map((w) => [w.姓名, w.职责, w.公开电话])),
  ]));
}

function outcome(u, a, f) {
  return counts("categories", a.t.categories) + table("list", "title category quantity unit precision fundsYuan source start finish lifted liftYuan incomeYuan state", (f?.成果 ?? []).map((r, i) => [
    r.名称, r.类别, num(r.数量), r.单位 ?? unit(r.数量), precision(r.数量), yuan(a.own.list[i].fen), r.资金来源, r.开工, r.完成, num(r.带动户), yuan(fen(r.户均增收)), yuan(a.own.list[i].income), r.进度,
  ]));
}

// spans are months or quarters with the balance at their end.
function spans(a, size) {
  const months = Object.keys({ ...a.t.in, ...a.t.out }).map(Number), list = [];
  let balance = a.n.openingYuan;
  for (let n = Math.min(...months); n <= Math.max(...months); n++) {
    const number = Math.ceil(n / size), come = a.t.in[n] ?? 0, gone = a.t.out[n] ?? 0;
    if (!come && !gone) continue;
    if (list.at(-1)?.number !== number) list.push({ number, come: 0, gone: 0 });
    const span = list.at(-1);
    span.come += come;
    span.gone += gone;
    span.balance = balance += come - gone;
  }
  return list.map((s) => [s.number, yuan(s.come), yuan(s.gone), balanced(a) ? yuan(s.balance) : ""]);
}

function income(u, a, f) {
  if (!a.n.incomeUnits) return "";
  const open = (way) => (name) => a.t.open[way + name];
  const accounts = [...Object.entries(concealed(a.t.earned, open("收入"))).map((e) => ["in", ...e]), ...Object.entries(concealed(a.t.spent, open("支出"))).map((e) => ["out", ...e])];
  let out = figure("businessOfYuan", yuan(a.n.inYuan));
  out += table("months", "number inYuan outYuan balanceYuan", spans(a, 1)) + table("quarters", "number inYuan outYuan balanceYuan", spans(a, 3));
  out += table("accounts", "flow name yuan", accounts.map(([flow, name, v]) => [flow, name, yuan(v)]));
  return out + table("list", "code date flow account yuan text handler audited contract corrected wasYuan", (a.own?.list ?? []).filter(on).map((r) => [
    r.编号, r.日期, r.方向 === "收入" ? "in" : "out", r.科目, yuan(r.fen), r.摘要, r.经手, r.审核, r.contract, r.corrected, r.was && yuan(r.was),
  ]));
}

// labels gives people who are told by their number their name, with what tells them from others.
const labels = (register) => (who) => register.filter((p) => p.编号 === who).map((p) => `${p.姓名 ?? p.户主}(${p.组}，${p.区分})`)[0] ?? who;

function post(u, a, f) {
  const out = pairs("services", "name unit quantity", a.t.services);
  if (!f) return out;
  const members = u.files.members.党员, ids = members.flatMap((m) => m.身份 ?? []), label = labels(members);
  const holders = (p) => f.认领.filter((c) => c.岗位 === p.名称).map((c) => label(c.党员));
  const by = (list) => Object.entries(tally(list, (x) => x));
  return out + figure("shared", Object.values(a.own.holders).filter((n) => n > 1).length) + figure("idle", members.length - a.n.people) +
    figure("members.count", members.length) + table("members.categories", "name count", by(members.map((m) => m.类别))) + table("members.identities", "name count", by(ids)) +
    table("list", "title role people holders", f.岗位.map((p) => [p.名称, p.职责, holders(p).length, holders(p).join("、")]));
}

function team(u, a, f) {
  const orders = a.own?.orders ?? [], of = (t, done) => orders.filter((c) => c.row.队伍 === t.名称 && (!done || c.over)).length;
  return counts("categories", a.t.categories) + counts("orders.openCategories", a.t["orders.openCategories"]) + figure("orders.share", percent(a.n["orders.done"], a.n["orders.all"])) + middle("orders.medianDays", a) +
    table("list", "title category theme head people orders done", (f?.志愿队 ?? []).map((t) => [t.名称, t.类别, t.主题, t.负责人.姓名, num(t.人数), of(t), of(t, true)]));
}

function contract(u, a, f) {
  const areas = Object.values(a.t.areas);
  const paid = (c) => (c.收款 ?? []).reduce((all, p) => all + (p.日期 && p.日期 <= today ? fen(p.金额) : 0), 0);
  return counts("types", a.t.types) + table("areas", "unit value", Object.entries(a.t.areas)) + (areas.length === 1 && !a.n.unclassified ? figure("meanArea", hundredths(areas[0], a.n.count)) : "") +
    table("list", "code type object holder area areaUnit years from until oldPrice price paidYuan", (f?.合同 ?? []).map((c) => [
      c.编号, c.类型, c.标的, c.承租方, num(c.面积), unit(c.面积), num(c.年限), c.起, c.止, c.原价, c.现价, yuan(paid(c)),
    ])) + table("assets", "name quantity unit priceYuan rentYuan holder", (f?.资产 ?? []).map((s) => [s.名称, num(s.数量), unit(s.数量), yuan(fen(s.单价)), yuan(num(s.数量) * fen(s.单价)), s.承租方]));
}

const attendees = (s) => nested("attendees", "identity number", s.split("、").map((p) => [p.replace(/\d.*/, ""), parseInt(p.replace(/^\D+/, ""), 10)]));

function meeting(u, a, f) {
  const list = [...(a.own?.list ?? [])].sort((x, y) => x.over - y.over || (x.over ? (x.steps.at(-1).date > y.steps.at(-1).date ? -1 : 1) : 0));
  return figure("share", percent(a.n.done, a.n.known)) + middle("medianDays", a) + counts("stages", a.t.stages) + counts("categories", a.t.categories) +
    table("list", "code title category done lateDays attendees resolution owner limit outcome steps", list.map((c) => [
      c.row.编号, c.row.议题, c.row.类别, c.over, c.late ? days(c.row.时限, today) : "", attendees(c.row.参会), c.row.决议, c.row.责任人, c.row.时限, c.row.落实结果, nested("steps", "step date", c.steps.map((s) => [s.step, s.date])),
    ]));
}

function errand(u, a, f) {
  const closed = (agent) => a.own.list.filter((c) => c.over && c.row.代办人 === agent.姓名).length, s = f?.代办站;
  return middle("medianDays", a) + counts("categories", a.t.categories) + table("done", "unit quantity", Object.entries(a.t.done ?? {})) + pairs("services", "name unit quantity", a.t.services) +
    table("agentList", "name post sitting phone closed", (f?.代办员 ?? []).map((p) => [p.姓名, p.职务, p.坐班日, p.公开电话, closed(p)])) +
    table("catalogue", "title category materials limit agent", (f?.事项清单 ?? []).map((r) => [r.事项, r.类别, r.材料?.join("、"), r.时限, r.代办员])) +
    (s ? figure("station.name", s.名称) + figure("station.place", s.地点) + figure("station.wanted", s.应有.join("、")) + figure("station.missing", s.应有.filter((x) => !s.具备.includes(x)).join("、")) : "");
}

function task(u, a, f) {
  const rank = (c) => (c.over ? 1 : 0), lists = Object.keys(a.t.count ?? {});
  const mine = (name) => (a.own?.list ?? []).filter((c) => c.row.清单 === name).sort((x, y) => rank(x) - rank(y) || (x.steps[0].date < y.steps[0].date ? -1 : x.steps[0].date > y.steps[0].date ? 1 : 0));
  return figure("share", percent(a.n.done, a.n.known)) + middle("medianDays", a) + table("lists", "name lead count known done late open share categories stages tasks", lists.map((name) => [
    name, f?.清单.find((l) => l.名称 === name)?.牵头, a.t.count[name], a.t.known[name], a.t.done[name], a.t.late[name], (a.t.known[name] ?? 0) - (a.t.done[name] ?? 0), percent(a.t.done[name] ?? 0, a.t.known[name]),
    nested("categories", "name count", Object.entries(under(a.t.categories, name))), nested("stages", "name count", Object.entries(under(a.t.stages, name))),
    nested("tasks", "code title category done begun closed openDays lateDays owner limit measures proof", mine(name).map((c) => [
      c.row.编号, c.row.事项, c.row.类别, c.over, c.steps[0].date, c.over ? c.steps.at(-1).date : "", c.over ? "" : days(c.steps[0].date, today), c.late ? days(c.row.时限, today) : "", c.row.责任人, c.row.时限, c.row.措施,
      !!c.row.步骤.at(-1).附件,
    ])),
  ]));
}

function question(u, a, f) {
  const rank = (q) => (q.row.答复 ? 1 : 0), later = (x, y) => (x < y ? -1 : x > y ? 1 : 0);
  const list = [...(a.own?.list ?? [])].sort((x, y) => rank(x) - rank(y) || (rank(x) ? later(y.row.答复日期, x.row.答复日期) : later(x.row.提问日期, y.row.提问日期)));
  return (f ? figure("limitDays", num(f.时限)) : "") + counts("categories", a.t.categories) +
    table("list", "code category question asked answer answered due days late owner", list.map((q) => [
      q.row.编号, q.row.类别, q.row.问题, q.row.提问日期, q.row.答复, q.row.答复日期, after(q.row.提问日期, num(f.时限)), q.days, q.late, q.row.责任人,
    ])) + table("surveys", "subject matter copies mean", (f?.测评 ?? []).map((s) => [s.对象, s.项目, num(s.份数), num(s.份数) < num(f.最少份数) ? "" : num(s.平均)]));
}

function honour(u, a) {
  const label = labels(u.files.households?.户 ?? []);
  return counts("categories", concealed(a.t.categories, (name) => a.t.open[name])) + table("list", "category name title date", (a.own?.list ?? []).map((r) => [r.类别, label(r.对象), r.称号, r.日期.replace(/年(\d+)月/, (_, m) => "-" + m.padStart(2, "0"))]));
}

function duty(u, a, f) {
  const always = f.值班.filter((r) => r.班次 === "24小时");
  return table("always", "shift post phone", always.map((r) => [r.班次, r.职务, r.值班电话])) +
    table("", "on shift name post", f.值班.filter((r) => r.班次 !== "24小时").map((r) => [r.坐班日 ?? r.起 + "–" + r.止, r.班次, r.姓名, r.职务]));
}

export const rows = { points, star, grid, outcome, income, post, team, contract, meeting, errand, task, question, honour, duty };
