'use client';
import OpenAI from 'openai';
import { useChat } from '@ai-sdk/react';

const client = new OpenAI({
  apiKey: process.env.NEXT_PUBLIC_OPENAI_API_KEY, // expect: javascript/ai-key-in-browser
  dangerouslyAllowBrowser: true,
});

export function Chat() {
  const { messages } = useChat();
  return messages.map((message) => (
    <div key={message.id} dangerouslySetInnerHTML={{ __html: message.content }} /> // expect: javascript/llm-output-html
  ));
}
