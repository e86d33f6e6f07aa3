// What `relay-contract vectors --command` asks: one frame a line in, one verdict a line out.
//
//   npx relay-contract vectors --command "node verdicts.mjs"
//   npx relay-contract vectors --command "node verdicts.mjs writer connector" --as writer --from connector

import { LineParser } from "relay-contract";

const [view = "reader", writer = "gateway"] = process.argv.slice(2);
const parser = new LineParser({ view, writer });
for await (const piece of process.stdin) parser.push(piece).forEach(answer);

function answer({ ok, violations }) {
  console.log(JSON.stringify({ ok, violations }));
}
