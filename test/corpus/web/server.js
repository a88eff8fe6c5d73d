import { exec, execFile } from 'node:child_process';
import express from 'express';
import OpenAI from 'openai';

const app = express();
app.use(express.json());
const client = new OpenAI({ baseURL: 'http://llm.acme.dev/v1' }); // expect: javascript/llm-plain-http

app.post('/run', async (req, res) => {
  const reply = await client.chat.completions.create({
    model: 'chat',
    messages: [
      // expect-next: javascript/request-in-system-prompt
      { role: 'system', content: `You are an assistant for ${req.body.company}.` },
      { role: 'user', content: req.body.question },
    ],
  });
  const text = reply.choices[0].message.content;
  exec(text); // expect: javascript/llm-output-shell
  eval(text); // expect: javascript/llm-output-evaluated
  res.json({ text });
});

app.get('/gpu', (req, res) => {
  exec(`nvidia-smi -i ${req.query.id}`); // expect: javascript/request-executed
  execFile('nvidia-smi', ['-i', req.query.id]);
  res.end();
});

app.post('/caption', async (req, res) => {
  const image = await fetch(req.body.imageUrl); // expect: javascript/url-from-request
  res.json({ size: (await image.arrayBuffer()).byteLength });
});
