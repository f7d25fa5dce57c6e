"use client";

import { useChat } from "@ai-sdk/react";

export function Chat() {
  const { messages, sendMessage } = useChat();
  return (
    <form onSubmit={() => sendMessage({ text: "Where is my order?" })}>
      {messages.map((message) => (
        <p key={message.id}>{message.role}</p>
      ))}
      <button type="submit">Ask</button>
    </form>
  );
}
