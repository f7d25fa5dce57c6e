<?php
// debtscan:unfilled - set the deadline on the client, use observed() where a model is called, then remove this line.
declare(strict_types=1);

/** What surrounds every model call: usage, errors and attribution in one place. Deadline and retries belong to the client. */
final class ModelCall
{
    /**
     * Measures one model call, says what it took and for whom, and logs its failure.
     *
     * @template T
     * @param callable(): T $call
     * @param callable(T): array $usage
     * @return T
     */
    public static function observed(string $purpose, ?string $user, callable $call, callable $usage): mixed
    {
        $started = hrtime(true);
        $fields = ['event' => 'model call', 'purpose' => $purpose, 'user' => $user];
        try {
            $answer = $call();
            $fields['usage'] = $usage($answer);
            return $answer;
        } catch (\Throwable $error) {
            $fields['error'] = $error::class;
            throw $error;
        } finally {
            $fields['milliseconds'] = intdiv(hrtime(true) - $started, 1_000_000);
            error_log(json_encode($fields, JSON_THROW_ON_ERROR));
        }
    }
}
