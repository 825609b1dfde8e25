// Asks the published clients of node for the recorded answers, and writes down what each of them
// puts together: node clients.mjs CASES ANSWERS, one JSON object a line.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import Anthropic from '@anthropic-ai/sdk';
import { jsonSchema, streamText, tool } from 'ai';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import OpenAI from 'openai';

// How many cases are under way at a time.
const AT_ONCE = 4;

const { url, tools, models } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const answers = fs.openSync(process.argv[3], 'w');

const version = (name) =>
  JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
const reasoning = (text) => ({ kind: 'REASONING', text });
const content = (text) => ({ kind: 'CONTENT', text });
const call = (name, text) => ({ kind: 'CALL', name, text });

const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });

async function openAiChat(model) {
  const stream = openai.chat.completions.stream({
    model,
    messages: [{ role: 'user', content: 'Go on.' }],
    tools,
    stream_options: { include_usage: true },
  });
  // Reasoning is no field of the library's: it passes it on with the deltas, nowhere else.
  let thoughts = '';
  const finished = [];
  stream.on('chunk', (chunk) => {
    thoughts += chunk.choices[0]?.delta.reasoning_content ?? '';
  });
  stream.on('tool_calls.function.arguments.done', (done) => finished.push(done));
  const completion = await stream.finalChatCompletion();
  if (!completion.usage) throw new Error('no usage');
  const choice = completion.choices[0];
  const calls = choice.message.tool_calls ?? [];
  if (finished.length !== calls.length) {
    throw new Error(`${finished.length} done events for ${calls.length} calls`);
  }
  finished.forEach((done, i) => {
    if (done.index !== i || done.arguments !== calls[i].function.arguments) {
      throw new Error(`done event ${i} is ${JSON.stringify(done)}`);
    }
  });
  return {
    parts: [
      reasoning(thoughts),
      content(choice.message.content ?? ''),
      ...calls.map((c) => call(c.function.name, c.function.arguments)),
    ],
    ends: choice.finish_reason,
  };
}

async function openAiResponses(model) {
  const stream = openai.responses.stream({
    model,
    input: 'Go on.',
    tools: tools.map((t) => ({ type: 'function', strict: false, ...t.function })),
  });
  const response = await stream.finalResponse();
  if (!response.usage) throw new Error('no usage');
  const parts = response.output.flatMap((item) => {
    switch (item.type) {
      case 'reasoning':
        // Both, so that what a client may show twice fails.
        return [...item.summary, ...(item.content ?? [])].map((c) => reasoning(c.text));
      case 'message':
        return item.content.map((c) => content(c.text));
      case 'function_call':
        return [call(item.name, item.arguments)];
      default:
        throw new Error(`item ${item.type}`);
    }
  });
  return {
    parts,
    ends:
      response.status === 'incomplete'
        ? 'length'
        : parts.some((part) => part.kind === 'CALL')
          ? 'tool_calls'
          : 'stop',
  };
}

const anthropic = new Anthropic({ baseURL: url, apiKey: 'none', maxRetries: 0 });

async function anthropicMessages(model) {
  const stream = anthropic.messages.stream({
    model,
    max_tokens: 4096,
    messages: [{ role: 'user', content: 'Go on.' }],
    tools: tools.map(({ function: f }) => ({
      name: f.name,
      description: f.description,
      input_schema: f.parameters,
    })),
  });
  // The JSON text of each call's input: of one that the token budget cut, the library's value
  // lacks the member that was under way.
  const inputs = {};
  stream.on('streamEvent', (event) => {
    if (event.type === 'content_block_delta' && event.delta.type === 'input_json_delta') {
      inputs[event.index] = (inputs[event.index] ?? '') + event.delta.partial_json;
    }
  });
  const message = await stream.finalMessage();
  const reasons = { end_turn: 'stop', max_tokens: 'length', tool_use: 'tool_calls' };
  return {
    parts: message.content.map((block, i) => {
      switch (block.type) {
        case 'thinking':
          return reasoning(block.thinking);
        case 'text':
          return content(block.text);
        case 'tool_use':
          if (message.stop_reason !== 'max_tokens') assert.deepEqual(block.input, JSON.parse(inputs[i]));
          return call(block.name, inputs[i]);
        default:
          throw new Error(`block ${block.type}`);
      }
    }),
    ends: reasons[message.stop_reason] ?? String(message.stop_reason),
  };
}

const compatible = createOpenAICompatible({
  name: 'deltalex',
  baseURL: `${url}/v1`,
  apiKey: 'none',
  includeUsage: true,
});
const aiTools = Object.fromEntries(
  tools.map(({ function: f }) => [
    f.name,
    tool({ description: f.description, inputSchema: jsonSchema(f.parameters) }),
  ]),
);

async function aiSdk(model) {
  const result = streamText({
    model: compatible(model),
    prompt: 'Go on.',
    tools: aiTools,
    maxRetries: 0,
    onError: () => {},
  });
  for await (const part of result.fullStream) {
    if (part.type === 'error') throw part.error;
  }
  const usage = await result.usage;
  if (!(usage.outputTokens >= 0)) throw new Error('no usage');
  const calls = await result.toolCalls;
  return {
    parts: [
      reasoning((await result.reasoningText) ?? ''),
      content(await result.text),
      // Input that is not JSON is handed over as the text that came.
      ...calls.map((c) =>
        call(c.toolName, typeof c.input === 'string' ? c.input : JSON.stringify(c.input)),
      ),
    ],
    ends: (await result.finishReason).replace('-', '_'),
  };
}

const clients = [
  { client: 'openai (node) chat.completions.stream', pack: 'openai', ask: openAiChat, keepsOrder: false, keepsJson: true },
  { client: 'openai (node) responses.stream', pack: 'openai', ask: openAiResponses, keepsOrder: true, keepsJson: true },
  { client: '@anthropic-ai/sdk messages.stream', pack: '@anthropic-ai/sdk', ask: anthropicMessages, keepsOrder: true, keepsJson: true },
  { client: `ai streamText, @ai-sdk/openai-compatible ${version('@ai-sdk/openai-compatible')}`, pack: 'ai', ask: aiSdk, keepsOrder: false, keepsJson: false },
];

const cases = clients.flatMap((client) => models.map((model) => ({ ...client, model })));
const worker = async () => {
  for (let next = cases.shift(); next; next = cases.shift()) {
    const { client, pack, ask, keepsOrder, keepsJson, model } = next;
    let answer;
    try {
      answer = await ask(model);
    } catch (error) {
      answer = { parts: [], ends: 'error', error: `${error?.stack ?? error}` };
    }
    const line = { client, version: version(pack), keepsOrder, keepsJson, model, ...answer };
    fs.writeSync(answers, `${JSON.stringify(line)}\n`);
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
fs.closeSync(answers);
