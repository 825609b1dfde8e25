// Feeds the streams of a file to the Qwen3-Coder parser of @ai-sdk-tool/parser.
// Usage: node peer.mjs streams.json. Prints a line of JSON for each stream: what came out, and the
// nanoseconds of the fastest of its rounds.
import { readFileSync } from "node:fs";
import { qwen3CoderProtocol } from "@ai-sdk-tool/parser";

const { tools, streams } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const declared = tools.map(({ function: { name, parameters } }) => ({
  type: "function",
  name,
  inputSchema: parameters,
}));

async function read(text, chars) {
  const stream = qwen3CoderProtocol().createStreamParser({ tools: declared });
  const calls = new Map();
  const finished = [];
  let content = "";
  const reader = stream.readable.getReader();
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const event = part.value;
      if (event.type === "text-delta") {
        content += event.delta;
      } else if (event.type === "tool-input-delta") {
        calls.set(event.id, (calls.get(event.id) ?? "") + event.delta);
      } else if (event.type === "tool-call") {
        finished.push(event.input);
      }
    }
  })();
  const writer = stream.writable.getWriter();
  const start = process.hrtime.bigint();
  for (let at = 0; at < text.length; at += chars) {
    await writer.write({ type: "text-delta", id: "1", delta: text.slice(at, at + chars) });
  }
  await writer.write({ type: "finish", finishReason: "stop", usage: {} });
  await writer.close();
  await reading;
  const nanos = Number(process.hrtime.bigint() - start);
  return { nanos, content, calls: [...calls.values()], finished };
}

for (const { name, text, chars, rounds } of streams) {
  let best;
  try {
    for (let round = 0; round < rounds; round++) {
      const result = await read(text, chars);
      if (best === undefined || result.nanos < best.nanos) {
        best = result;
      }
    }
  } catch (error) {
    best = { nanos: 0, content: `threw ${error}`, calls: [], finished: [] };
  }
  console.log(JSON.stringify({ name, ...best }));
}
