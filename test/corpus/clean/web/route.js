import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import express from 'express';
import OpenAI from 'openai';
import DOMPurify from 'isomorphic-dompurify';

const app = express();
const client = new OpenAI({ baseURL: process.env.BASE_URL ?? 'http://localhost:8000/v1' });

app.post('/ask', async (req, res) => {
  const reply = await client.chat.completions.create({
    model: 'chat',
    max_tokens: 500,
    messages: [
      { role: 'system', content: 'You answer questions about our product.' },
      { role: 'user', content: req.body.question },
    ],
  });
  const text = reply.choices[0].message.content;
  await writeFile(path.join('out', path.basename(req.body.name)), text);
  execFile('python', ['summarise.py', '--length', '3']);
  const hits = await fetch(`https://search.acme.dev/?q=${encodeURIComponent(req.body.question)}`);
  res.send(`<p>${DOMPurify.sanitize(text)}</p><!-- ${hits.status} -->`);
});

app.post('/fetch', async (req, res) => {
  const url = new URL(req.body.url);
  if (url.hostname !== 'docs.acme.dev') return res.status(400).end();
  res.send(await (await fetch(url)).text());
});
