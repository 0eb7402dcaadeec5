// What a unit's own files come to, board by board: n are figures that add up, t are tallies that
// do, h are figures that add up and that no page shows. Money is in fen.
import { judge } from "./steps.js";
import { days, fen, grouped, num, on, tally, today, unit } from "./values.js";

const count = (list, test) => list.filter(test).length;
const sum = (list, of) => list.reduce((all, row) => all + of(row), 0);

// accounts are the people or households of a year's points, best first, with rank and level.
export function accounts(u, f, last) {
  const register = new Map((f.流水[0]?.户 ? u.files.households.户 : u.files.members.党员).map((p) => [p.编号, p]));
  const method = f.办法, items = method.项目 ?? [], byCode = {}, spent = {}, capped = {};
  const listed = Object.fromEntries((f.清单 ?? []).map((l) => [l.事项, l]));
  const before = new Map((last ? accounts(u, last) : []).filter((a) => a.open).map((a) => [a.code, a.total]));
  const got = new Map();
  const account = (code) => {
    if (!got.has(code)) {
      const p = register.get(code), parts = items.map((item) => [item.名称 ?? item, num(item.按类别基础分?.[p.类别])]);
      got.set(code, { code, total: 0, parts: Object.fromEntries(parts), entries: [], name: p.姓名 ?? p.户主, group: p.组, category: p.类别 });
    }
    return got.get(code);
  };
  if (items.some((item) => item.按类别基础分)) for (const code of register.keys()) account(code);
  for (const r of f.流水) {
    const a = account(r.对象 ?? r.户);
    const e = { code: r.编号, date: r.日期, item: r.项目, matter: r.事项, amount: num(r.分值), corrects: r.更正 };
    if (!r.日期) {
      for (const item of items) {
        a.parts[item] += num(r[item]);
        a.entries.push({ item, amount: num(r[item]) });
      }
      continue;
    }
    if (r.更正) {
      e.amount = num(r.更正为) - byCode[r.更正].amount;
      a.parts[byCode[r.更正].item] += e.amount;
    } else if (listed[r.事项]) {
      const limit = num(listed[r.事项].上限), key = a.code + r.事项;
      e.amount = num(listed[r.事项].分值);
      const counts = Math.min(e.amount, limit - (capped[key] ?? 0));
      capped[key] = (capped[key] ?? 0) + counts;
      if (counts < e.amount) e.counts = counts;
      a.listed = (a.listed ?? 0) + counts;
    } else if (r.项目) a.parts[r.项目] += e.amount;
    else a.loose = (a.loose ?? 0) + e.amount;
    if (e.code) byCode[e.code] = e;
    a.entries.push(e);
  }
  for (const r of f.兑换 ?? []) {
    const goods = f.商品.find((g) => g.名称 === r.商品);
    spent[r.对象] = (spent[r.对象] ?? 0) + num(goods.单价) * num(r.数量);
  }
  const list = [...got.values()];
  for (const a of list) {
    a.total = sum(Object.values(a.parts), (x) => x) + (a.listed ?? 0) + (a.loose ?? 0);
    a.last = before.get(a.code);
    if (f.商品) a.balance = a.total - (spent[a.code] ?? 0);
  }
  return graded(list, method);
}

function graded(list, method) {
  const levels = method.星级 ?? method.等次 ?? [];
  const groups = method.比较范围 === "同类别" ? grouped(list, (a) => a.category) : [list];
  for (const group of groups) {
    group.sort((a, b) => b.total - a.total);
    group.forEach((a, i) => {
      a.rank = i > 0 && group[i - 1].total === a.total ? group[i - 1].rank : i + 1;
      a.level = levels.find((l) => {
        if (!l.前) return a.total >= num(l.不低于);
        const cut = Math.ceil((group.length * num(l.前)) / 100);
        return i < cut || group[cut - 1].total === a.total;
      });
      a.open = method.公开 === "是" || a.level?.公开 === "是";
    });
  }
  return groups.flat();
}

// home is a household of the selection, with its notice.
export const home = (f) => (r) => {
  const from = r.公示起 ?? f.公示?.公示起, to = r.公示止 ?? f.公示?.公示止;
  const held = Array.isArray(r.得星) ? r.得星.length : num(r.得星);
  return { row: r, from, to, decided: !!r.定级日期, notice: !r.定级日期 && from <= today && today <= to, stars: r.变更 ? num(numerals.indexOf(r.变更.at(-1).新[0])) : held };
};
const numerals = "零一二三四五";
export const level = (n) => numerals[n] + "星";

// bookings are what came in and went out, contracts that were paid among them.
export function bookings(u, f, year) {
  const list = f.收支.filter((r) => !r.更正).map((r) => ({ ...r, fen: fen(r.金额) }));
  for (const r of f.收支) {
    const wrong = r.更正 && list.find((x) => x.编号 === r.更正);
    if (wrong) Object.assign(wrong, { was: wrong.fen, fen: fen(r.更正为), corrected: r.日期 });
  }
  for (const c of u.files.contracts?.合同 ?? []) {
    for (const p of c.收款 ?? []) {
      if (p.日期?.startsWith(year)) list.push({ 日期: p.日期, 方向: "收入", 科目: `合同收款（${c.类型}）`, 摘要: `合同${c.编号} ${c.标的}`, fen: fen(p.金额), contract: c.编号 });
    }
  }
  return list.sort((a, b) => (a.日期 < b.日期 ? -1 : a.日期 > b.日期 ? 1 : 0));
}

export const cases = {
  meeting: (f) => (f.议题 ?? []).map((r) => judge(r, f.流程, f.流程 === "协商六步" ? "发布公告" : "结果评价")),
  errand: (f) => (f.件 ?? []).map((r) => judge(r, "代办", "回访")),
  task: (f) => (f.事项 ?? []).map((r) => judge(r, "问题整改", "销号")),
  team: (f) => (f.点单 ?? []).map((r) => judge(r, "点单派单接单", "完成")),
};

const took = (list) => tally(list.filter((c) => c.over), (c) => String(c.took));

export const own = {
  points(u, f, year) {
    const list = accounts(u, f, u.files.points[year - 1]);
    const levels = f.办法.星级 ?? f.办法.等次;
    return {
      list, n: { people: list.length, total: sum(list, (a) => a.total) }, h: { hidden: count(list, (a) => !a.open) },
      t: { levels: levels ? { ...Object.fromEntries(levels.filter((l) => l.公开 === "是").map((l) => [l.名称, 0])), ...tally(list, (a) => (a.open ? a.level.名称 : "其他")) } : {} },
    };
  },
  star(u, f) {
    const list = f.户.map(home(f)), decided = list.filter((h) => h.decided);
    return {
      list, h: { units: 1 }, n: {
        applicants: num(f.申报户数), total: decided.length, starsHeld: sum(decided, (h) => h.stars), gained: count(decided, (h) => h.row.变更),
        onNotice: count(list, (h) => h.notice), undecided: count(list, (h) => !h.decided && h.to < today),
      }, t: { ways: tally(f.户, (r) => r.申报方式), levels: tally(decided, (h) => level(h.stars)) },
    };
  },
  grid(u, f) {
    const list = f.网格 ?? [], wardens = list.flatMap((g) => g.网格员 ?? []);
    return { list, n: { grids: list.length, wardens: wardens.length, withoutWarden: count(list, (g) => !g.网格员) }, t: { tiers: tally(list, (g) => g.级别), roles: tally(wardens, (w) => w.职责) } };
  },
  outcome(u, f) {
    const list = f.成果.map((r) => ({ row: r, fen: fen(r.资金), income: num(r.带动户) * fen(r.户均增收) }));
    return { list, n: { count: list.length, fundsYuan: sum(list, (o) => o.fen), incomeYuan: sum(list, (o) => o.income) }, t: { categories: tally(f.成果, (r) => r.类别) } };
  },
  income(u, f, year) {
    if (!f.收支) return { list: [], n: {}, h: { files: 1 }, t: {} };
    const list = bookings(u, f, String(year)), by = (r) => r.fen;
    const flow = (way) => list.filter((r) => r.方向 === way), come = flow("收入"), gone = flow("支出");
    const month = (r) => String(Number(r.日期.slice(5, 7))), account = (r) => r.科目;
    return {
      list, h: { files: 1 }, n: {
        openingYuan: fen(f.期初余额), inYuan: sum(come, by), outYuan: sum(gone, by), balanceYuan: fen(f.期初余额) + sum(come, by) - sum(gone, by), entries: list.length,
        businessYuan: sum(come.filter((r) => f.经营性?.includes(r.科目)), by), businessUnits: f.经营性 ? 1 : 0, incomeUnits: 1,
      }, t: { in: tally(come, month, by), out: tally(gone, month, by), earned: tally(come, account, by), spent: tally(gone, account, by), open: tally(list.filter(on), (r) => r.方向 + r.科目) },
    };
  },
  post(u, f) {
    const holders = tally(f.认领, (c) => c.岗位);
    return {
      holders, n: { posts: f.岗位.length, vacant: count(f.岗位, (p) => !holders[p.名称]), people: new Set(f.认领.map((c) => c.党员)).size },
      t: { services: tally(f.履职, (r) => r.类别 + " " + unit(r.数量), (r) => num(r.数量)) },
    };
  },
  team(u, f) {
    const list = f.志愿队 ?? [], orders = cases.team(f);
    return {
      list, orders, n: { teams: list.length, people: sum(list, (t) => num(t.人数)), volunteers: num(f.志愿者), "orders.all": orders.length, "orders.done": count(orders, (c) => c.over), "orders.open": count(orders, (c) => !c.over) },
      t: { categories: tally(list, (t) => t.类别), "orders.openCategories": tally(orders.filter((c) => !c.over), (c) => c.row.类别), days: tally(orders.filter((c) => c.row.接单日期), (c) => String(days(c.row.点单日期, c.row.接单日期))) },
    };
  },
  contract(u, f) {
    const assets = f.资产 ?? [];
    return {
      n: { count: f.合同.length, unclassified: f.总数 ? num(f.总数) - f.合同.length : 0, rentYuan: sum(assets, (a) => num(a.数量) * fen(a.单价)) },
      t: { types: tally(f.合同, (c) => c.类型), areas: tally(f.合同, (c) => unit(c.面积), (c) => num(c.面积)) },
    };
  },
  meeting(u, f) {
    const list = cases.meeting(f);
    return {
      list, n: { count: list.length, known: list.length, done: count(list, (c) => c.over), late: count(list, (c) => c.late) },
      t: { stages: tally(list, (c) => c.stage), categories: tally(list, (c) => c.row.类别), days: took(list) },
    };
  },
  errand(u, f) {
    const list = cases.errand(f), typed = Object.entries(f.计数 ?? {}), agents = f.代办员 ?? [];
    const done = tally(typed, ([, v]) => unit(v), ([, v]) => num(v));
    if (list.length) done.件 = (done.件 ?? 0) + list.length;
    return {
      list, n: { cases: list.length, closed: count(list, (c) => c.over), late: count(list, (c) => c.late), agents: agents.length },
      t: { done, services: tally(typed, ([k, v]) => k + " " + unit(v), ([, v]) => num(v)), categories: tally(list, (c) => c.row.类别), days: took(list) },
    };
  },
  task(u, f) {
    const list = cases.task(f), of = (test) => tally(list.filter(test), (c) => c.row.清单);
    const typed = (f.清单 ?? []).flatMap((l) => Object.entries(l.计数 ?? {}).map(([category, n]) => ({ list: l.名称, category, n: num(n) }))), by = (r) => r.n;
    const categories = tally(list, (c) => c.row.清单 + " " + c.row.类别);
    for (const r of typed) categories[r.list + " " + r.category] = r.n;
    return {
      list, n: { count: list.length + sum(typed, by), known: list.length, done: count(list, (c) => c.over), late: count(list, (c) => c.late), open: count(list, (c) => !c.over) },
      t: {
        count: { ...of(() => true), ...tally(typed, (r) => r.list, by) }, known: of(() => true), done: of((c) => c.over), late: of((c) => c.late), days: took(list),
        categories, stages: tally(list, (c) => c.row.清单 + " " + c.stage),
      },
    };
  },
  question(u, f) {
    const limit = num(f.时限), list = f.回音壁.map((r) => ({ row: r, days: days(r.提问日期, r.答复日期 ?? today), late: days(r.提问日期, r.答复日期 ?? today) > limit }));
    return { list, n: { asked: list.length, known: list.length, answered: count(list, (q) => q.row.答复), late: count(list, (q) => q.late) }, t: { categories: tally(f.回音壁, (r) => r.类别) } };
  },
  honour(u, f) {
    const list = f.荣誉.filter(on);
    return { list, n: { count: f.荣誉.length }, t: { categories: tally(f.荣誉, (r) => r.类别), open: tally(list, (r) => r.类别) } };
  },
  duty: () => ({ n: {}, t: {} }),
};
