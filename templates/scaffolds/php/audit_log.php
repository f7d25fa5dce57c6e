<?php
// debtscan:unfilled - give it a store that users and the service cannot change, call it for every answer, then remove this line.
declare(strict_types=1);

/** Takes rows and never changes one. */
interface AuditStore
{
    /** The hash of the last row, null without. */
    public function last(): ?string;

    public function append(string $entry, string $hash): void;
}

/**
 * A lasting record of what was asked, answered and done: for questions that come weeks later. One row an answer, append only,
 * each with the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
 */
final class AuditLog
{
    public function __construct(private AuditStore $store)
    {
    }

    public function keep(string $user, string $purpose, string $model, array $parameters, string $promptVersion, mixed $request,
                         string $answer, array $sources, array $actions): string
    {
        $entry = json_encode([
            'at' => gmdate('c'), 'user' => $user, 'purpose' => $purpose, 'model' => $model, 'parameters' => $parameters,
            'prompt_version' => $promptVersion, 'request' => $request, 'answer' => $answer, 'sources' => $sources,
            'actions' => $actions, 'before' => $this->store->last(),
        ], JSON_THROW_ON_ERROR);
        $hash = hash('sha256', $entry);
        $this->store->append($entry, $hash);
        return $hash;
    }
}
