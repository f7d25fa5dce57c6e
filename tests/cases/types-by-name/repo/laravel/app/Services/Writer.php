<?php

namespace App\Services;

use OpenAI\Contracts\ClientContract;

final class Writer
{
    public function __construct(private readonly ClientContract $client)
    {
    }

    public function write(string $topic): string
    {
        $request = ['model' => Settings::MODEL, 'messages' => [['role' => 'user', 'content' => $topic]]];
        $request['max_tokens'] = 400;

        return $this->client->chat()->create($request)->choices[0]->message->content;
    }
}
