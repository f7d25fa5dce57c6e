"use client";
import { useChat } from "ai/react";

export default function Page() {
  const { messages, input, handleInputChange, handleSubmit, error } = useChat();
  return (
    <main>
      <p>You are chatting with an AI. It can make mistakes: look the answer up in the handbook.</p>
      {messages.map((message) => (
        <p key={message.id}>
          <strong>{message.role}</strong> {message.content}
        </p>
      ))}
      {error && <p role="alert">No answer came. Please try again in a minute.</p>}
      <form onSubmit={handleSubmit}>
        <input value={input} onChange={handleInputChange} maxLength={4000} aria-label="Question" />
      </form>
    </main>
  );
}
